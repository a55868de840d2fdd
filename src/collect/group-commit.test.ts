/** P16, P17: whatever the disk does, everyone is answered once, and 'kept' is said of nothing that is not on disk. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { GroupCommit, type Patience } from './group-commit.ts';
import { readFrames, SEGMENT_MAGIC } from './log-frames.ts';
import type { LogEnd } from './segment-log.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** One call of the disk that is under way. */
interface Call {
  readonly records: readonly string[];
  readonly ends: (error?: Error) => void;
}

/** A commit over a disk that answers when it is told to. */
function held(patience: Patience = { hangMs: 500, mostMs: 10_000 }): {
  commit: GroupCommit;
  calls: Call[];
  faults: string[];
  drop: (site?: string) => { answers: boolean[] };
} {
  const calls: Call[] = [];
  const faults: string[] = [];
  const commit = new GroupCommit({
    append: (bytes) =>
      new Promise<LogEnd>((resolve, reject) => {
        const { frames } = readFrames(Buffer.concat([SEGMENT_MAGIC, bytes]), 0);
        const records = frames.map(({ record }) => record.toString());
        calls.push({
          records,
          ends: (error) => (error === undefined ? resolve({ segment: 1, size: bytes.length }) : reject(error)),
        });
      }),
    nowMs: () => Date.now(),
    onCommit: () => undefined,
    onFault: (error) => faults.push(String(error)),
    mostWaiting: 4,
    mostBytes: 1 << 20,
    patience,
  });
  const drop = (site = 's'): { answers: boolean[] } => {
    const answers: boolean[] = [];
    commit.drop({ workspace: 'main', site, reason: 'bot' }, (isKept) => answers.push(isKept));
    return { answers };
  };
  return { commit, calls, faults, drop };
}

const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

test('what comes while the disk is busy goes there together, after it', async () => {
  const { commit, calls, drop } = held();
  const first = drop();
  await pass(1);
  const later = [drop('a'), drop('b'), drop('a')];
  await pass(1);
  expect([calls.length, commit.waiting, commit.isFull]).toEqual([1, 4, true]);
  calls[0]?.ends();
  await pass(1);
  expect([first.answers, later.map(({ answers }) => answers)]).toEqual([[true], [[], [], []]]);
  expect(calls[1]?.records.map((text) => (JSON.parse(text) as { site: string; count: number }).count)).toEqual([2, 1]);
  calls[1]?.ends();
  await pass(1);
  expect(later.map(({ answers }) => answers)).toEqual([[true], [true], [true]]);
  expect([commit.waiting, commit.isFull]).toEqual([0, false]);
});

test('who waits for a commit that fails is told so; the queue is refused for a second, then taken again', async () => {
  const { commit, calls, faults, drop } = held();
  const atDisk = drop();
  await pass(1);
  const behind = drop();
  calls[0]?.ends(new Error('EIO'));
  await pass(1);
  expect([atDisk.answers, behind.answers, faults, commit.isFull]).toEqual([[false], [false], ['Error: EIO'], true]);
  await pass(1000);
  expect([commit.isFull, calls.length]).toEqual([false, 1]);
  const next = drop();
  await pass(1);
  calls[1]?.ends();
  await pass(1);
  expect(next.answers).toEqual([true]);
  // what was refused is not counted behind its sender's back
  expect(calls[1]?.records).toHaveLength(1);
  expect(calls[1]?.records[0]).toContain('"count":1');
});

test('a clock that is set back after a fault does not make the pause longer', async () => {
  const { commit, calls, drop } = held();
  drop();
  await pass(1);
  calls[0]?.ends(new Error('EIO'));
  await pass(1);
  expect(commit.isFull).toBe(true);
  vi.setSystemTime(Date.now() - 3_600_000);
  await pass(1000);
  expect(commit.isFull).toBe(false);
});

test('a disk that hangs is told of once; nobody is taken until it answers, and who waited is told the truth', async () => {
  const { commit, calls, faults, drop } = held();
  const atDisk = drop();
  await pass(1);
  const behind = drop();
  await pass(498);
  expect(commit.isFull).toBe(false);
  await pass(3);
  expect([commit.isFull, faults]).toEqual([true, ['Error: the disk has not answered for 500 ms']]);
  await pass(5000);
  expect([atDisk.answers, behind.answers, faults.length]).toEqual([[], [], 1]);
  calls[0]?.ends();
  await pass(1);
  expect([atDisk.answers, commit.isFull]).toEqual([[true], false]);
  calls[1]?.ends();
  await pass(1);
  expect(behind.answers).toEqual([true]);
});

test('nobody waits for more than ten seconds, and what was refused is not written later', async () => {
  const { commit, calls, drop } = held();
  const atDisk = drop();
  await pass(1);
  const behind = drop('later');
  await pass(10_000);
  expect([atDisk.answers, behind.answers, commit.waiting, commit.isFull]).toEqual([[false], [false], 0, true]);
  calls[0]?.ends();
  await pass(1);
  expect([atDisk.answers, behind.answers, commit.isFull, calls.length]).toEqual([[false], [false], false, 1]);
});

test('also a thread that stood still for so long refuses who waits, after it has read what the disk said', async () => {
  vi.useRealTimers();
  const { commit, drop } = held({ hangMs: 5, mostMs: 10 });
  const atDisk = drop();
  await sleep(1);
  for (const until = Date.now() + 30; Date.now() < until; );
  await sleep(20);
  expect([atDisk.answers, commit.waiting, commit.isFull]).toEqual([[false], 0, true]);
});

test('a stop waits for all that was taken', async () => {
  const { commit, calls, drop } = held();
  const atDisk = drop();
  await pass(1);
  const behind = drop();
  let isFlushed = false;
  const flushed = commit.flush().then(() => {
    isFlushed = true;
  });
  calls[0]?.ends();
  await pass(1);
  expect([atDisk.answers, isFlushed]).toEqual([[true], false]);
  calls[1]?.ends();
  await flushed;
  expect(behind.answers).toEqual([true]);
});
