/** P18: whatever happens to a segment, every whole record is read back, and the damage is told. */
import { expect, test } from 'vitest';
import { crc32c } from './crc32c.ts';
import { frameOf, readFrames, SEGMENT_MAGIC } from './log-frames.ts';

const RECORDS = ['{"a":1}', '{"record":"event","title":"über"}', '{}', `{"long":"${'x'.repeat(300)}"}`, '{"z":0}'];
const PARTS = RECORDS.map((text) => frameOf(Buffer.from(text, 'utf8')));
const SEGMENT = Buffer.concat([SEGMENT_MAGIC, ...PARTS]);
/** Where each record's frame ends. */
const ENDS = PARTS.map((_, index) => PARTS.slice(0, index + 1).reduce((sum, part) => sum + part.length, 8));

const textsOf = (bytes: Buffer): string[] => readFrames(bytes, 0).frames.map(({ record }) => record.toString('utf8'));

test('the checksum is CRC-32C: the check value of its catalogue', () => {
  expect(crc32c(Buffer.from('123456789')).toString(16)).toBe('e3069283');
  expect(crc32c(Buffer.from('6789'), crc32c(Buffer.from('12345'))).toString(16)).toBe('e3069283');
});

test('a whole segment gives its records and no damage', () => {
  expect(textsOf(SEGMENT)).toEqual(RECORDS);
  expect(readFrames(SEGMENT, 0).damages).toEqual([]);
  const rest = readFrames(SEGMENT.subarray(ENDS[1]), ENDS[1] ?? 0);
  expect(rest.frames.map(({ at, end }) => [at, end])).toEqual([2, 3, 4].map((n) => [ENDS[n - 1], ENDS[n]]));
});

for (const [what, damaged] of [
  ['flipped', (byte: number) => byte ^ 0xff],
  ['one bit off', (byte: number) => byte ^ 0x04],
  ['zeroed', () => 0],
  ['an opening brace', () => 0x7b],
] as const) {
  test(`every byte of a segment ${what}: the other records are all there, the damage is reported`, () => {
    for (let at = 0; at < SEGMENT.length; at += 1) {
      const bytes = Buffer.from(SEGMENT);
      bytes[at] = damaged(bytes[at] ?? 0);
      if (bytes.equals(SEGMENT)) continue;
      const hit = ENDS.findIndex((end) => at < end);
      const left = at < SEGMENT_MAGIC.length ? RECORDS : RECORDS.filter((_, index) => index !== hit);
      expect(textsOf(bytes), `byte ${at}`).toEqual(left);
      const { damages } = readFrames(bytes, 0);
      expect(
        damages.some(({ from, to }) => from <= at && at < to),
        `byte ${at}`,
      ).toBe(true);
    }
  });
}

test('a segment cut off at every byte gives what was whole before, and tells of the rest', () => {
  for (let size = 0; size < SEGMENT.length; size += 1) {
    const { frames, damages } = readFrames(SEGMENT.subarray(0, size), 0);
    expect(frames.length, `cut at ${size}`).toBe(ENDS.filter((end) => end <= size).length);
    const isBetween = size === SEGMENT_MAGIC.length || ENDS.includes(size) || size === 0;
    expect(damages.length, `cut at ${size}`).toBe(isBetween ? 0 : 1);
  }
});

test('a block of zeros or noise in the middle costs the records that it covers', () => {
  for (const fill of [0, 0x7b, 0xff]) {
    const bytes = Buffer.from(SEGMENT);
    bytes.fill(fill, (ENDS[0] ?? 0) + 3, (ENDS[2] ?? 0) - 1);
    expect(textsOf(bytes)).toEqual([RECORDS[0], RECORDS[3], RECORDS[4]]);
  }
});
