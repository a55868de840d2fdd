/**
 * What each page, author, link, source … earned, with its pageviews and clicks. What nobody earned is a row of its own, so
 * the amounts of all rows are the total, to the last digit.
 */
import type { CreditModel } from '../attribution/index.ts';
import { type Counterpart, type DayFacts, dayCounterpart, dayFacts, SAME_KEY } from './compared-days.ts';
import {
  type Counts,
  type Earned,
  EARNED_COLUMNS,
  earnedOf,
  type EarnedSums,
  earnedSumsOf,
  type Part,
  type Traffic,
  trafficOf,
} from './earned.ts';
import { ignoredBy } from './events.ts';
import { type Figure, figureSql } from './figures.ts';
import { dimensionSql, shareColumns, shareConditionOf } from './filter-sql.ts';
import { NONE } from './filters.ts';
import { firstEventDay } from './first-event.ts';
import { labelOf } from './labels.ts';
import { networkLabel } from './names.ts';
import { type EarnerSort, sortKeys } from './sort-earners.ts';
import { ADVERTISERS } from './advertisers.ts';
import { type PageFacts, readPageFacts, readTitles } from './page-facts.ts';
import {
  type AnswerHead,
  type Frame,
  frameOf,
  linesParameters,
  type Question,
  type ReportSources,
} from './question.ts';
import type { Days } from './period.ts';
import { pagesOf, readTraffic } from './read-traffic.ts';

/** What can have earned. */
export const EARNERS = [
  'page',
  'author',
  'category',
  'site',
  'link',
  'placement',
  'position',
  'sourceClass',
  'source',
  'medium',
  'utmCampaign',
  'landing',
  'device',
  'browser',
  'readerCountry',
  'readerCity',
  'method',
  'advertiser',
  'network',
  'day',
] as const;
export type EarnerBy = (typeof EARNERS)[number];

/** What a credit is shared among. */
export const CREDITED = ['page', 'source'] as const;

export interface EarnersQuestion extends Question {
  readonly by: EarnerBy;
  readonly credit: CreditModel;
  readonly creditOf: (typeof CREDITED)[number];
  readonly sort: EarnerSort;
  readonly isDescending: boolean;
  readonly limit: number;
  readonly offset: number;
  readonly find?: string | undefined;
  /** The currency whose amounts rows are sorted by; default: the first of the total. */
  readonly sortCurrency?: string | undefined;
}

/** When attribution was made, and of how many clicks. */
export interface AttributionFreshness {
  readonly madeAt: string | null;
  readonly clicks: number;
  /** The day of the first pageview or click; null: there was none. Figures per click or view of earlier days are too large. */
  readonly eventsFrom: string | null;
}

export interface EarnerRow {
  /** To filter by; `(none)`: not attributed, or not known. */
  readonly key: string;
  readonly label: string;
  readonly page: PageFacts | null;
  readonly link: {
    readonly network: string;
    readonly networkLabel: string;
    readonly advertiserId: string | null;
    readonly advertiser: string | null;
  } | null;
  /** Of rows of days. */
  readonly day: DayFacts | null;
  readonly traffic: Traffic;
  readonly trafficBefore: Traffic | null;
  readonly earned: readonly Earned[];
}

export interface EarnedTotal {
  readonly traffic: Traffic;
  readonly trafficBefore: Traffic | null;
  readonly earned: readonly Earned[];
}

export interface Earners {
  readonly head: AnswerHead;
  readonly attribution: AttributionFreshness;
  readonly figure: Figure;
  readonly by: EarnerBy;
  readonly credit: CreditModel;
  readonly rowCount: number;
  readonly rows: readonly EarnerRow[];
  /** Of everything that was asked for, also where a search shows a part of it. */
  readonly total: EarnedTotal;
  readonly trafficIgnores: readonly string[];
}

/** The columns of a share l. */
const SHARE_KEYS: Readonly<Record<EarnerBy, string>> = {
  ...shareColumns('l'),
  author: `coalesce(g.author, '')`,
  category: `coalesce(g.category, '')`,
  position: `case when l.position = 0 then '' else cast(l.position as varchar) end`,
  landing: 'l.landing',
  browser: 'l.browser',
  advertiser: dimensionSql('advertiser'),
  network: dimensionSql('network'),
  day: '',
};

