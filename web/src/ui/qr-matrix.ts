/** QR codes of texts up to 213 bytes (versions 1 to 10, level L, bytes), after ISO/IEC 18004. Pure. */

/** Blocks of each version at level L: [error words a block, data words of each block]. */
const BLOCKS: readonly (readonly [ecc: number, data: readonly number[]])[] = [
  [7, [19]],
  [10, [34]],
  [15, [55]],
  [20, [80]],
  [26, [108]],
  [18, [68, 68]],
  [20, [78, 78]],
  [24, [97, 97]],
  [30, [116, 116]],
  [18, [68, 68, 69, 69]],
];
/** Middles of the alignment patterns by version. */
const ALIGNED: readonly (readonly number[])[] = [
  [],
  [6, 18],
  [6, 22],
  [6, 26],
  [6, 30],
  [6, 34],
  [6, 22, 38],
  [6, 24, 42],
  [6, 26, 46],
  [6, 28, 50],
];

const EXP: number[] = [];
const LOG: number[] = [];
for (let power = 0, value = 1; power < 255; power += 1) {
  EXP[power] = value;
  LOG[value] = power;
  value = value < 128 ? value * 2 : (value * 2) ^ 0x11d;
}

function times(a: number, b: number): number {
  return a === 0 || b === 0 ? 0 : (EXP[((LOG[a] ?? 0) + (LOG[b] ?? 0)) % 255] ?? 0);
}

/** The Reed–Solomon words of a block. */
export function errorWords(data: readonly number[], count: number): readonly number[] {
  let generator = [1];
  for (let power = 0; power < count; power += 1) {
    const next = Array.from({ length: generator.length + 1 }, () => 0);
    generator.forEach((factor, place) => {
      next[place] = (next[place] ?? 0) ^ factor;
      next[place + 1] = (next[place + 1] ?? 0) ^ times(factor, EXP[power] ?? 0);
    });
    generator = next;
  }
  const rest = [...data, ...Array.from({ length: count }, () => 0)];
  for (let place = 0; place < data.length; place += 1) {
    const lead = rest[place] ?? 0;
    generator.forEach((factor, offset) => {
      rest[place + offset] = (rest[place + offset] ?? 0) ^ times(factor, lead);
    });
  }
  return rest.slice(data.length);
}

/** Data and error words of all blocks, woven as they are laid. */
function wordsOf(bytes: Uint8Array, version: number): readonly number[] {
  const [ecc, sizes] = BLOCKS[version - 1] ?? [0, []];
  const capacity = sizes.reduce((sum, size) => sum + size, 0);
  const bits: number[] = [];
  const push = (value: number, length: number): void => {
    for (let bit = length - 1; bit >= 0; bit -= 1) bits.push((value >> bit) & 1);
  };
  push(0b0100, 4); // bytes
  push(bytes.length, version < 10 ? 8 : 16);
  for (const byte of bytes) push(byte, 8);
  push(0, Math.min(4, capacity * 8 - bits.length));
  while (bits.length % 8 !== 0) bits.push(0);
  const words: number[] = [];
  for (let at = 0; at < bits.length; at += 8) words.push(Number.parseInt(bits.slice(at, at + 8).join(''), 2));
  for (let pad = 0xec; words.length < capacity; pad ^= 0xec ^ 0x11) words.push(pad);
  const startOf = (block: number): number => sizes.slice(0, block).reduce((sum, size) => sum + size, 0);
  const data = sizes.map((size, block) => words.slice(startOf(block), startOf(block) + size));
  const errors = data.map((block) => errorWords(block, ecc));
  const weave = (blocks: readonly (readonly number[])[]): number[] =>
    Array.from({ length: Math.max(...blocks.map((block) => block.length)) }, (_, place) => place).flatMap((place) =>
      blocks.flatMap((block) => block[place] ?? []),
    );
  return [...weave(data), ...weave(errors)];
}

type Grid = (boolean | null)[][];

function put(grid: Grid, row: number, column: number, value: boolean): void {
  const line = grid[row];
  if (line !== undefined && column >= 0 && column < line.length) line[column] = value;
}

