import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Pacer } from './pacer.ts';
import { VirtualTime } from './testing/virtual-time.ts';

const START = '2026-11-25T00:00:00Z';

/** The most departures in any half-open minute. */
function mostInAMinute(departuresMs: readonly number[]): number {
  return Math.max(
    0,
    ...departuresMs.map((first) => departuresMs.filter((ms) => ms >= first && ms < first + 60_000).length),
  );
}

test('the first requests leave at once and the next one when the first is a minute old', async () => {
  const time = new VirtualTime(START);
  const pacer = new Pacer(time);
  const departures: number[] = [];
  const all = Array.from({ length: 11 }, async () => {
    await pacer.take('account', 5);
    departures.push(time.clock().getTime() - Date.parse(START));
  });
  await time.run(Promise.all(all));
  expect(departures.slice(0, 5)).toEqual([0, 0, 0, 0, 0]);
  expect(departures.slice(5, 10)).toEqual([61_000, 61_000, 61_000, 61_000, 61_000]);
  expect(departures[10]).toBe(122_000);
});

test('no minute ever sees more than the pace, whenever requests come, give up or are held off', async () => {
  const arrivals = fc.array(
    fc.record({ atMs: fc.nat(400_000), givesUpAfterMs: fc.option(fc.nat(90_000)), holdMs: fc.option(fc.nat(30_000)) }),
    { minLength: 1, maxLength: 40 },
  );
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 7 }), arrivals, async (pace, requests) => {
      const time = new VirtualTime(START);
      const pacer = new Pacer(time);
      const departures: number[] = [];
      const one = async ({ atMs, givesUpAfterMs, holdMs }: (typeof requests)[number]): Promise<void> => {
        await time.sleep(atMs);
        if (holdMs !== null) pacer.holdOff('account', holdMs);
        const controller = new AbortController();
        if (givesUpAfterMs !== null) void time.sleep(givesUpAfterMs).then(() => controller.abort('gave up'));
        try {
          await pacer.take('account', pace, controller.signal);
          departures.push(time.clock().getTime());
        } catch (error) {
          expect(error).toBe('gave up');
        }
      };
      await time.run(Promise.all(requests.map(one)));
      expect(mostInAMinute(departures)).toBeLessThanOrEqual(pace);
      const patient = requests.filter(({ givesUpAfterMs }) => givesUpAfterMs === null).length;
      expect(departures.length).toBeGreaterThanOrEqual(patient);
    }),
    { numRuns: 60 },
  );
});

test('requests leave in the order in which they came, accounts do not wait for each other', async () => {
  const time = new VirtualTime(START);
  const pacer = new Pacer(time);
  const order: string[] = [];
  const take = async (account: string, name: string): Promise<void> => {
    await pacer.take(account, 1);
    order.push(`${name} ${(time.clock().getTime() - Date.parse(START)) / 1_000}`);
  };
  await time.run(Promise.all([take('a', 'a1'), take('a', 'a2'), take('a', 'a3'), take('b', 'b1')]));
  expect(order).toEqual(['a1 0', 'b1 0', 'a2 61', 'a3 122']);
});

test('who aborts is out at once, uses no place, and lets nobody overtake', async () => {
  const time = new VirtualTime(START);
  const pacer = new Pacer(time);
  await pacer.take('a', 1);
  const sleeping = new AbortController();
  const queued = new AbortController();
  const first = pacer.take('a', 1, sleeping.signal);
  const second = pacer.take('a', 1, queued.signal);
  let thirdAt = 0;
  const third = pacer.take('a', 1).then(() => {
    thirdAt = time.clock().getTime() - Date.parse(START);
  });
  const reason = new Error('stop');
  queued.abort(reason);
  await expect(second).rejects.toBe(reason);
  sleeping.abort(reason);
  await expect(first).rejects.toBe(reason);
  await time.run(third);
  expect(thirdAt).toBe(61_000);
  await expect(pacer.take('a', 1, AbortSignal.abort(reason))).rejects.toBe(reason);
});

test('nobody overtakes through the place of one who gave up, however fast his own pace is', async () => {
  const time = new VirtualTime(START);
  const pacer = new Pacer(time);
  await pacer.take('a', 1);
  const order: string[] = [];
  const slow = pacer.take('a', 1).then(() => order.push('slow'));
  const impatient = new AbortController();
  const gone = pacer.take('a', 1, impatient.signal);
  const fast = pacer.take('a', 100).then(() => order.push('fast'));
  impatient.abort('gone');
  await expect(gone).rejects.toBe('gone');
  await time.run(Promise.all([slow, fast]));
  expect(order).toEqual(['slow', 'fast']);
});

test('a hold keeps the whole account back and no longer than it says', async () => {
  const time = new VirtualTime(START);
  const pacer = new Pacer(time);
  pacer.holdOff('a', 30_000);
  pacer.holdOff('a', 10_000);
  await time.run(pacer.take('a', 5));
  expect(time.clock().getTime() - Date.parse(START)).toBe(30_000);
});

test('a clock that is set back by a day makes nobody wait for a day', async () => {
  const time = new VirtualTime(START);
  const pacer = new Pacer(time);
  await pacer.take('a', 1);
  pacer.holdOff('a', 5_000);
  const setBack = Date.parse(START) - 86_400_000;
  time.setNow(setBack);
  await time.run(pacer.take('a', 1));
  expect(time.clock().getTime() - setBack).toBe(61_000);
});

test('a pace below one is refused, an endless one never waits', async () => {
  const time = new VirtualTime(START);
  const pacer = new Pacer(time);
  await expect(pacer.take('a', 0)).rejects.toThrow(RangeError);
  await expect(pacer.take('a', Number.NaN)).rejects.toThrow(RangeError);
  for (let count = 0; count < 1_000; count += 1) await pacer.take('b', Number.POSITIVE_INFINITY);
  expect(time.sleptMs).toEqual([]);
});
