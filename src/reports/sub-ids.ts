/** What the sub-ids of lines say, how much of the lines they cover, and those that nothing explains. */
import { SHARES_OF_BASIS } from '../attribution/index.ts';
import type { SqlParameters } from '../facts/index.ts';
import { ADVERTISERS } from './advertisers.ts';
import { type Covered, hasDropped, type Watched, watchedDays } from './coverage-drop.ts';
import { amountText, exact, figureSql, shareText } from './figures.ts';
import { NONE } from './filters.ts';
import { networkLabel } from './names.ts';
import { readPageFacts } from './page-facts.ts';
import { bucketSql, type Days } from './period.ts';
import {
  type AnswerHead,
  type Frame,
  frameOf,
  linesParameters,
  linesSql,
  type Question,
  type ReportSources,
} from './question.ts';

/**
 * `click`: an id whose click is known · `mended`: the same of one that came back cut or in other letters · `rule`: a rule says what it means · `unknown-click`: an id that no click has ·
 * `cut`, `damaged`: what a network left of one · `unmatched`: a text that nothing explains · `none`: no sub-id.
 */
export const SUB_ID_KINDS = [
  'click',
  'mended',
  'rule',
  'unknown-click',
  'cut',
  'damaged',
  'unmatched',
  'none',
] as const;
export type SubIdKind = (typeof SUB_ID_KINDS)[number];
/** Kinds of which the click or a rule is known. */
const COVERED: readonly SubIdKind[] = ['click', 'mended', 'rule'];
export const SUB_ID_ROWS = ['network', 'advertiser', 'page', 'subId', 'month'] as const;
type RowBy = (typeof SUB_ID_ROWS)[number];

export interface SubIdsQuestion extends Question {
  readonly by: RowBy;
  readonly kind?: SubIdKind | undefined;
  readonly find?: string | undefined;
  readonly limit: number;
  readonly offset: number;
}

export type SubIdSums = Readonly<Record<SubIdKind, { readonly lines: number; readonly commission: string }>>;

export interface SubIdRow {
  readonly key: string;
  readonly label: string;
  readonly network: string;
  readonly networkLabel: string;
  readonly currency: string;
  readonly lines: number;
  readonly commission: string;
  readonly kinds: SubIdSums;
  /** Lines whose click or rule is known ÷ lines, 6 decimals. */
  readonly coverage: string | null;
  readonly coverageBefore: string | null;
  readonly coveredCommission: string;
}

export interface CoverageDrop {
  readonly network: string;
  readonly networkLabel: string;
  readonly advertiserId: string;
  readonly advertiser: string | null;
  readonly lines: number;
  readonly coverage: string | null;
  readonly coverageBefore: string | null;
}

export interface SubIds {
  readonly head: AnswerHead;
  readonly by: RowBy;
  readonly rowCount: number;
  readonly rows: readonly SubIdRow[];
  readonly drops: readonly CoverageDrop[];
}

/** What a sub-id says does not depend on who is credited. */
const CREDIT = { model: 'last', of: 'page' } as const;
/** Every click has an id of its own: of so many sub-ids those with the most lines are looked at. */
const MOST_SUB_IDS = 5000;

/** What the sub-id of a line l says, by its reading r and by how the line is attributed, a. No id is made after its line. */
const KIND = `case when coalesce(l.sub_id, '') = '' then 'none'
  when a.method = 'label-rule' then 'rule'
  when a.method = 'click-id' and r.kind = 'intact' then 'click'
  when a.method = 'click-id' and r.kind = 'folded' then 'mended'
  when r.made_on > l.process_day then 'unmatched'
  when a.method = 'click-id' and r.kind = 'truncated' then 'mended'
  when r.kind in ('intact', 'folded') then 'unknown-click'
  when r.kind = 'truncated' then 'cut' when r.kind = 'damaged' then 'damaged' else 'unmatched' end`;

const READINGS = `(select s.sub_id as sub_id, min(s.kind) as kind, min(s.made_on) as made_on from sub_id_readings s group by s.sub_id)`;
const OWN = `(select s.entry_id as entry_id, s.method as method, concat(s.page_host, s.page_path) as page from ${SHARES_OF_BASIS} s where s.share_no = 1)`;

function keySql({ moment, view }: Frame, by: RowBy): string {
  if (by === 'network') return 'network_of(l.scope_id)';
  if (by === 'advertiser') return 'l.advertiser_id';
  if (by === 'subId') return `coalesce(l.sub_id, '')`;
  return by === 'page'
    ? `case when a.method = 'model' then '' else coalesce(a.page, '') end`
    : bucketSql(moment, 'month', view.weekStart);
}

