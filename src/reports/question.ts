/** What every report is asked: days, comparison, filters, figure; and the frame in which it is answered. */
import { TributaryError } from '../core/index.ts';
import type { FactsStore, SqlParameters } from '../facts/index.ts';
import { ensureLedgerLines } from '../ledger/index.ts';
import type { Figure } from './figures.ts';
import { type Condition, conditionOf } from './filter-sql.ts';
import type { Filter } from './filters.ts';
import { type Names, networkLabel, scopeParts } from './names.ts';
import { type Comparison, comparedDays, type Days, type Match } from './period.ts';

/** What reports are made from. */
export interface ReportSources {
  readonly facts: FactsStore;
  readonly names: Names;
  /** The present day, `YYYY-MM-DD`: figures of this day and later are incomplete. */
  readonly today: string;
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
  readonly compared: Days | null;
  /** Days are the days of each network's own zone, not the reader's. */
  readonly zones: readonly { readonly network: string; readonly label: string; readonly timeZone: string }[];
}

/** A question made ready: parameters for every text, and what the answer says about itself. */
export interface Frame {
  readonly sources: ReportSources;
  readonly head: AnswerHead;
  readonly days: Days;
  readonly compared: Days | null;
  readonly condition: Condition;
  /** The day of a line, in SQL. */
  readonly day: string;
  readonly parameters: SqlParameters;
}

const DAY_OF: Readonly<Record<DateKind, string>> = {
  transaction: 'l.occurred_on',
  process: 'coalesce(l.processed_on, l.occurred_on)',
};

const BOUNDS = `
select l.scope_id as scope_id, day_text(min(l.occurred_on)) as first_occurred, day_text(max(l.occurred_on)) as last_occurred,
  day_text(min(coalesce(l.processed_on, l.occurred_on))) as first_processed,
  day_text(max(coalesce(l.processed_on, l.occurred_on))) as last_processed
from ledger_lines l where l.basis = {basis:Int64} group by l.scope_id order by l.scope_id`;

/** Makes a question ready. Throws `invalid-request` where its days are in the wrong order. */
export async function frameOf(
  sources: ReportSources,
  choice: LineChoice & Partial<Pick<Question, 'compare' | 'match' | 'compareFrom' | 'compareTo'>>,
): Promise<Frame> {
  const { facts, names, today } = sources;
  const { basis, postedAt } = await ensureLedgerLines(facts);
  const bounds = await facts.query(BOUNDS, { basis });
  const ends = bounds.map((row) => ({
    from: String(row[choice.date === 'process' ? 'first_processed' : 'first_occurred']),
    to: String(row[choice.date === 'process' ? 'last_processed' : 'last_occurred']),
  }));
  const days = {
    from: choice.from ?? ends.reduce((first, { from }) => (from < first ? from : first), choice.to ?? today),
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
  const networks = [...new Set(bounds.map((row) => scopeParts(String(row['scope_id'])).network))];
  return {
    sources,
    days,
    compared,
    condition: conditionOf(choice.filters, names, choice.search),
    day: DAY_OF[choice.date],
    parameters: { basis },
    head: {
      asOf: postedAt === null ? null : isoInstant(postedAt),
      today,
      date: choice.date,
      period: { ...days, isIncomplete: days.to >= today },
      compared,
      zones: networks.map((network) => ({
        network,
        label: networkLabel(names, network),
        timeZone: names.networks.find((one) => one.id === network)?.timeZone ?? 'Etc/UTC',
      })),
    },
  };
}

function checkOrder({ from, to }: Days, column: string): void {
  if (from > to) throw new TributaryError('invalid-request', 'The first day is after the last.', { column });
}

/** An instant as a facts store has it, as ISO 8601 UTC. */
export function isoInstant(text: string): string {
  return `${text.replace(' ', 'T')}Z`;
}

/** `from` and `where` of a text over the chosen lines of some days; `at` names the parameters of these days. */
export function linesSql({ day, condition }: Frame, at = ''): string {
  return `from ledger_lines l where l.basis = {basis:Int64} and ${day} >= {from${at}:Date32} and ${day} <= {to${at}:Date32}
  and ${condition.sql}`;
}

/** The parameters of `linesSql`. */
export function linesParameters({ parameters, condition }: Frame, days: Days, at = ''): SqlParameters {
  return { ...parameters, ...condition.parameters, [`from${at}`]: days.from, [`to${at}`]: days.to };
}