/** The texts of the report; both engines must answer them alike. `by` null: everything together. */
export const earnersSql = {
  earned: (frame: Frame, figure: Figure, by: EarnerBy | null, shareCondition: string): string => {
    const key = by === null ? `''` : by === 'day' ? `day_text(${frame.moment.day})` : SHARE_KEYS[by];
    const { day } = frame.moment;
    return `
select ${key} as k, l.currency as currency, ${by === 'advertiser' ? `max(coalesce(l.advertiser, ''))` : `''`} as called, ${EARNED_COLUMNS}
from ${frame.lines.shares} l${by === null ? '' : pagesOf(by, 'concat(l.page_host, l.page_path)')}
where ${day} >= {from:Date32} and ${day} <= {to:Date32} and ${frame.condition.sql} and ${shareCondition} and ${figureSql(figure)}
group by ${by === null ? 'l.currency' : `${key}, l.currency`}`;
  },
} as const;

/** One period, by key. */
interface Period {
  readonly sums: Map<string, Map<string, EarnedSums>>;
  readonly counts: ReadonlyMap<string, Counts>;
  /** What cannot be told is null. */
  readonly none: Counts;
  readonly total: Part;
  readonly called: Map<string, string>;
}

/** Answers the report. */
export async function readEarners(sources: ReportSources, question: EarnersQuestion): Promise<Earners> {
  const { by, figure, credit, find = '' } = question;
  const frame = await frameOf(sources, question, { model: credit, of: question.creditOf, hasEvents: true });
  const now = await readPeriod(sources, frame, question, frame.days);
  const before = frame.compared === null ? null : await readPeriod(sources, frame, question, frame.compared);
  const order = currenciesOf(now, before);
  const { today } = frame.head;
  const counterpart = counterpartOf(by, frame);
  const { forth, back } = counterpart;
  const partBefore = (key: string): Part | null => {
    const under = back(key);
    return before === null || under === null ? null : partOf(before, under);
  };
  const keysOf = (one: Period | null): string[] => (one === null ? [] : [...one.sums.keys(), ...one.counts.keys()]);
  const keys = [...new Set([...keysOf(now), ...keysOf(before).map(forth)])].filter((key) => key !== null);
  const titles = by === 'page' && find !== '' ? await readTitles(sources.facts) : new Map<string, string>();
  const called = new Map([...(before?.called ?? []), ...now.called]);
  const nameOf = (key: string): string => labelOf(sources.names, by, key, called.get(key) ?? '');
  const wanted = find.toLowerCase();
  const found = keys.filter(
    (key) =>
      wanted === '' ||
      `${key === '' ? NONE : key} ${nameOf(key)} ${titles.get(key) ?? ''}`.toLowerCase().includes(wanted),
  );
  const sorted = sortKeys(
    found,
    question,
    (key) => partOf(now, key),
    partBefore,
    order.find((currency) => currency === question.sortCurrency) ?? order[0] ?? '',
    nameOf,
  );
  const shown = sorted.slice(question.offset, question.offset + question.limit);
  const pages =
    by === 'page'
      ? await readPageFacts(
          sources.facts,
          shown.filter((key) => key !== ''),
        )
      : new Map<string, PageFacts>();
  const links = by === 'link' ? await readLinks(sources, shown) : new Map<string, EarnerRow['link']>();
  const whole = now.total.sums;
  const hasChanges = frame.head.compared?.hasChanges ?? false;
  return {
    head: frame.head,
    attribution: await freshnessOf(frame),
    figure,
    by,
    credit,
    rowCount: found.length,
    rows: shown.map((key) => ({
      key: key === '' ? NONE : key,
      label: pages.get(key)?.title ?? nameOf(key),
      page: pages.get(key) ?? null,
      link: links.get(key) ?? null,
      day: by === 'day' ? dayFacts(key, counterpart, before !== null, today) : null,
      ...shownOf(partOf(now, key), partBefore(key), whole, order, hasChanges),
    })),
    total: shownOf(now.total, before?.total ?? null, whole, order, hasChanges),
    trafficIgnores: ignoredBy(question.filters),
  };
}

/** A row is compared with the row of its own key; a day with the day that lies under it. */
function counterpartOf(by: EarnerBy, { days, compared, head }: Frame): Counterpart {
  return by === 'day' && compared !== null ? dayCounterpart(days, compared, head.today) : SAME_KEY;
}

