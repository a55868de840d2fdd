/** What every report is asked: days, comparison, filters, figure; and the frame in which it is answered. */
import { TributaryError } from '../core/index.ts';
import type { AttributionBasis } from '../attribution/index.ts';
import type { FactsStore, SqlParameters } from '../facts/index.ts';
import { AS_REPORTED, ensureLedgerLines, type LineMaking, zoneOf } from '../ledger/index.ts';
import { type ComparedDays, comparedWith } from './compared-days.ts';
import type { Figure } from './figures.ts';
import { type Condition, conditionOf, shareConditionOf } from './filter-sql.ts';
import type { Filter } from './filters.ts';
import { firstEventDay } from './first-event.ts';
import { type Names, networkLabel, scopeParts } from './names.ts';
import { type Comparison, comparedDays, type Days, type Match, type WeekStart } from './period.ts';
import { type Lines, linesIn, type ShownCurrency, shownCurrencyOf } from './shown-currency.ts';

/** How a workspace looks at its reports. */
export interface ReportView {
  readonly making: LineMaking;
  readonly weekStart: WeekStart;
  /** `reported`, or the code of the currency that amounts are converted into unless a question names another. */
  readonly currency: string;
}

/** Days, amounts and currencies as the networks report them. */
export const PLAIN_VIEW: ReportView = { making: AS_REPORTED, weekStart: 'monday', currency: 'reported' };

/** What reports are made from. */
export interface ReportSources {
  readonly facts: FactsStore;
  readonly names: Names;
  /** The present day, `YYYY-MM-DD`: figures of this day and later are incomplete. */
  readonly today: string;
  /** Default: `PLAIN_VIEW`. */
  readonly view?: ReportView;
  /** Makes sure that lines are attributed; without it nothing can be asked about what earned them. */
  readonly attribution?: Attributing;
}

/** Attribution as reports need it. */
export interface Attributing {
  readonly ensure: () => Promise<AttributionBasis>;
  /** The same, waiting no longer than so many milliseconds; false: it goes on in the background. */
  readonly ensureWithin: (mostMs: number) => Promise<boolean>;
  /**
   * Shares the commissions whose click is known by another credit; gives its name for `attributions`. null: later
   * generations have replaced this one, and `ensure` names the newest.
   */
  readonly credited: (basis: AttributionBasis, credit: string, of: string) => Promise<string | null>;
}

/** By which day a line is counted: that of the order, or the one on which the network processed it. */
export const DATE_KINDS = ['transaction', 'process'] as const;
export type DateKind = (typeof DATE_KINDS)[number];

/** Which lines. Without `from` (`to`) from the first day of the ledger (to today, or its last day). */
export interface LineChoice {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly date: DateKind;
  readonly filters: readonly Filter[];
  /** `reported`, or the code of the currency that amounts are converted into; default: the workspace's. */
  readonly currency?: string | undefined;
  /** A part of the order id, SKU, product, advertiser, sub-id or transaction id. */
  readonly search?: string | undefined;
}

/** Lines, and what they are compared with. */
export interface Question extends LineChoice {
  readonly figure: Figure;
  readonly compare?: Comparison | undefined;
  readonly match: Match;
  readonly compareFrom?: string | undefined;
  readonly compareTo?: string | undefined;
}

/** What every answer says about itself. */
export interface AnswerHead {
  /** When the newest run was posted; statuses are those of that moment. null = nothing was posted yet. */
  readonly asOf: string | null;
  readonly today: string;
  readonly date: DateKind;
  readonly period: Days & { readonly isIncomplete: boolean };
  readonly compared: ComparedDays | null;
  /** The zone whose days the days are; null = of each network's own zone, see `zones`. */
  readonly timeZone: string | null;
  /** Lines of the period of which only the day is known: they keep the network's day. Counted where `timeZone` is named. */
  readonly linesWithoutTime: number | null;
  /** What amounts were converted into; null = they are as reported. */
  readonly conversion: ShownCurrency | null;
  /** The zones in which the networks report. */
  readonly zones: readonly { readonly network: string; readonly label: string; readonly timeZone: string }[];
}

/** A question made ready: parameters for every text, and what the answer says about itself. */
export interface Frame {
  readonly sources: ReportSources;
  readonly head: AnswerHead;
  readonly days: Days;
  readonly compared: Days | null;
  readonly condition: Condition;
  /** The lines, with their amounts as they are shown, in SQL. */
  readonly lines: Lines;
  /** The day of a line and its time of day ('' = not known), in SQL. */
  readonly moment: { readonly day: string; readonly time: string };
  readonly view: ReportView;
  readonly parameters: SqlParameters;
  /** Where attribution was asked for. */
  readonly attribution: AttributionBasis | null;
}

/** Whether a question needs attribution, and under which credit. */
export interface AskedCredit {
  readonly model: string;
  readonly of: string;
  /** Whether events are counted beside: readers come before the first sale, so all time begins with them. */
  readonly hasEvents?: true;
}

const MOMENT_OF: Readonly<Record<DateKind, Frame['moment']>> = {
  transaction: { day: 'l.local_day', time: 'l.local_time' },
  process: { day: 'l.process_day', time: 'l.process_time' },
};

/** The text of the question; both engines must answer it alike. */
const boundsSql = (lines: string): string => `
select l.scope_id as scope_id, day_text(min(l.local_day)) as first_occurred, day_text(max(l.local_day)) as last_occurred,
  day_text(min(l.process_day)) as first_processed, day_text(max(l.process_day)) as last_processed
from ${lines} l group by l.scope_id order by l.scope_id`;

