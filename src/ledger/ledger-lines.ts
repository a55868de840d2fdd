/**
 * The current ledger as one plain table: every current entry with the status of its order line. Reports read it, since
 * computing the status of a million lines takes 1.5–2.5 s and reading it 0.1 s. Derived; after a posting the orders that
 * it touched are made anew, and all of them when that is most of them or the settings are others (ADR 0011, 0015).
 */
import type { FactsSession, FactsStore, FactsWriter, SqlParameters } from '../facts/index.ts';
import { AS_REPORTED, type LineMaking, makingKey, prepareZoneDays } from './line-making.ts';
import { LEDGER_LINES } from './ledger-lines-sql.ts';
import { approvedBefore } from './order-status.ts';

/** Which making of the lines is read; every question to `ledger_lines` names both numbers. */
export interface LedgerBasis {
  /** 0 = nothing was posted. */
  readonly basis: bigint;
  /** The making that wrote all lines; what came after it replaced some. */
  readonly floor: bigint;
  /** When the newest run was posted, as the facts store has it: the moment for which statuses are computed; null = never. */
  readonly postedAt: string | null;
}

interface Posting {
  readonly newest: bigint;
  readonly count: bigint;
  readonly postedAt: string;
}

interface Making {
  readonly basis: bigint;
  readonly floor: bigint;
  readonly posting: bigint;
  readonly postingCount: bigint;
  readonly madeOf: string;
  readonly approvedBefore: string;
  readonly lineCount: number;
  readonly endCount: number;
}

/** Replaced lines cost every reader a little: beyond this part of all lines, all are made anew. */
export const MOST_REPLACED = 0.05;

async function newestPosting(session: FactsSession): Promise<Posting | null> {
  const [row] = await session.query(LEDGER_LINES.newest);
  if (row === undefined) return null;
  return {
    newest: BigInt(String(row['posting'])),
    count: BigInt(String(row['posting_count'])),
    postedAt: String(row['posted_at']),
  };
}

async function readyMaking(session: FactsSession): Promise<Making | null> {
  const [row] = await session.query(LEDGER_LINES.ready);
  if (row === undefined) return null;
  return {
    basis: BigInt(String(row['basis'])),
    floor: BigInt(String(row['floor_basis'])),
    posting: BigInt(String(row['posting'])),
    postingCount: BigInt(String(row['posting_count'])),
    madeOf: String(row['made_of']),
    approvedBefore: String(row['approved_before']),
    lineCount: Number(row['line_count']),
    endCount: Number(row['end_count']),
  };
}

function isOf(making: Making | null, posting: Posting, key: string): boolean {
  return making?.posting === posting.newest && making?.postingCount === posting.count && making?.madeOf === key;
}

/**
 * Makes sure that the lines of the newest posting are there and says which making it is. Costs a millisecond while they
 * are. The making before stays, so that a question of several texts is answered from one ledger also while a run is
 * posted. `mostReplaced`: see `MOST_REPLACED`.
 */
export async function ensureLedgerLines(
  facts: FactsStore,
  making: LineMaking = AS_REPORTED,
  mostReplaced = MOST_REPLACED,
): Promise<LedgerBasis> {
  const key = makingKey(making);
  const posting = await newestPosting(facts);
  if (posting === null) return { basis: 0n, floor: 0n, postedAt: null };
  const ready = await readyMaking(facts);
  if (ready !== null && isOf(ready, posting, key))
    return { basis: ready.basis, floor: ready.floor, postedAt: posting.postedAt };
  return facts.exclusive(async (writer) => {
    const present = (await newestPosting(writer)) ?? posting; // in our turn it may be a later one
    const kept = await readyMaking(writer);
    const { postedAt } = present;
    if (kept !== null && isOf(kept, present, key)) return { basis: kept.basis, floor: kept.floor, postedAt };
    const basis = (kept?.basis ?? 0n) + 1n;
    const next: SqlParameters = {
      basis,
      posting: present.newest,
      postingCount: present.count,
      madeOf: key,
      approvedBefore: approvedBefore(postedAt.slice(0, 10), making.reversalDays),
    };
    const isPart = kept !== null && kept.madeOf === key && (await touch(writer, kept, next, mostReplaced));
    await prepareZoneDays(writer, making, !isPart);
    const floor = isPart ? kept.floor : basis;
    const before = { kept: kept?.basis ?? 0n, keptFloor: kept?.floor ?? 0n };
    await make(writer, making, { ...next, ...before, floor }, isPart);
    return { basis, floor, postedAt };
  });
}

/** Finds the orders that are others than in the making `kept`; false if all lines have to be made. */
async function touch(writer: FactsWriter, kept: Making, next: SqlParameters, mostReplaced: number): Promise<boolean> {
  const since: SqlParameters = {
    ...next,
    since: kept.posting,
    basis: kept.basis,
    floor: kept.floor,
    approvedSince: kept.approvedBefore,
  };
  if (String(next['approvedBefore']) < kept.approvedBefore) return false; // a clock was set back: lines became younger
  const [postings] = await writer.query(LEDGER_LINES.later, since);
  if (BigInt(String(postings?.['later'])) !== BigInt(String(next['postingCount'])) - kept.postingCount) return false;
  const room = kept.lineCount * mostReplaced - kept.endCount;
  const [changed] = await writer.query(LEDGER_LINES.changed, since);
  if (Number(changed?.['changed']) > room) return false;
  await writer.empty('work_touched');
  await writer.run(LEDGER_LINES.touch, since);
  const [replaced] = await writer.query(LEDGER_LINES.replaced, since);
  return Number(replaced?.['replaced']) <= room;
}

async function make(
  writer: FactsWriter,
  making: LineMaking,
  parameters: SqlParameters,
  isPart: boolean,
): Promise<void> {
  await writer.atomically(async () => {
    for (const text of LEDGER_LINES.forget) await writer.run(text, parameters);
    if (isPart) await writer.run(LEDGER_LINES.end, parameters);
    await writer.run(LEDGER_LINES.fill(isPart, making.timeZone !== null), parameters);
    await writer.run(LEDGER_LINES.finish, parameters);
  });
}