function drawPatterns(grid: Grid, version: number): void {
  const size = grid.length;
  for (const [top, left] of [
    [0, 0],
    [0, size - 7],
    [size - 7, 0],
  ] as const) {
    for (let row = -1; row <= 7; row += 1) {
      for (let column = -1; column <= 7; column += 1) {
        const ring = Math.max(Math.abs(row - 3), Math.abs(column - 3));
        put(grid, top + row, left + column, ring !== 2 && ring !== 4);
      }
    }
  }
  const middles = ALIGNED[version - 1] ?? [];
  const last = middles.at(-1);
  for (const row of middles) {
    for (const column of middles) {
      if ((row === 6 && column === 6) || (row === 6 && column === last) || (row === last && column === 6)) continue;
      for (let y = -2; y <= 2; y += 1)
        for (let x = -2; x <= 2; x += 1) put(grid, row + y, column + x, Math.max(Math.abs(x), Math.abs(y)) !== 1);
    }
  }
  for (let at = 8; at < size - 8; at += 1) {
    put(grid, 6, at, at % 2 === 0);
    put(grid, at, 6, at % 2 === 0);
  }
}

/** Appends the check of a BCH code. */
function checked(value: number, generator: number, length: number): number {
  let rest = value << length;
  const top = Math.floor(Math.log2(generator));
  for (let bit = Math.floor(Math.log2(rest || 1)); bit >= top; bit -= 1)
    if ((rest >> bit) & 1) rest ^= generator << (bit - top);
  return (value << length) | rest;
}

/** Level L with mask 0: the format is 0b01000. */
function drawFormat(grid: Grid, version: number): void {
  const size = grid.length;
  const format = checked(0b01000, 0b10100110111, 10) ^ 0b101010000010010;
  for (let bit = 0; bit < 15; bit += 1) {
    const isDark = ((format >> bit) & 1) === 1;
    const row = bit < 6 ? bit : bit < 8 ? bit + 1 : size - 15 + bit;
    put(grid, row, 8, isDark);
    const column = bit < 8 ? size - 1 - bit : bit === 8 ? 7 : 14 - bit;
    put(grid, 8, column, isDark);
  }
  put(grid, size - 8, 8, true);
  if (version < 7) return;
  const info = checked(version, 0b1111100100101, 12);
  for (let bit = 0; bit < 18; bit += 1) {
    const isDark = ((info >> bit) & 1) === 1;
    const [long, short] = [size - 11 + (bit % 3), Math.floor(bit / 3)];
    put(grid, long, short, isDark);
    put(grid, short, long, isDark);
  }
}

/** Rows of dark (true) and light squares. Throws when the text is longer than 230 bytes or so. */
export function qrMatrix(text: string): readonly (readonly boolean[])[] {
  const bytes = new TextEncoder().encode(text);
  const fits = ([, sizes]: (typeof BLOCKS)[number], place: number): boolean =>
    sizes.reduce((sum, size) => sum + size, 0) >= bytes.length + (place < 9 ? 2 : 3);
  const version = BLOCKS.findIndex(fits) + 1;
  if (version === 0) throw new RangeError(`A text of ${bytes.length} bytes is too long for this QR code.`);
  const size = 17 + 4 * version;
  const grid: Grid = Array.from({ length: size }, () => Array.from({ length: size }, () => null));
  drawPatterns(grid, version);
  drawFormat(grid, version);
  const words = wordsOf(bytes, version);
  let at = 0;
  for (let right = size - 1, isUp = true; right > 0; right -= 2, isUp = !isUp) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step += 1) {
      const row = isUp ? size - 1 - step : step;
      for (const column of [right, right - 1]) {
        if (grid[row]?.[column] !== null) continue;
        const bit = ((words[at >> 3] ?? 0) >> (7 - (at & 7))) & 1;
        put(grid, row, column, (bit === 1) !== ((row + column) % 2 === 0));
        at += 1;
      }
    }
  }
  return grid.map((line) => line.map((cell) => cell === true));
}
