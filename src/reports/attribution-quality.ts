/** By which method how much is attributed, how true the model's confidence is, and what is missing. */
import {
  CHECKED_METHODS,
  FEWEST_ORDERS,
  type CheckedMethod,
  METHODS,
  type Method,
  VERDICTS,
  type Verdict,
} from '../attribution/index.ts';
import type { SqlRow } from '../facts/index.ts';
import { type AttributionFreshness, readEarners } from './earners.ts';
import { shareText } from './figures.ts';
import { networkLabel } from './names.ts';
import {
  type AnswerHead,
  frameOf,
  type LineChoice,
  linesParameters,
  linesSql,
  type ReportSources,
} from './question.ts';
import { readSubIds, type SubIdKind } from './sub-ids.ts';

export const ADVICE = [
  'no-site',
  'no-clicks',
  'no-sub-ids',
  'cut-ids',
  'unknown-ids',
  'unmatched-sub-ids',
  'no-times',
  'unknown-advertisers',
] as const;

export interface MethodSums {
  readonly method: Method;
  readonly currency: string;
  readonly lines: number;
  readonly commission: string;
  readonly share: string | null;
  readonly confidence: string | null;
}

export interface ModelCheck {
  readonly method: CheckedMethod;
  readonly orders: number;
  readonly topRate: string | null;
  readonly logLoss: string | null;
  readonly pageError: string | null;
  readonly calibrationPoints: string | null;
  readonly bins: readonly {
    readonly from: number;
    readonly claims: number;
    /** How much of everything rests on it. */
    readonly weight: string | null;
    readonly stated: string | null;
    readonly right: string | null;
  }[];
}

export interface Advice {
  readonly code: (typeof ADVICE)[number];
  readonly network: string | null;
  readonly networkLabel: string | null;
  /** Lines (for `unknown-advertisers` clicks) that it is about. */
  readonly lines: number;
}

export interface AttributionQuality {
  readonly head: AnswerHead;
  readonly attribution: AttributionFreshness;
  readonly methods: readonly MethodSums[];
  readonly checks: readonly ModelCheck[];
  readonly verdict: Verdict;
  readonly orders: number;
  /** With fewer of them nothing is judged. */
  readonly ordersNeeded: number;
  readonly advice: readonly Advice[];
}

/** Answers the report. */
export async function readAttributionQuality(sources: ReportSources, choice: LineChoice): Promise<AttributionQuality> {
  const { facts } = sources;
  const question = { ...choice, figure: 'total', match: 'date' } as const;
  const earners = await readEarners(sources, {
    ...question,
    ...{ by: 'method', credit: 'last', creditOf: 'page', sort: 'commission', isDescending: true, limit: 10, offset: 0 },
  });
  const methods = earners.rows.flatMap(({ key, earned }) =>
    earned.map(
      ({ currency, share, now }): MethodSums => ({
        method: METHODS.find((one) => one === key) ?? 'none',
        currency,
        share,
        ...{ lines: now.lines, commission: now.commission, confidence: now.confidence },
      }),
    ),
  );
  const [fit] = await facts.query(
    'select f.fit as fit, f.orders as orders, f.verdict as verdict from model_fits f order by f.fit desc limit 1',
  );
  return {
    head: earners.head,
    attribution: earners.attribution,
    methods: methods.sort((a, b) => METHODS.indexOf(a.method) - METHODS.indexOf(b.method)),
    checks: fit === undefined ? [] : await readChecks(sources, String(fit['fit'])),
    verdict: VERDICTS.find((one) => one === fit?.['verdict']) ?? 'too-few',
    orders: Number(fit?.['orders'] ?? 0),
    ordersNeeded: FEWEST_ORDERS,
    advice: await adviceOn(sources, choice),
  };
}

async function readChecks({ facts }: ReportSources, fit: string): Promise<ModelCheck[]> {
  const checks = await facts.query('select * from model_checks where fit = {fit:Int64}', { fit });
  const bins = await facts.query('select * from model_bins where fit = {fit:Int64} order by method, bin', { fit });
  const text = (row: SqlRow, name: string): string | null => (row[name] == null ? null : String(row[name]));
  return CHECKED_METHODS.flatMap((method): ModelCheck[] => {
    const row = checks.find((one) => one['method'] === method);
    if (row === undefined) return [];
    const own = bins.filter((one) => one['method'] === method);
    const whole = own.reduce((sum, one) => sum + BigInt(String(one['amount'])), 0n);
    return [
      {
        method,
        orders: Number(row['orders']),
        ...{ topRate: text(row, 'top_rate'), logLoss: text(row, 'log_loss'), pageError: text(row, 'page_error') },
        calibrationPoints: text(row, 'calibration_points'),
        bins: own.map((one) => ({
          from: Number(one['bin']) / 10,
          claims: Number(one['claims']),
          weight: shareText(BigInt(String(one['amount'])), whole),
          stated: text(one, 'stated'),
          right: text(one, 'is_right'),
        })),
      },
    ];
  });
}

const OF_KIND: readonly (readonly [SubIdKind, Advice['code']])[] = [
  ['none', 'no-sub-ids'],
  ['cut', 'cut-ids'],
  ['damaged', 'cut-ids'],
  ['unknown-click', 'unknown-ids'],
  ['unmatched', 'unmatched-sub-ids'],
];

async function adviceOn(sources: ReportSources, choice: LineChoice): Promise<Advice[]> {
  const { facts, names } = sources;
  const advice: Advice[] = [];
  const add = (code: Advice['code'], network: string | null, lines: number): void => {
    if (lines > 0)
      advice.push({ code, network, networkLabel: network === null ? null : networkLabel(names, network), lines });
  };
  const { rows } = await readSubIds(sources, {
    ...choice,
    figure: 'total',
    match: 'date',
    by: 'network',
    limit: 1000,
    offset: 0,
  });
  const lines = rows.reduce((sum, row) => sum + row.lines, 0);
  const [seen] = await facts.query(`
select (select count(*) from pageviews) as pageviews, (select count(*) from clicks) as clicks,
  (select count(*) from clicks c where c.advertiser_id = '') as unknown_clicks`);
  if (Number(seen?.['pageviews']) === 0) add('no-site', null, Math.max(lines, 1));
  else if (Number(seen?.['clicks']) === 0) add('no-clicks', null, Math.max(lines, 1));
  add('unknown-advertisers', null, Number(seen?.['unknown_clicks']));
  const byNetwork = new Map<string, Map<Advice['code'], number>>();
  for (const { network, kinds } of rows) {
    const own = byNetwork.get(network) ?? new Map<Advice['code'], number>();
    byNetwork.set(network, own);
    for (const [kind, code] of OF_KIND) own.set(code, (own.get(code) ?? 0) + kinds[kind].lines);
  }
  for (const [network, own] of byNetwork) for (const [code, count] of own) add(code, network, count);
  const frame = await frameOf(sources, choice);
  const untimed = await facts.query(
    `select network_of(l.scope_id) as network, count(*) as line_count ${linesSql(frame)} and l.occurred_time = '' and l.state = 'counted' group by network_of(l.scope_id)`,
    linesParameters(frame, frame.days),
  );
  for (const row of untimed) add('no-times', String(row['network']), Number(row['line_count']));
  return advice.sort((a, b) => b.lines - a.lines || (a.code < b.code ? -1 : 1));
}