/** Makes a question ready. Throws `invalid-request` where its days are in the wrong order. */
export async function frameOf(
  sources: ReportSources,
  choice: LineChoice & Partial<Pick<Question, 'compare' | 'match' | 'compareFrom' | 'compareTo'>>,
  credit: AskedCredit | null = null,
): Promise<Frame> {
  const { facts, names, today, view = PLAIN_VIEW } = sources;
  const condition = shareConditionOf(choice.filters);
  const asked = condition === null && credit === null ? null : await attributionOf(sources, credit);
  const attribution = asked?.basis ?? null;
  const basis = attribution?.ledger ?? (await ensureLedgerLines(facts, view.making));
  const lines = await linesIn(
    facts,
    basis,
    choice.currency ?? view.currency,
    asked === null ? null : { ...asked, condition },
  );
  const bounds = await facts.query(boundsSql(lines.plain), lines.parameters);
  const ends = bounds.map((row) => ({
    from: String(row[choice.date === 'process' ? 'first_processed' : 'first_occurred']),
    to: String(row[choice.date === 'process' ? 'last_processed' : 'last_occurred']),
  }));
  const { timeZone } = view.making;
  const firstEvent =
    credit?.hasEvents === true && choice.from === undefined ? await firstEventDay(facts, timeZone) : null;
  const begins = [...ends.map(({ from }) => from), ...(firstEvent === null ? [] : [firstEvent])];
  const days = {
    from: choice.from ?? begins.reduce((first, from) => (from < first ? from : first), choice.to ?? today),
    to: choice.to ?? ends.reduce((last, { to }) => (to > last ? to : last), today),
  };
  checkOrder(days, 'from');
  const { compareFrom, compareTo } = choice;
  const custom = compareFrom === undefined || compareTo === undefined ? null : { from: compareFrom, to: compareTo };
  if (choice.compare === 'custom' && custom === null) {
    throw new TributaryError('invalid-request', 'A custom comparison needs compareFrom and compareTo.', {
      column: 'compareFrom',
    });
  }
  if (custom !== null) checkOrder(custom, 'compareFrom');
  const compared =
    choice.compare === undefined ? null : comparedDays(days, choice.compare, choice.match ?? 'date', custom);
  const unfinished = {
    sources,
    days,
    compared,
    condition: conditionOf(choice.filters, names, choice.search),
    lines,
    moment: MOMENT_OF[choice.date],
    view,
    parameters: lines.parameters,
    attribution,
  };
  return {
    ...unfinished,
    head: {
      asOf: basis.postedAt === null ? null : isoInstant(basis.postedAt),
      today,
      date: choice.date,
      period: { ...days, isIncomplete: days.to >= today },
      compared: compared === null ? null : comparedWith(days, compared, today),
      timeZone,
      linesWithoutTime: timeZone === null ? null : await countWithoutTime(unfinished),
      conversion: await shownCurrencyOf(facts, lines, linesSql(unfinished), linesParameters(unfinished, days)),
      zones: zonesOf(
        bounds.map((row) => String(row['scope_id'])),
        names,
        view.making,
      ),
    },
  };
}

/** The newest generation, shared by a credit; anew where later ones replaced it while that was made. */
async function attributionOf(
  { attribution }: ReportSources,
  credit: AskedCredit | null,
): Promise<{ readonly basis: AttributionBasis; readonly credit: string }> {
  if (attribution === undefined) throw new Error('these sources have no attribution');
  for (;;) {
    const basis = await attribution.ensure();
    const name = credit === null ? '' : await attribution.credited(basis, credit.model, credit.of);
    if (name !== null) return { basis, credit: name };
  }
}

async function countWithoutTime(frame: Omit<Frame, 'head'>): Promise<number> {
  const { facts } = frame.sources;
  const [row] = await facts.query(
    `select count(*) as line_count ${linesSql(frame)} and ${frame.moment.time} = ''`,
    linesParameters(frame, frame.days),
  );
  return Number(row?.['line_count'] ?? 0);
}

/** Each zone of a network once. */
function zonesOf(scopes: readonly string[], names: Names, making: LineMaking): AnswerHead['zones'] {
  const zones = scopes.map((scope) => {
    const { network } = scopeParts(scope);
    const known = names.networks.find((one) => one.id === network)?.timeZone;
    const timeZone = zoneOf(
      { zones: { ...(known === undefined ? {} : { [network]: known }), ...making.zones } },
      scope,
    );
    return { network, label: networkLabel(names, network), timeZone };
  });
  return [...new Map(zones.map((zone) => [`${zone.network} ${zone.timeZone}`, zone])).values()];
}

function checkOrder({ from, to }: Days, column: string): void {
  if (from > to) throw new TributaryError('invalid-request', 'The first day is after the last.', { column });
}

/** An instant as a facts store has it, as ISO 8601 UTC. */
export function isoInstant(text: string): string {
  return `${text.replace(' ', 'T')}Z`;
}

/**
 * `from` and `where` of a text over the chosen lines l of some days; `at` names the parameters of these days, `joins` are
 * more relations.
 */
export function linesSql({ lines, moment: { day }, condition }: Omit<Frame, 'head'>, at = '', joins = ''): string {
  return `from ${lines.sql} l${joins} where ${day} >= {from${at}:Date32} and ${day} <= {to${at}:Date32}
  and ${condition.sql}`;
}

/** The parameters of `linesSql`. */
export function linesParameters({ parameters, condition }: Omit<Frame, 'head'>, days: Days, at = ''): SqlParameters {
  return { ...parameters, ...condition.parameters, [`from${at}`]: days.from, [`to${at}`]: days.to };
}
