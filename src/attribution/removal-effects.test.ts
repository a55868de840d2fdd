/** Removal effects from one solution are those of the definition: solved once more without each channel. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CountedPath, reached } from '../../test/scenarios/markov-chain.ts';
import { PATHS as paths } from './fixtures/path-data.ts';
import { type RemovalEffects, removalEffects, WalkCounts } from './removal-effects.ts';

interface Named extends RemovalEffects {
  readonly channels: readonly string[];
  readonly of: (channel: string) => number;
}

async function effectsOf(all: readonly CountedPath[], mostWork?: number): Promise<Named> {
  const steps = new Map<string, { from: number; to: number; won: number; lost: number }>();
  const numbers = new Map<string, number>();
  const add = (from: number, to: number, { converted, lost }: CountedPath): void => {
    const step = steps.get(`${from} ${to}`) ?? { from, to, won: 0, lost: 0 };
    steps.set(`${from} ${to}`, { from, to, won: step.won + converted, lost: step.lost + lost });
  };
  for (const path of all) {
    let from = 0;
    for (const channel of path.channels) {
      const to = numbers.get(channel) ?? numbers.size + 1;
      numbers.set(channel, to);
      add(from, to, path);
      from = to;
    }
    add(from, 0, path);
  }
  const counts = new WalkCounts(numbers.size);
  for (const { from, to, won, lost } of steps.values()) counts.add(from, to, won, lost);
  const found = await removalEffects(counts, mostWork);
  return { ...found, channels: [...numbers.keys()], of: (channel) => found.effects[numbers.get(channel) ?? 0] ?? 0 };
}

const anyPaths = fc.array(
  fc.record({
    channels: fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'), { minLength: 1, maxLength: 9 }),
    converted: fc.nat(20),
    lost: fc.nat(40),
  }),
  { minLength: 1, maxLength: 12 },
);

const isTouched = (all: readonly CountedPath[], channel: string): boolean =>
  all.some(({ channels, converted }) => converted > 0 && channels.includes(channel));

test('whatever the paths, the effects are those of the definition', async () => {
  await fc.assert(
    fc.asyncProperty(anyPaths, async (all) => {
      const found = await effectsOf(all);
      const whole = reached(all, null);
      for (const channel of found.channels) {
        const effect = isTouched(all, channel) ? 1 - reached(all, channel) / whole : 0;
        expect(found.of(channel)).toBeCloseTo(effect, 8);
      }
    }),
    { numRuns: 300 },
  );
});

test('with too little time for all ways back, no effect is further off than is said', async () => {
  await fc.assert(
    fc.asyncProperty(anyPaths, fc.nat(200), async (all, mostWork) => {
      const [exact, rough] = [await effectsOf(all), await effectsOf(all, mostWork)];
      for (const channel of exact.channels) {
        expect(Math.abs(rough.of(channel) - exact.of(channel))).toBeLessThanOrEqual(
          (rough.error + 1e-8) * Math.max(rough.of(channel), exact.of(channel)),
        );
      }
    }),
    { numRuns: 200 },
  );
});

test('two hundred pages, with too little time for all ways back: no effect is a thousandth off', async () => {
  const next = walker();
  const page = (most: number): string => `page ${Math.floor(most ** next())}`; // few are read often
  const all = Array.from({ length: 3000 }, (_, n): CountedPath => {
    const channels = Array.from({ length: 1 + (n % 5) }, () => page(200));
    return { channels, converted: n % 7 === 0 ? 1 : 0, lost: n % 7 === 0 ? 0 : 1 };
  });
  const [exact, rough] = [await effectsOf(all), await effectsOf(all, 400_000)];
  expect(exact.error).toBeLessThan(1e-9);
  expect(rough.error).toBeGreaterThan(1e-6);
  for (const channel of exact.channels) {
    expect(Math.abs(rough.of(channel) - exact.of(channel))).toBeLessThanOrEqual(0.001 * exact.of(channel));
  }
  const whole = reached(all, null);
  for (const channel of ['page 1', 'page 2', 'page 100'])
    expect(exact.of(channel)).toBeCloseTo(1 - reached(all, channel) / whole, 8);
});

test('by hand on a small chain', async () => {
  // start → a (all); a → b in 2 of 3, a → commission in 1 of 3; b → commission in 1 of 2
  const effects = await effectsOf([
    { channels: ['a'], converted: 1, lost: 0 },
    { channels: ['a', 'b'], converted: 1, lost: 1 },
  ]);
  expect(effects.of('a')).toBeCloseTo(1, 9);
  expect(effects.of('b')).toBeCloseTo(0.5, 9); // 2/3 with it, 1/3 without
  expect((await effectsOf([{ channels: ['a'], converted: 0, lost: 5 }])).of('a')).toBe(0);
});

test('ten thousand paths: by the definition, and as counted by a hundred thousand random walks', async () => {
  const effects = await effectsOf(paths);
  expect(effects.channels).toHaveLength(12);
  expect(effects.error).toBeLessThan(1e-9);
  const whole = reached(paths, null);
  expect(whole).toBeCloseTo(19_785 / (19_785 + 68_602), 9); // a chain ends as its paths did
  for (const channel of effects.channels) {
    expect(effects.of(channel)).toBeCloseTo(1 - reached(paths, channel) / whole, 8);
  }
  const next = walker();
  const counted = (removed: string | null): number => {
    let won = 0;
    for (let n = 0; n < 100_000; n += 1) if (walkEnds(next, removed)) won += 1;
    return won / 100_000;
  };
  expect(counted(null)).toBeCloseTo(whole, 2);
  for (const channel of ['alpha', 'beta']) {
    expect(1 - counted(channel) / whole).toBeCloseTo(effects.of(channel), 1);
  }
});

/** Where walks go from each channel ('' = the start), one entry a step that was seen; true/false = how they ended. */
const goes = new Map<string, { readonly to: string | boolean; readonly weight: number }[]>();
for (const { channels, converted, lost } of paths) {
  const add = (from: string, to: string | boolean, weight: number): void => {
    const known = goes.get(from);
    if (known === undefined) goes.set(from, [{ to, weight }]);
    else known.push({ to, weight });
  };
  for (const [place, channel] of channels.entries()) add(channels[place - 1] ?? '', channel, converted + lost);
  add(channels.at(-1) ?? '', true, converted);
  add(channels.at(-1) ?? '', false, lost);
}

/** A repeatable chance, 0–1. */
function walker(): () => number {
  let state = 42;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const sums = new Map([...goes].map(([from, all]) => [from, all.reduce((sum, { weight }) => sum + weight, 0)]));
const merged = new Map(
  [...goes].map(([from, all]) => {
    const weights = new Map<string | boolean, number>();
    for (const { to, weight } of all) weights.set(to, (weights.get(to) ?? 0) + weight);
    return [from, [...weights]] as const;
  }),
);

function walkEnds(next: () => number, removed: string | null): boolean {
  let at = '';
  for (;;) {
    let left = next() * (sums.get(at) ?? 0);
    let to: string | boolean = false;
    for (const [target, weight] of merged.get(at) ?? []) {
      to = target;
      left -= weight;
      if (left < 0) break;
    }
    if (typeof to === 'boolean') return to;
    if (to === removed) return false;
    at = to;
  }
}
