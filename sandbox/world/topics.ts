/** What a tidy publisher writes about: one site a topic, with shops and things that belong together. All names are made up. */

/** A kind of thing that is sold and written about. */
export interface Ware {
  readonly name: string;
  /** What comes after the brand, so that products differ. */
  readonly kinds: readonly string[];
  /** Prices relative to US dollars. */
  readonly least: number;
  readonly most: number;
  /** Of articles about it, as words of an address. */
  readonly articles: readonly string[];
}

/** One site's world. */
export interface Topic {
  readonly domain: string;
  readonly shops: readonly string[];
  readonly brands: readonly string[];
  readonly wares: readonly Ware[];
}

const KITCHEN: Topic = {
  domain: 'kitchen-notes.example',
  shops: ['Hearth & Ladle', 'Copperline', 'Northside Kitchen', 'Saltbox Supply', 'Good Crumb'],
  brands: ['Lodestar', 'Verve', 'Oak & Ash', 'Tundra', 'Quill'],
  wares: [
    {
      name: 'Skillet',
      kinds: ['Cast Iron 10"', 'Cast Iron 12"', 'Carbon Steel', 'Non-stick'],
      least: 24,
      most: 180,
      articles: ['best-cast-iron-skillets', 'cast-iron-care', 'carbon-steel-or-cast-iron'],
    },
    {
      name: 'Espresso Machine',
      kinds: ['Compact', 'Dual Boiler', 'with Grinder'],
      least: 160,
      most: 1400,
      articles: ['espresso-machines-under-500', 'first-espresso-machine', 'espresso-at-home'],
    },
    {
      name: 'Chef’s Knife',
      kinds: ['8"', '10"', 'Santoku', 'Starter Set'],
      least: 30,
      most: 260,
      articles: ['best-chefs-knives', 'japanese-knives-for-beginners', 'how-to-sharpen'],
    },
    {
      name: 'Stand Mixer',
      kinds: ['5 qt', '7 qt', 'Bread Edition'],
      least: 190,
      most: 620,
      articles: ['stand-mixers-compared', 'mixer-for-bread-dough'],
    },
    {
      name: 'Kettle',
      kinds: ['Gooseneck', 'Electric 1.7 l', 'Enamel'],
      least: 25,
      most: 170,
      articles: ['gooseneck-kettles', 'pour-over-starter-kit'],
    },
    {
      name: 'Dutch Oven',
      kinds: ['5 qt', '7 qt'],
      least: 50,
      most: 380,
      articles: ['dutch-ovens-review', 'gifts-for-cooks'],
    },
  ],
};

const TRAIL: Topic = {
  domain: 'trail-diary.example',
  shops: ['Fell & Ford', 'Cairn Outdoors', 'Longacre Packs', 'The Boot Room', 'Peat & Pine'],
  brands: ['Skarn', 'Wildgrove', 'Tarn', 'Aderyn', 'Bracken'],
  wares: [
    {
      name: 'Tent',
      kinds: ['1-person', '2-person', '4-season', 'Family 6'],
      least: 90,
      most: 720,
      articles: ['best-two-person-tents', 'tents-for-wind', 'family-tents-compared'],
    },
    {
      name: 'Hiking Boots',
      kinds: ['Mid', 'Leather', 'Light', 'Winter'],
      least: 70,
      most: 290,
      articles: ['hiking-boots-tested', 'boots-for-wide-feet', 'breaking-in-boots'],
    },
    {
      name: 'Backpack',
      kinds: ['28 l', '45 l', '65 l'],
      least: 45,
      most: 280,
      articles: ['packs-for-a-weekend', 'ultralight-packing-list'],
    },
    {
      name: 'Rain Jacket',
      kinds: ['3-layer', 'Packable', 'Long'],
      least: 60,
      most: 420,
      articles: ['rain-jackets-in-real-rain', 'waterproof-or-breathable'],
    },
    {
      name: 'Stove',
      kinds: ['Gas', 'Wood', 'All-fuel'],
      least: 22,
      most: 190,
      articles: ['camping-stoves', 'coffee-outdoors'],
    },
    {
      name: 'Head Torch',
      kinds: ['400 lm', '900 lm', 'Running'],
      least: 18,
      most: 120,
      articles: ['head-torches-review', 'night-walks'],
    },
  ],
};

const GARDEN: Topic = {
  domain: 'gartenblick.example',
  shops: ['Grünhold', 'Beet & Baum', 'Gartenwerk Nord', 'Haus Linde', 'Blattform'],
  brands: ['Erle', 'Harkwerk', 'Sonnwend', 'Moos & Stein', 'Häring'],
  wares: [
    {
      name: 'Rasenmäher',
      kinds: ['Akku 36 V', 'Hand', 'Roboter'],
      least: 110,
      most: 1300,
      articles: ['akku-rasenmaeher-test', 'maehroboter-vergleich', 'rasen-im-fruehling'],
    },
    {
      name: 'Gartenschere',
      kinds: ['Bypass', 'Amboss', 'Teleskop'],
      least: 14,
      most: 90,
      articles: ['gartenscheren-test', 'obstbaeume-schneiden'],
    },
    {
      name: 'Hochbeet',
      kinds: ['Lärche', 'Metall', 'Balkon'],
      least: 60,
      most: 340,
      articles: ['hochbeet-anlegen', 'hochbeet-bausaetze', 'gemuese-auf-dem-balkon'],
    },
    {
      name: 'Gasgrill',
      kinds: ['2 Brenner', '4 Brenner', 'Tisch'],
      least: 130,
      most: 1100,
      articles: ['gasgrill-test', 'gasgrill-oder-kohle'],
    },
    {
      name: 'Regentonne',
      kinds: ['300 l', '500 l'],
      least: 40,
      most: 220,
      articles: ['regentonnen-vergleich', 'giessen-im-urlaub'],
    },
    {
      name: 'Gartenliege',
      kinds: ['Akazie', 'Alu', 'Klappbar'],
      least: 50,
      most: 390,
      articles: ['gartenliegen-test', 'kleine-terrasse-einrichten'],
    },
  ],
};

/** Each country network's topic, by place: the first network's site writes about kitchens. */
const TOPICS = [KITCHEN, TRAIL, GARDEN] as const;

/** The topic of the n-th country network of a tidy world. */
export function topicOf(place: number): Topic {
  return TOPICS[place % TOPICS.length] ?? KITCHEN;
}