/** The texts of the report; both engines must answer them alike. */
export const subIdsSql = {
  sums: (
    frame: Frame,
    { by, figure, kind, find = '' }: Pick<SubIdsQuestion, 'by' | 'figure' | 'kind' | 'find'>,
  ): string => {
    const joins = ` left join ${READINGS} r on r.sub_id = l.sub_id left join ${OWN} a on a.entry_id = l.entry_id`;
    const cells = `
select ${keySql(frame, by)} as k, network_of(l.scope_id) as network, l.currency as currency, ${KIND} as kind,
  l.commission as commission
${linesSql(frame, '', joins)} and ${figureSql(figure)}${by === 'subId' && find !== '' ? ` and has_text(folded(coalesce(l.sub_id, '')), folded({find:String}))` : ''}`;
    const top = `
, top as (select x.k as k, x.network as network from chosen x group by x.k, x.network order by count(*) desc, x.k, x.network limit ${MOST_SUB_IDS})`;
    return `
with cells as (${cells}),
chosen as (select c.* from cells c${kind === undefined ? '' : ` where c.kind = {kind:String}`})${by === 'subId' ? top : ''}
select s.k as k, s.network as network, s.currency as currency, s.kind as kind, count(*) as line_count, sum(s.commission) as commission
from chosen s${by === 'subId' ? ' where (s.k, s.network) in (select t.k, t.network from top t)' : ''}
group by s.k, s.network, s.currency, s.kind`;
  },
} as const;

interface Sums {
  readonly key: string;
  readonly network: string;
  readonly currency: string;
  readonly kinds: Map<SubIdKind, { lines: number; commission: bigint }>;
}

/** How much of an advertiser's lines is covered, of the days that are looked at every day. */
export async function readWatchedCoverage(
  sources: ReportSources & { readonly today: string },
): Promise<readonly Watched[]> {
  const asked = { compare: 'custom', match: 'date', date: 'transaction', currency: 'reported', filters: [] } as const;
  const frame = await frameOf(sources, { ...asked, ...watchedDays(sources.today) }, CREDIT);
  return readWatched(sources, frame, 'total', await readCalled(sources));
}

/** Answers the report. */
export async function readSubIds(sources: ReportSources, question: SubIdsQuestion): Promise<SubIds> {
  const { facts, names } = sources;
  const frame = await frameOf(sources, question, CREDIT);
  const { by, find = '', offset, limit } = question;
  const now = await sumsOf(sources, frame, question, frame.days);
  const before = frame.compared === null ? null : await sumsOf(sources, frame, question, frame.compared);
  const called = await readCalled(sources);
  const watched = await readWatched(sources, frame, question.figure, called);
  const labelOf = ({ key, network }: Sums): string =>
    by === 'network'
      ? networkLabel(names, key)
      : by === 'advertiser'
        ? (called.get(calledKey(network, key)) ?? key)
        : key === ''
          ? NONE
          : key;
  const found = [...now.values()].filter(
    (sums) => find === '' || `${sums.key} ${labelOf(sums)}`.toLowerCase().includes(find.toLowerCase()),
  );
  found.sort(
    (a, b) =>
      linesOf(b) - linesOf(a) ||
      (`${a.key} ${a.network} ${a.currency}` < `${b.key} ${b.network} ${b.currency}` ? -1 : 1),
  );
  const shown = found.slice(offset, offset + limit);
  const pages = await readPageFacts(
    facts,
    by === 'page' ? [...new Set(shown.map(({ key }) => key).filter((key) => key !== ''))] : [],
  );
  return {
    head: frame.head,
    by,
    rowCount: found.length,
    rows: shown.map((sums) =>
      rowOf(sums, before?.get(idOf(sums)) ?? null, pages.get(sums.key)?.title ?? labelOf(sums), names),
    ),
    drops: watched.filter((one) => hasDropped(one.now, one.before)).map((one) => dropOf(one, names)),
  };
}

const idOf = ({ key, network, currency }: Pick<Sums, 'key' | 'network' | 'currency'>): string =>
  `${key}\u001f${network}\u001f${currency}`;

async function sumsOf(
  { facts }: ReportSources,
  frame: Frame,
  question: Pick<SubIdsQuestion, 'by' | 'figure' | 'kind' | 'find'>,
  days: Days,
): Promise<Map<string, Sums>> {
  const parameters: SqlParameters = {
    ...linesParameters(frame, days),
    kind: question.kind ?? '',
    find: question.find ?? '',
  };
  const all = new Map<string, Sums>();
  for (const row of await facts.query(subIdsSql.sums(frame, question), parameters)) {
    const place = { key: String(row['k']), network: String(row['network']), currency: String(row['currency']) };
    const sums = all.get(idOf(place)) ?? {
      ...place,
      kinds: new Map<SubIdKind, { lines: number; commission: bigint }>(),
    };
    all.set(idOf(place), sums);
    const kind = SUB_ID_KINDS.find((one) => one === row['kind']) ?? 'none';
    sums.kinds.set(kind, { lines: Number(row['line_count']), commission: exact(row['commission']) });
  }
  return all;
}

