/** Where simulated readers live, as a database of addresses says it. */
import { type GeoEntry, geoDatabase } from './geo-database.ts';
import { ADDRESSES_A_COUNTRY, addressOf, COUNTRIES } from './reader.ts';

/** Towns with their regions, the largest first; some share a name. */
const TOWNS: Readonly<Record<string, readonly (readonly [town: string, region: string])[]>> = {
  US: [
    ...([
      ['New York', 'New York'],
      ['Los Angeles', 'California'],
      ['Chicago', 'Illinois'],
      ['Houston', 'Texas'],
    ] as const),
    ...([
      ['Phoenix', 'Arizona'],
      ['Portland', 'Oregon'],
      ['Springfield', 'Illinois'],
      ['Columbus', 'Ohio'],
    ] as const),
    ...([
      ['Springfield', 'Missouri'],
      ['Portland', 'Maine'],
      ['Boise', 'Idaho'],
      ['Columbus', 'Georgia'],
    ] as const),
  ],
  GB: [
    ...([
      ['London', 'England'],
      ['Manchester', 'England'],
      ['Glasgow', 'Scotland'],
      ['Leeds', 'England'],
    ] as const),
    ...([
      ['Cardiff', 'Wales'],
      ['Belfast', 'Northern Ireland'],
      ['Newport', 'Wales'],
      ['Newport', 'England'],
    ] as const),
  ],
  CA: [
    ...([
      ['Toronto', 'Ontario'],
      ['Montreal', 'Quebec'],
      ['Vancouver', 'British Columbia'],
    ] as const),
    ...([
      ['London', 'Ontario'],
      ['Halifax', 'Nova Scotia'],
    ] as const),
  ],
  FR: [
    ...([
      ['Paris', 'Île-de-France'],
      ['Lyon', 'Auvergne-Rhône-Alpes'],
      ['Marseille', "Provence-Alpes-Côte d'Azur"],
    ] as const),
    ...([
      ['Saint-Denis', 'Île-de-France'],
      ['Nantes', 'Pays de la Loire'],
    ] as const),
  ],
  BR: [
    ...([
      ['São Paulo', 'São Paulo'],
      ['Rio de Janeiro', 'Rio de Janeiro'],
      ['Salvador', 'Bahia'],
    ] as const),
    ...([
      ['Bom Jesus', 'Piauí'],
      ['Bom Jesus', 'Santa Catarina'],
    ] as const),
  ],
  DE: [
    ...([
      ['Berlin', 'Berlin'],
      ['Hamburg', 'Hamburg'],
      ['München', 'Bavaria'],
      ['Köln', 'North Rhine-Westphalia'],
    ] as const),
    ...([
      ['Frankfurt am Main', 'Hesse'],
      ['Leipzig', 'Saxony'],
      ['Neustadt', 'Saxony'],
      ['Neustadt', 'Thuringia'],
    ] as const),
  ],
  AU: [
    ...([
      ['Sydney', 'New South Wales'],
      ['Melbourne', 'Victoria'],
      ['Brisbane', 'Queensland'],
    ] as const),
    ...([
      ['Richmond', 'Victoria'],
      ['Richmond', 'Tasmania'],
    ] as const),
  ],
};

/** Neighbours have neighbouring addresses: so many of them are of one town. */
const ADDRESSES_A_PLACE = 16;
/** Of so many places a database knows the country alone. */
const UNKNOWN_TOWN = 0.08;

/** The bytes of a database with the town of every reader whose town is known. */
export function readersPlaces(): Buffer {
  const entries = COUNTRIES.flatMap((country, place) => entriesOf(country, place * ADDRESSES_A_COUNTRY));
  return geoDatabase(entries, { ipVersion: 4, type: 'Simulated-City' });
}

function entriesOf(country: string, first: number): GeoEntry[] {
  const alone = { country: { iso_code: country } };
  const towns = (TOWNS[country] ?? []).map(([town, region]) => ({
    ...alone,
    city: { names: { en: town } },
    subdivisions: [{ names: { en: region } }],
  }));
  return Array.from({ length: ADDRESSES_A_COUNTRY / ADDRESSES_A_PLACE }, (_, n) => {
    const at = first + n * ADDRESSES_A_PLACE;
    const chance = chanceOf(at);
    const known = (chance - UNKNOWN_TOWN) / (1 - UNKNOWN_TOWN);
    // the square makes the first towns the largest
    const record = known < 0 ? alone : (towns[Math.floor(known ** 2 * towns.length)] ?? alone);
    return [`${addressOf(at)}/28`, record];
  });
}

/** From 0 to below 1, always the same for the same number. */
function chanceOf(n: number): number {
  return (Math.imul(n + 1, 0x9e3779b1) >>> 0) / 2 ** 32;
}
