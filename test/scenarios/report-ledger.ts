/** A ledger with everything that reports can trip over: two currencies, every status, reversals, awkward names. */
import type { Clock } from '../../src/core/index.ts';
import { AS_REPORTED } from '../../src/ledger/index.ts';
import { networks } from '../../src/networks/index.ts';
import type { Names, ReportSources } from '../../src/reports/index.ts';
import { type Publisher, reportOf, type WorldLine } from './publisher.ts';

/** Texts that break what glues SQL, patterns, lists or files together. */
export const AWKWARD = [
  `o'brien`,
  `'; drop table entries; --`,
  '100%',
  'a_b',
  'a|b',
  String.raw`back\slash`,
  'ünï 🛒 ÄÖ',
  '=1+2',
  '-5',
  'a,b',
  '{search:String}',
  '$1',
] as const;

const PRODUCTS = ['Mug', 'mug XL', ...AWKWARD];
/** The last day of the generated lines; reports are read on this day. */
export const TODAY = '2026-03-31';

/** A clock that begins on the day after and ticks a second each time it is asked: postings are apart. */
export function tickingClock(): Clock {
  let ms = Date.UTC(2026, 3, 1, 10);
  return () => {
    ms += 1000;
    return new Date(ms);
  };
}

function pick<T>(values: readonly T[], n: number): T {
  return values[n % values.length] as T; // the place is inside the list
}

/** One line of the world; every 9th takes the one before it back, whole or in part. */
function worldLine(n: number): WorldLine {
  const isReversal = n % 9 === 8;
  const of = isReversal ? n - 1 : n;
  const day = (of * 7) % 150;
  const on = new Date(Date.UTC(2025, 10, 2 + day));
  const date = `${on.getUTCMonth() + 1}/${on.getUTCDate()}/${on.getUTCFullYear() % 100}`;
  const later = new Date(Date.UTC(2025, 10, 2 + day + 1 + (of % 20)));
  const processedOn = `${later.getUTCMonth() + 1}/${later.getUTCDate()}/${later.getUTCFullYear() % 100}`;
  const cents = 100 + ((of * 7919) % 20_000);
  const shown = isReversal && n % 2 === 0 ? Math.floor(cents / 2) : cents;
  const sign = isReversal ? '-' : '';
  return {
    id: `T${n}`,
    order: pick([`${1000 + (of >> 1)}`, `${1000 + (of >> 1)}`, pick(AWKWARD, of)], of),
    sku: `S${of % 13}`,
    sales: `${sign}${(shown / 100).toFixed(2)}`,
    commission:
      of % 17 === 0 ? '0' : `${sign}${Math.floor(shown / 20)}.${String((shown * 37) % 10_000).padStart(4, '0')}`,
    mid: String(3000 + (of % 11)),
    on: date,
    at: `${String(of % 24).padStart(2, '0')}:08:07`,
    processedOn,
    subId: of % 5 === 0 ? '' : pick([...AWKWARD, 'post-1', 'post-2'], of),
    product: pick(PRODUCTS, of),
    brand: of % 4 === 0 ? '' : pick(['Acme', 'acme', ...AWKWARD], of),
    status: of % 3 === 0 ? 'locked' : 'unlocked',
    reason: 'Return Exceeded',
  };
}

/** The lines of a world of this size. */
export function worldOf(size: number): WorldLine[] {
  return Array.from({ length: size }, (_, n) => worldLine(n));
}

/** Posts three runs: all lines in two countries, lost ones, then fewer and changed ones. */
export async function fillLedger(publisher: Publisher, size: number): Promise<void> {
  const lines = worldOf(size);
  const lost = lines.slice(0, 9).map((line, n) => ({ ...line, order: `lost-${n}`, commission: '0' }));
  await publisher.drops([reportOf('better', lines), reportOf('lost', lost)]);
  await publisher.drops(
    [
      reportOf(
        'signature',
        lines.filter((_, n) => n % 2 === 0),
      ),
    ],
    { country: 'UK' },
  );
  const left = lines.filter((_, n) => n % 23 !== 5);
  const changed = left.map((line, n) => {
    if (n % 31 === 7) return { ...line, commission: '1.2345' };
    return n % 31 === 11 ? { ...line, status: 'locked' } : line;
  });
  await publisher.drops([reportOf('better', changed)], { complete: true });
}

/** The names of the networks as the API tells them. */
export const NAMES: Names = {
  networks: networks.map(({ id, label, timeZone, countries }) => ({ id, label, timeZone, countries })),
  connections: [{ id: 'c1', name: 'My shop', scope: 'rakuten:files:1' }],
};

/** What reports of a publisher are made from. */
export function sourcesOf(publisher: Publisher): ReportSources {
  const { facts, attributor } = publisher;
  return {
    ...{ facts, names: NAMES, today: TODAY },
    attribution: {
      ensure: () => attributor.ensure(AS_REPORTED),
      ensureWithin: () => Promise.resolve(true), // a test asks when it wants it
      credited: (basis, model, of) => attributor.credited(basis, model, of),
    },
  };
}