function linesOf({ kinds }: Pick<Sums, 'kinds'>): number {
  return [...kinds.values()].reduce((sum, { lines }) => sum + lines, 0);
}

function coveredOf({ kinds }: Pick<Sums, 'kinds'>): { readonly lines: number; readonly commission: bigint } {
  const known = COVERED.flatMap((kind) => kinds.get(kind) ?? []);
  return {
    lines: known.reduce((sum, { lines }) => sum + lines, 0),
    commission: known.reduce((sum, { commission }) => sum + commission, 0n),
  };
}

function coverageOf(sums: Sums | null): string | null {
  return sums === null ? null : shareText(BigInt(coveredOf(sums).lines), BigInt(linesOf(sums)));
}

function rowOf(sums: Sums, before: Sums | null, label: string, names: ReportSources['names']): SubIdRow {
  const { key, network, currency, kinds } = sums;
  const of = (kind: SubIdKind): { readonly lines: number; readonly commission: string } => ({
    lines: kinds.get(kind)?.lines ?? 0,
    commission: amountText(kinds.get(kind)?.commission ?? 0n),
  });
  return {
    key: key === '' ? NONE : key,
    label,
    network,
    networkLabel: networkLabel(names, network),
    currency,
    lines: linesOf(sums),
    commission: amountText([...kinds.values()].reduce((sum, { commission }) => sum + commission, 0n)),
    kinds: {
      ...{
        click: of('click'),
        mended: of('mended'),
        rule: of('rule'),
        'unknown-click': of('unknown-click'),
        cut: of('cut'),
      },
      ...{ damaged: of('damaged'), unmatched: of('unmatched'), none: of('none') },
    },
    coverage: coverageOf(sums),
    coverageBefore: coverageOf(before),
    coveredCommission: amountText(coveredOf(sums).commission),
  };
}

/** Every advertiser with lines now and before: the shares of its lines that are covered. In the order of the lines now. */
async function readWatched(
  sources: ReportSources,
  frame: Frame,
  figure: SubIdsQuestion['figure'],
  called: ReadonlyMap<string, string>,
): Promise<readonly Watched[]> {
  if (frame.compared === null) return [];
  const asked = { by: 'advertiser', figure, kind: undefined, find: undefined } as const;
  const [now, before] = [
    coveredByAdvertiser(await sumsOf(sources, frame, asked, frame.days)),
    coveredByAdvertiser(await sumsOf(sources, frame, asked, frame.compared)),
  ];
  return [...now.values()].flatMap(({ network, key, covered }): Watched[] => {
    const old = before.get(calledKey(network, key));
    if (old === undefined) return [];
    const advertiser = called.get(calledKey(network, key)) ?? null;
    return [{ network, advertiserId: key, advertiser, now: covered, before: old.covered }];
  });
}

interface CoveredAdvertiser extends Pick<Sums, 'network' | 'key'> {
  readonly covered: Covered;
}

/** A line is a line in whatever currency. */
function coveredByAdvertiser(all: ReadonlyMap<string, Sums>): ReadonlyMap<string, CoveredAdvertiser> {
  const found = new Map<string, CoveredAdvertiser>();
  for (const { network, key, ...sums } of all.values()) {
    const id = calledKey(network, key);
    const before = found.get(id)?.covered ?? { lines: 0, covered: 0 };
    const lines = before.lines + linesOf(sums);
    found.set(id, { network, key, covered: { lines, covered: before.covered + coveredOf(sums).lines } });
  }
  return found;
}

function dropOf(
  { network, advertiserId, advertiser, now, before }: Watched,
  names: ReportSources['names'],
): CoverageDrop {
  return {
    ...{ network, networkLabel: networkLabel(names, network), advertiserId, advertiser, lines: now.lines },
    coverage: shareText(BigInt(now.covered), BigInt(now.lines)),
    coverageBefore: shareText(BigInt(before.covered), BigInt(before.lines)),
  };
}

const calledKey = (network: string, advertiserId: string): string => `${network} ${advertiserId}`;

/** What advertisers are called. */
async function readCalled({ facts }: ReportSources): Promise<ReadonlyMap<string, string>> {
  const rows = await facts.query(
    `select n.network as network, n.advertiser_id as advertiser_id, n.called as called from ${ADVERTISERS} n`,
  );
  return new Map(
    rows.map((row) => [calledKey(String(row['network']), String(row['advertiser_id'])), String(row['called'])]),
  );
}
