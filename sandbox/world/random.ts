/** A small seeded generator of pseudo-random numbers (sfc32). Same labels, same numbers, on every machine. */

/** A stream of pseudo-random values; not for secrets. */
export interface Random {
  /** A fraction in [0, 1). */
  fraction(): number;
  /** A whole number from `least` to `most`, both included. */
  integer(least: number, most: number): number;
  /** True with the given probability (0–1). */
  chance(probability: number): boolean;
  /** One element; throws RangeError for an empty list. */
  pick<T>(list: readonly T[]): T;
  /** One index of `cumulative` (rising sums of weights), by weight. */
  pickIndex(cumulative: readonly number[]): number;
  /** `length` characters of 0-9A-F. */
  hex(length: number): string;
  /** `length` characters of 0-9A-Za-z. */
  base62(length: number): string;
}

const HEX = '0123456789ABCDEF';
const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Four 32-bit words out of any text (the cyrb128 mix). */
function wordsOf(text: string): [number, number, number, number] {
  let a = 1_779_033_703;
  let b = 3_144_134_277;
  let c = 1_013_904_242;
  let d = 2_773_480_762;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    a = b ^ Math.imul(a ^ code, 597_399_067);
    b = c ^ Math.imul(b ^ code, 2_869_860_233);
    c = d ^ Math.imul(c ^ code, 951_274_213);
    d = a ^ Math.imul(d ^ code, 2_716_044_179);
  }
  a = Math.imul(c ^ (a >>> 18), 597_399_067);
  b = Math.imul(d ^ (b >>> 22), 2_869_860_233);
  c = Math.imul(a ^ (c >>> 17), 951_274_213);
  d = Math.imul(b ^ (d >>> 19), 2_716_044_179);
  const mixed = a ^ b ^ c ^ d;
  return [mixed | 0, (b ^ mixed) | 0, (c ^ mixed) | 0, (d ^ mixed) | 0];
}

/** A stream that depends on nothing but its labels. */
export function createRandom(...labels: readonly (string | number)[]): Random {
  let [a, b, c, d] = wordsOf(labels.join('\u0000'));
  const word = (): number => {
    const sum = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  };
  for (let round = 0; round < 12; round += 1) word();
  const fraction = (): number => word() / 4_294_967_296;
  const integer = (least: number, most: number): number => least + Math.floor(fraction() * (most - least + 1));
  const characters = (alphabet: string, length: number): string => {
    let text = '';
    for (let index = 0; index < length; index += 1) text += alphabet[Math.floor(fraction() * alphabet.length)];
    return text;
  };
  return {
    fraction,
    integer,
    chance: (probability) => fraction() < probability,
    pick: (list) => {
      const index = integer(0, list.length - 1);
      if (!(index in list)) throw new RangeError('nothing to pick from: the list is empty');
      return list[index] as (typeof list)[number]; // the index was checked just above
    },
    pickIndex: (cumulative) => pickIndex(cumulative, fraction()),
    hex: (length) => characters(HEX, length),
    base62: (length) => characters(BASE62, length),
  };
}

function pickIndex(cumulative: readonly number[], fraction: number): number {
  const target = fraction * (cumulative.at(-1) ?? 0);
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cumulative[middle] ?? 0) > target) high = middle;
    else low = middle + 1;
  }
  return low;
}
