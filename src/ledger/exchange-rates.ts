/** The table of exchange rates: what a source said a euro was worth on a day. Rates are facts: rows are only added. */
import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { instantText } from '../core/index.ts';
import type { FactsSession, FactsStore } from '../facts/index.ts';
import type { PublishedRate } from './ecb-rates.ts';

/** What a load did. */
export interface RateLoad {
  readonly read: number;
  readonly added: number;
  /** Rates that the source had said otherwise before. */
  readonly changed: number;
  readonly unchanged: number;
  readonly firstDay: string;
  readonly lastDay: string;
}

/** What is there. */
export interface RateCoverage {
  readonly source: string | null;
  readonly firstDay: string | null;
  readonly lastDay: string | null;
  readonly rates: number;
  readonly loadedAt: string | null;
  readonly currencies: readonly { readonly currency: string; readonly firstDay: string; readonly lastDay: string }[];
}

/** The rates that count: of each day and currency the newest load. */
export const CURRENT_RATES = `
select r.day as day, r.currency as currency, r.rate as rate, r.source as source, r.loaded_at as loaded_at
from exchange_rates r qualify row_number() over (partition by r.currency, r.day order by r.load_id desc) = 1`;

/** The texts of the table; both engines must treat them alike. */
export const RATE_QUESTIONS = {
  current: `select * from (${CURRENT_RATES}) c where c.day >= {from:Date32} and c.day <= {to:Date32}`,
  newestLoad: `select coalesce(max(load_id), 0) as load_id from exchange_rates`,
  coverage: `
select currency, day_text(min(day)) as first_day, day_text(max(day)) as last_day, count(distinct day) as days
from exchange_rates group by currency order by currency`,
  newest: `select source, loaded_at from exchange_rates order by load_id desc, day desc, currency limit 1`,
} as const;

/** The number of the newest load; 0 = there is none. It names the state of the table. */
export async function newestLoad(facts: FactsSession): Promise<string> {
  const [row] = await facts.query(RATE_QUESTIONS.newestLoad);
  return String(row?.['load_id'] ?? 0);
}

/** Adds what the table does not say yet. `folder` takes a temporary file. */
export async function loadRates(
  facts: FactsStore,
  folder: string,
  rates: readonly PublishedRate[],
  source: string,
  now: Date,
): Promise<RateLoad> {
  const days = rates.map(({ day }) => day).sort();
  const [firstDay = '', lastDay = ''] = [days[0], days.at(-1)];
  return facts.exclusive(async (writer) => {
    const known = new Map<string, string>();
    for (const row of await writer.query(RATE_QUESTIONS.current, { from: firstDay, to: lastDay })) {
      known.set(`${row['day']} ${row['currency']}`, String(row['rate']));
    }
    const isKnown = ({ day, currency }: PublishedRate): boolean => known.has(`${day} ${currency}`);
    const isSame = ({ day, currency, rate }: PublishedRate): boolean => known.get(`${day} ${currency}`) === rate;
    const wanted = rates.filter((rate) => !isSame(rate));
    if (wanted.length > 0) {
      const load = BigInt(await newestLoad(writer)) + 1n;
      const lines = wanted.map(({ day, currency, rate }) =>
        [String(load), day, currency, rate, source, instantText(now)]
          .map((cell) => `"${cell.replaceAll('"', '""')}"`)
          .join(','),
      );
      const file = join(folder, `upload-${randomUUID()}.csv`); // who opens the folder next removes what a kill leaves
      try {
        await writeFile(file, `${lines.join('\n')}\n`, { mode: 0o600 });
        await writer.atomically(() => writer.loadCsv('exchange_rates', file)); // else it might be done twice, and say that nothing was new
      } finally {
        await rm(file, { force: true });
      }
    }
    const changed = wanted.filter(isKnown).length;
    const counts = { read: rates.length, added: wanted.length - changed, changed };
    return { ...counts, unchanged: rates.length - wanted.length, firstDay, lastDay };
  });
}

/** Which days and currencies there are rates for. */
export async function readRateCoverage(facts: FactsSession): Promise<RateCoverage> {
  const rows = await facts.query(RATE_QUESTIONS.coverage);
  const [newest] = await facts.query(RATE_QUESTIONS.newest);
  const currencies = rows.map((row) => ({
    currency: String(row['currency']),
    firstDay: String(row['first_day']),
    lastDay: String(row['last_day']),
  }));
  return {
    source: newest === undefined ? null : String(newest['source']),
    loadedAt: newest === undefined ? null : `${String(newest['loaded_at']).replace(' ', 'T')}Z`,
    firstDay: currencies.map(({ firstDay }) => firstDay).sort()[0] ?? null,
    lastDay:
      currencies
        .map(({ lastDay }) => lastDay)
        .sort()
        .at(-1) ?? null,
    rates: rows.reduce((sum, row) => sum + Number(row['days']), 0),
    currencies,
  };
}
