/** What an import run did or would do, in unified lines, with totals that can be re-added from the rows. */
import type { ErrorReport } from '../core/index.ts';
import { type FactsSession, isAny } from '../facts/index.ts';
import { BRAND_RANK, countEntries, type EntryCounts, type Figures, figuresOf, LOST_RANK } from '../ledger/index.ts';
import type { LineReject } from './read-report.ts';

/** One file of a run. `rowsRead` counts raw rows below the header; `rejected` names physical lines. */
export interface FileReceipt {
  readonly name: string;
  readonly report: string | null;
  readonly sha256: string;
  readonly rowsRead: number;
  readonly rejected: readonly LineReject[];
}

/** posted: in the ledger; preview and held: waiting for a person; failed: the ledger is as it was. */
export type RunStatus = 'posted' | 'preview' | 'held' | 'failed' | 'discarded';

/** The receipt of a run, the same on the command line and in the store. */
export interface Receipt {
  readonly run: string;
  readonly status: RunStatus;
  readonly error: ErrorReport | null;
  readonly files: readonly FileReceipt[];
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly vanished: number;
  readonly withdrawn: number;
  readonly conflicts: number;
  readonly unpaired: Readonly<Record<string, number>>;
  readonly totals: readonly Figures[];
  readonly lost: readonly Figures[];
}

/** What a plan amounts to, before anyone decided. */
export interface PlanFigures extends EntryCounts {
  /** Pairs whose amounts differ: the money report's count, the difference is listed. */
  readonly differences: number;
  readonly unpaired: Readonly<Record<string, number>>;
  readonly totals: readonly Figures[];
  readonly lost: readonly Figures[];
}

const SUMS = 'sum(sales) as sales, sum(commission) as commission, sum(items) as items, sum(line_count) as line_count';

/** Pairs of a secondary line `l` and a money line `m` that state the same money with other amounts, of lines the run read. */
export const DIFFERENCES = `
work_pairs p join work_lines l on l.reported_id = p.secondary_id join work_lines m on m.reported_id = p.money_id
where p.how = 'date' and (l.was_read = 1 or m.was_read = 1)`;

function unpairedText(isFree: string): string {
  return `select report, sum(line_count) as n from (
  select l.report as report, 1 as line_count from work_lines l where l.was_read = 1 and l.report_rank < ${LOST_RANK} ${isFree}
  union all
  select report, line_count from work_untouched where report_rank < ${LOST_RANK}) t
group by report order by report`;
}

/** Texts of a receipt's questions to the plan. Lines of untouched orders count as the ledger has them: alone, unpaired. */
export const RECEIPT_QUESTIONS = {
  totals: `select state, currency, ${SUMS} from (
  select state, currency, sales, commission, items, 1 as line_count from work_unified where was_read = 1 and state <> 'conflict'
  union all
  select case when report_rank = ${LOST_RANK} then 'lost' else 'counted' end, currency, sales, commission, items, line_count
  from work_untouched where report_rank <= ${LOST_RANK}) t
group by state, currency order by currency`,
  differences: `select count(*) as n from ${DIFFERENCES}`,
  unpaired: unpairedText(`and l.reported_id not in (select p.secondary_id from work_pairs p)
    and l.reported_id not in (select p.money_id from work_pairs p)`),
  unpairedWithoutPairs: unpairedText(''),
  brandsUnused: `select b.report as report, count(*) as n from work_lines b
where b.was_read = 1 and b.report_rank = ${BRAND_RANK} and (b.sku, coalesce(b.product, '')) not in
  (select l.sku, coalesce(l.product, '') from work_lines l where l.report_rank < ${BRAND_RANK}) group by b.report`,
} as const;

/** Reads the plan's figures from the work tables. */
export async function readPlanFigures(session: FactsSession): Promise<PlanFigures> {
  const counts = await countEntries(session);
  const totals = await session.query(RECEIPT_QUESTIONS.totals);
  const hasPairs = await isAny(session, 'work_pairs');
  const [differences] = hasPairs ? await session.query(RECEIPT_QUESTIONS.differences) : [];
  const questions: string[] = [hasPairs ? RECEIPT_QUESTIONS.unpaired : RECEIPT_QUESTIONS.unpairedWithoutPairs];
  if (await isAny(session, `work_ranks where report_rank = ${BRAND_RANK}`))
    questions.push(RECEIPT_QUESTIONS.brandsUnused);
  const unpaired: Record<string, number> = {};
  for (const question of questions) {
    for (const row of await session.query(question)) unpaired[String(row['report'])] = Number(row['n']);
  }
  return {
    ...counts,
    differences: Number(differences?.['n'] ?? 0),
    unpaired,
    totals: totals.filter((row) => row['state'] === 'counted').map(figuresOf),
    lost: totals.filter((row) => row['state'] === 'lost').map(figuresOf),
  };
}

/** Withdrawals of so few lines never hold a run: single lines come and go. */
const FEW_LINES = 3;

/**
 * Whether a plan has to wait for a person: too many differences and conflicts among the lines it read, or too many
 * lines that their window no longer shows. Limits are hundredths of a percent; null = any number may be withdrawn.
 */
export function mustHold(
  plan: PlanFigures,
  limits: { readonly differences: number; readonly withdrawn: number | null },
): boolean {
  const lines = plan.totals.reduce((sum, row) => sum + row.lines, 0) + plan.conflicts;
  if ((plan.differences + plan.conflicts) * 10_000 > lines * limits.differences) return true;
  const { withdrawn } = plan;
  if (limits.withdrawn === null || withdrawn <= FEW_LINES) return false;
  return withdrawn * 10_000 > (lines + withdrawn) * limits.withdrawn;
}

/** The receipt of a run that failed: the ledger is as it was. */
export function failedReceipt(run: string, error: ErrorReport, files: readonly FileReceipt[]): Receipt {
  const zeros = { added: 0, changed: 0, unchanged: 0, vanished: 0, withdrawn: 0, conflicts: 0 };
  return { run, status: 'failed', error, files, ...zeros, unpaired: {}, totals: [], lost: [] };
}

/** The receipt of a planned run with the status it ended in. */
export function receiptOf(run: string, status: RunStatus, files: readonly FileReceipt[], plan: PlanFigures): Receipt {
  const { added, changed, unchanged, vanished, withdrawn, conflicts, unpaired, totals, lost } = plan;
  return {
    run,
    status,
    error: null,
    files,
    added,
    changed,
    unchanged,
    vanished,
    withdrawn,
    conflicts,
    unpaired,
    totals,
    lost,
  };
}
