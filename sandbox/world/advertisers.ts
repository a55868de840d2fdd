/** The simulated advertisers and what they sell. */
import { type CountryNetwork, countryNetwork } from './countries.ts';
import { createRandom, type Random } from './random.ts';
import { topicOf, type Topic } from './topics.ts';
import type { WorldSettings } from './settings.ts';
import { UNITS_PER_CENT } from './units.ts';

/** One thing an advertiser sells. */
export interface Product {
  readonly sku: string;
  readonly name: string;
  readonly brand: string;
  /** Units of 1/10 000; whole cents. */
  readonly priceUnits: number;
}

/** When an advertiser sends its sales file: every hour, or every few days at a fixed second of the day (GMT). */
export interface BatchPlan {
  readonly everyDays: number;
  readonly secondOfDay: number;
  readonly isHourly: boolean;
}

/** A merchant of one country network. */
export interface Advertiser {
  readonly mid: number;
  readonly name: string;
  readonly network: CountryNetwork;
  /** Place of its country network among the world's, from 0. */
  readonly networkPlace: number;
  /** Commission in 1/100 of a percent. */
  readonly rateBasisPoints: number;
  /** Added at month's end when a tier is reached; 0 = no tiers. */
  readonly tierBasisPoints: number;
  readonly hasOrderLocking: boolean;
  readonly batch: BatchPlan;
  readonly orderIdStyle: OrderIdStyle;
  readonly products: readonly Product[];
}

/** How an advertiser writes its order numbers. Styles repeat, so two advertisers may use the same order id. */
export interface OrderIdStyle {
  readonly prefix: string;
  readonly suffix: string;
  readonly offset: number;
}

const NAMES = [
  'Northwind Outfitters',
  'Smith, Jones & Co.',
  'Bäckerei Müller GmbH',
  'Maison Élégance',
  'Café São João Ltda',
  'Kitchen "Pro" Supply',
  'Down Under Camping',
  "O'Neill's Garden",
  'Möbelhaus Grün & Söhne',
  'Example, Inc.',
  'Petit Atelier',
  'Trail & Peak',
  'Ótica Visão',
  'Lumière, Paris',
  'Harbour Books',
  'Fjällkläder',
  'Urban Cycle',
  'Tea, Please',
  'Maple Home',
  'Zweirad Köhler',
  'Coral Bay Swim',
];
const BRANDS = [
  'Lodestar',
  'Häring',
  'Verve & Co',
  'Nébula',
  'Quill',
  'Oak, Ash & Elm',
  'Bright"Line',
  'Tundra',
  'Sável',
];
const ADJECTIVES = [
  'Classic',
  'Compact',
  'Pré-cuit',
  'Blau',
  'Heavy-duty',
  'Organic',
  'Ultra-light',
  'Große',
  '"Glow"',
];
const NOUNS = ['Skillet', 'Backpack', 'Lamp', 'Kettle', 'Tent', 'Jacket', 'Messer', 'Chair', 'Journal', 'Headset'];
const DETAILS = [
  '',
  ', navy',
  ', 500 ml',
  ' 10"',
  ' 15.6", refurbished',
  ' (2-pack)',
  ' 12" x 8"',
  ', size 42',
  ' & Case',
];
const RATES = [200, 300, 350, 475, 500, 625, 725, 800, 1000, 1250];
const PREFIXES = ['', '', 'W', 'A-', 'ORD_', 'fr#'];
const SUFFIXES = ['', '', '', '-DE', '/1'];

