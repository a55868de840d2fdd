/**
 * What stated confidences are worth: the non-decreasing curve closest to how often they were right (pool adjacent
 * violators), by the method of least squares with weights. Pure.
 */

/** What was stated (0–10 000), how much rests on it, and how much of that was right. */
export interface Stated {
  readonly stated: number;
  readonly amount: bigint;
  readonly right: bigint;
}

interface Pool {
  readonly from: number;
  amount: bigint;
  right: bigint;
}

/** So much of one's own word is kept: a level that hardly anything rests on says little. In parts of all amounts. */
const PRIOR_PARTS = 200n;
const WHOLE = 10_000n;

/** For every whole number from 0 to 10 000 that was stated or not, what it is worth (0–10 000), never falling. */
export function isotonicCurve(all: readonly Stated[]): number[] {
  const total = all.reduce((sum, { amount }) => sum + amount, 0n);
  const prior = total / PRIOR_PARTS;
  const pools: Pool[] = [];
  for (const { stated, amount, right } of [...all].sort((a, b) => a.stated - b.stated)) {
    if (amount <= 0n) continue;
    pools.push({ from: stated, amount: amount * WHOLE, right: right * WHOLE });
    for (;;) {
      const [before, last] = [pools.at(-2), pools.at(-1)];
      if (before === undefined || last === undefined) break;
      if (before.right * last.amount <= last.right * before.amount) break;
      pools.pop();
      before.amount += last.amount;
      before.right += last.right;
    }
  }
  const curve: number[] = [];
  let at = 0;
  let floor = 0;
  for (let stated = 0; stated <= Number(WHOLE); stated += 1) {
    while (at + 1 < pools.length && (pools[at + 1]?.from ?? 0) <= stated) at += 1;
    const pool = pools[at];
    const worth =
      pool === undefined || total === 0n
        ? stated
        : Number((pool.right + prior * BigInt(stated)) / ((pool.amount + prior * WHOLE) / WHOLE));
    floor = Math.max(floor, Math.min(Number(WHOLE), worth));
    curve.push(floor);
  }
  return curve;
}