async function freshnessOf({ attribution, sources, view }: Frame): Promise<AttributionFreshness> {
  const eventsFrom = await firstEventDay(sources.facts, view.making.timeZone);
  return { madeAt: attribution?.madeAt ?? null, clicks: attribution?.clicks ?? 0, eventsFrom };
}

function shownOf(
  now: Part,
  before: Part | null,
  whole: ReadonlyMap<string, EarnedSums>,
  order: readonly string[],
  hasChanges: boolean,
): EarnedTotal {
  return {
    traffic: trafficOf(now.counts),
    trafficBefore: before === null ? null : trafficOf(before.counts),
    earned: earnedOf(now, before, whole, order, hasChanges),
  };
}

function partOf({ sums, counts, none }: Period, key: string): Part {
  return { sums: sums.get(key) ?? new Map(), counts: counts.get(key) ?? none };
}

/** Sums and counts of some days, by what is asked for, and together. */
async function readPeriod(
  sources: ReportSources,
  frame: Frame,
  { by, figure, filters }: Pick<EarnersQuestion, 'by' | 'figure' | 'filters'>,
  days: Days,
): Promise<Period> {
  const { facts } = sources;
  const condition = shareConditionOf(filters, 'l')?.sql ?? '1 = 1';
  const parameters = linesParameters(frame, days);
  const sums = new Map<string, Map<string, EarnedSums>>();
  const called = new Map<string, string>();
  for await (const rows of facts.stream(earnersSql.earned(frame, figure, by, condition), parameters)) {
    for (const row of rows) {
      const key = String(row['k']);
      const own = sums.get(key) ?? new Map<string, EarnedSums>();
      sums.set(key, own.set(String(row['currency']), earnedSumsOf(row)));
      if (row['called'] !== '') called.set(key, String(row['called']));
    }
  }
  const whole = await facts.query(earnersSql.earned(frame, figure, null, condition), parameters);
  const { counts, none, total } = await readTraffic(sources, {
    ...{ by, days, filters, timeZone: frame.view.making.timeZone },
  });
  return {
    sums,
    called,
    counts,
    none,
    total: { counts: total, sums: new Map(whole.map((row) => [String(row['currency']), earnedSumsOf(row)])) },
  };
}

/** Those with the most orders first, then with the most lines: the first is what is shown unless another is chosen. */
export function currenciesOf(now: Pick<Period, 'total'>, before: Pick<Period, 'total'> | null): string[] {
  const found = new Set([...now.total.sums.keys(), ...(before?.total.sums.keys() ?? [])]);
  const orders = (currency: string): number => now.total.sums.get(currency)?.orders ?? 0;
  const lines = (currency: string): number =>
    (now.total.sums.get(currency)?.lines ?? 0) + (before?.total.sums.get(currency)?.lines ?? 0);
  return [...found].sort((a, b) => orders(b) - orders(a) || lines(b) - lines(a) || (a < b ? -1 : 1));
}

/** Where links lead to, as their clicks and views say. */
async function readLinks(
  { facts, names }: ReportSources,
  links: readonly string[],
): Promise<Map<string, EarnerRow['link']>> {
  const wanted = links.filter((link) => link !== '');
  if (wanted.length === 0) return new Map();
  const parameters = Object.fromEntries(wanted.map((link, n) => [`link_${n}`, link]));
  const named = wanted.map((_, n) => `{link_${n}:String}`).join(', ');
  const rows = await facts.query(
    `
with met as (
  select c.link as link, c.network as network, c.advertiser_id as advertiser_id from clicks c where c.link in (${named})
  union all
  select i.link, i.network, i.advertiser_id from impressions i where i.link in (${named})),
told as (select m.link as link, max(m.network) as network, max(m.advertiser_id) as advertiser_id from met m group by m.link)
select t.link as link, t.network as network, t.advertiser_id as advertiser_id, coalesce(n.called, '') as called
from told t left join ${ADVERTISERS} n on n.network = t.network and n.advertiser_id = t.advertiser_id`,
    parameters,
  );
  return new Map(
    rows.map((row) => {
      const network = String(row['network']);
      const said = (column: string): string | null => (row[column] === '' ? null : String(row[column]));
      const link = {
        network,
        networkLabel: networkLabel(names, network),
        advertiserId: said('advertiser_id'),
        advertiser: said('called'),
      };
      return [String(row['link']), link];
    }),
  );
}