/** All advertisers of a world; the country networks take turns. */
export function createAdvertisers(settings: WorldSettings): readonly Advertiser[] {
  const mids = new Set<number>();
  return Array.from({ length: settings.advertisers }, (_, index) => {
    const random = createRandom(settings.seed, 'advertiser', index);
    let mid = random.integer(1_000, 53_999);
    while (mids.has(mid)) mid += 1;
    mids.add(mid);
    const networkPlace = index % settings.networks.length;
    const network = countryNetwork(settings.networks[networkPlace] ?? 1);
    const topic = settings.style === 'tidy' ? topicOf(networkPlace) : null;
    const turn = topic === null ? index : Math.floor(index / settings.networks.length);
    return {
      mid,
      name: numbered(topic?.shops ?? NAMES, turn),
      network,
      networkPlace,
      rateBasisPoints: random.pick(RATES),
      tierBasisPoints: random.chance(0.3) ? random.integer(2, 8) * 25 : 0,
      hasOrderLocking: random.chance(settings.lockingShare),
      batch: {
        isHourly: random.chance(topic === null ? 0.2 : 0.8),
        everyDays: random.pick(topic === null ? [1, 1, 1, 2, 3] : [1]),
        secondOfDay: random.integer(0, 86_399),
      },
      orderIdStyle: orderIdStyleOf(random, topic !== null),
      products: topic === null ? createProducts(random, network) : createWares(random, network, topic),
    };
  });
}

function orderIdStyleOf(random: Random, isTidy: boolean): OrderIdStyle {
  const [prefix, suffix] = isTidy ? [random.pick(['', 'W', 'A-']), ''] : [random.pick(PREFIXES), random.pick(SUFFIXES)];
  return { prefix, suffix, offset: isTidy ? random.integer(10, 99) * 1000 : random.integer(0, 20) };
}

/** The n-th name of a list that begins anew with a number. */
function numbered(names: readonly string[], turn: number): string {
  const round = Math.floor(turn / names.length);
  return `${names[turn % names.length]}${round === 0 ? '' : ` ${round + 1}`}`;
}

/** Every ware of a topic in some kinds, each by one of the shop's three brands. */
function createWares(random: Random, network: CountryNetwork, { brands, wares }: Topic): readonly Product[] {
  const own = [random.pick(brands), random.pick(brands), random.pick(brands)];
  return wares.flatMap((ware) =>
    ware.kinds.map((kind) => {
      const brand = random.pick(own);
      // most of what is bought is far from the dearest
      const price = ware.least * (ware.most / ware.least) ** (random.fraction() ** 2) * network.priceLevel;
      return {
        sku: `${ware.name.slice(0, 3).toUpperCase()}-${random.hex(6)}`,
        name: `${brand} ${ware.name}, ${kind}`,
        brand,
        priceUnits: (Math.round(price) * 100 - 1) * UNITS_PER_CENT,
      };
    }),
  );
}

function createProducts(random: Random, network: CountryNetwork): readonly Product[] {
  const count = random.integer(8, 30);
  const brands = [random.pick(BRANDS), random.pick(BRANDS), random.pick(BRANDS)];
  const skus = new Set<string>();
  return Array.from({ length: count }, (_, index) => {
    let sku = skuOf(random, index);
    while (skus.has(sku)) sku = `${sku}x`;
    skus.add(sku);
    const brand = random.pick(brands);
    const name = `${brand} ${random.pick(ADJECTIVES)} ${random.pick(NOUNS)}${random.pick(DETAILS)}`;
    return { sku, name, brand: random.chance(0.9) ? brand : '', priceUnits: priceOf(random, network) };
  });
}

function skuOf(random: Random, index: number): string {
  const number = random.integer(1, 9_999);
  switch (random.integer(0, 5)) {
    case 0:
      return `SKU-${index + 1}`;
    case 1:
      return String(number).padStart(6, '0');
    case 2:
      return `ab${number}-Xl`;
    case 3:
      return random.chance(0.2) ? `ü ${number} "inch"` : `${number}`;
    case 4:
      return `${random.hex(4)}/${number}`;
    default:
      return `${number}_${random.base62(3)}`;
  }
}

/** Mostly 5–400, sometimes thousands. */
function priceOf(random: Random, network: CountryNetwork): number {
  const isLarge = random.chance(0.08);
  const [least, most] = isLarge ? [900, 6_000] : [5, 400];
  const price = least * (most / least) ** random.fraction() * network.priceLevel;
  return Math.round(price * 100) * UNITS_PER_CENT;
}
