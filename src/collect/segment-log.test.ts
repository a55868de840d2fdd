/** P17: after an error of the disk the file is left for a new one, and what was acknowledged is whole. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type LogDisk, machineDisk } from './log-disk.ts';
import { frameOf, readFrames } from './log-frames.ts';
import { SegmentLog } from './segment-log.ts';
import { listSegments } from './segments.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tributary-log-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const frame = (n: number): Buffer => frameOf(Buffer.from(`{"n":${n}}`));
const read = (path: string): string[] =>
  readFrames(readFileSync(path), 0).frames.map(({ record }) => record.toString());

/** A disk that fails when it is told to, and says what was asked of it. */
function faultyDisk(): { disk: LogDisk; fails: Set<keyof LogDisk>; asked: string[] } {
  const [fails, asked]: [Set<keyof LogDisk>, string[]] = [new Set(), []];
  const guarded =
    <Arguments extends unknown[], Result>(name: keyof LogDisk, call: (...given: Arguments) => Result) =>
    (...given: Arguments): Result => {
      asked.push(`${name} ${typeof given[0] === 'number' ? given[0] : ''}`);
      // what a full disk does: some bytes are written, then it says no
      if (name === 'append' && fails.has(name)) machineDisk.append(given[0] as number, Buffer.from('half a rec'));
      if (fails.has(name)) throw new Error(`EIO: i/o error, ${name}`);
      return call(...given);
    };
  const disk: LogDisk = {
    create: guarded('create', machineDisk.create),
    append: guarded('append', machineDisk.append),
    sync: guarded('sync', machineDisk.sync),
    cut: guarded('cut', machineDisk.cut),
    close: guarded('close', machineDisk.close),
  };
  return { disk, fails, asked };
}

for (const step of ['append', 'sync'] as const) {
  test(`an error of ${step} ends the segment; what was acknowledged is whole, the next goes elsewhere`, () => {
    const { disk, fails, asked } = faultyDisk();
    const log = new SegmentLog(folder, disk, 7);
    expect(log.append(frame(1), 0).segment).toBe(7);
    fails.add(step);
    expect(() => log.append(frame(2), 0)).toThrow('EIO');
    const before = asked.length;
    fails.delete(step);
    expect(log.append(frame(3), 0).segment).toBe(8);
    const [old, next] = listSegments(folder);
    expect(read(old?.path ?? '')).toEqual(['{"n":1}']);
    expect(read(next?.path ?? '')).toEqual(['{"n":3}']);
    const file = asked[0]?.split(' ')[1];
    expect(asked.slice(before).filter((call) => call.startsWith('sync') && call.endsWith(` ${file}`))).toEqual([]);
  });
}

test('where not even a new file can be made, nothing is left behind and a number is never used twice', () => {
  const { disk, fails } = faultyDisk();
  const log = new SegmentLog(folder, disk, 1);
  fails.add('create');
  for (let n = 0; n < 3; n += 1) expect(() => log.append(frame(n), 0)).toThrow('EIO');
  expect(listSegments(folder)).toEqual([]);
  fails.clear();
  expect(log.append(frame(9), 0).segment).toBe(4);
});

test('segments take turns by size and by age', () => {
  const log = new SegmentLog(folder, machineDisk, 1, 40);
  const ends = [0, 0, 0, 3_599_999, 3_600_001].map((ms, n) => log.append(frame(n), ms).segment);
  expect(ends).toEqual([1, 1, 1, 2, 2]);
  expect(log.append(frame(9), 9_000_000).segment).toBe(3);
  log.close();
});
