/**
 * The newest generation of `attributions`: made anew when the ledger, the rules or the sites have changed, and from time to
 * time for clicks that came since. Derived: it never touches what networks reported.
 */
import { type Clock, instantText } from '../core/index.ts';
import type { FactsSession, FactsStore, FactsWriter } from '../facts/index.ts';
import { ensureLedgerLines, type LedgerBasis, type LineMaking, LINES_OF_BASIS } from '../ledger/index.ts';
import { KNOWN_SQL, REST_SQL } from './known-sql.ts';
import { shareEntries } from './model/model-sql.ts';
import { fillStreams, prepareModel } from './model/run-model.ts';
import { type Decisions, readToldTexts, versionOf } from './told-texts.ts';

/** What attribution works with. */
export interface AttributionContext {
  readonly facts: FactsStore;
  readonly clock: Clock;
  /** A folder for files of the moment. */
  readonly folder: string;
  readonly decisions: () => Promise<Decisions>;
  /** How the workspace has its lines made readable. */
  readonly making: () => Promise<LineMaking>;
}

/** A generation that is whole. */
export interface AttributionBasis {
  /** Every question to `attributions` names it; 0 = nothing was posted. */
  readonly basis: bigint;
  /** The ledger lines it belongs to: questions to `ledger_lines` beside it name them. */
  readonly ledger: LedgerBasis;
}

/** Clicks that come after their order are few: so long a generation may miss them. */
const CLICKS_AGE_MS = 5 * 60_000;

interface Made {
  readonly basis: bigint;
  readonly ledgerBasis: bigint;
  readonly clicks: bigint;
  readonly version: string;
  readonly madeMs: number;
}

/** Makes sure that a generation is there and says which. Milliseconds while nothing has changed. */
export async function ensureAttributions(context: AttributionContext): Promise<AttributionBasis> {
  const { facts } = context;
  const ledger = await ensureLedgerLines(facts, await context.making());
  if (ledger.postedAt === null) return { basis: 0n, ledger };
  const decisions = await context.decisions();
  const made = await newest(facts);
  if (made !== null && (await isCurrent(context, made, ledger, decisions, facts))) return { basis: made.basis, ledger };
  return facts.exclusive(async (writer) => {
    const before = await newest(writer); // in our turn it may be a later one
    if (before !== null && (await isCurrent(context, before, ledger, decisions, writer))) {
      return { basis: before.basis, ledger };
    }
    return { basis: await make(context, writer, before, ledger, decisions), ledger };
  });
}

async function isCurrent(
  { clock }: AttributionContext,
  made: Made,
  ledger: LedgerBasis,
  decisions: Decisions,
  session: FactsSession,
): Promise<boolean> {
  if (made.ledgerBasis !== ledger.basis || made.version !== versionOf(decisions)) return false;
  return clock().getTime() - made.madeMs < CLICKS_AGE_MS || (await countClicks(session)) === made.clicks;
}

async function make(
  { clock, folder }: AttributionContext,
  writer: FactsWriter,
  before: Made | null,
  ledger: LedgerBasis,
  decisions: Decisions,
): Promise<bigint> {
  const version = await readToldTexts(writer, ledger, decisions, folder);
  const clicks = await countClicks(writer);
  const basis = (before?.basis ?? 0n) + 1n;
  const kept = before?.basis ?? 0n;
  const parameters = { attribution: basis, basis: ledger.basis, floor: ledger.floor, version };
  // No transaction around it all: a generation counts once its row in `attribution_bases` is there, which comes last.
  for (const table of ['attributions', 'attribution_bases']) {
    await writer.run(`delete from ${table} where basis < {kept:Int64} or basis >= {basis:Int64}`, { kept, basis });
  }
  for (const text of Object.values(KNOWN_SQL)) await writer.run(text, parameters);
  if (clicks > 0n && (await prepareModel(writer, LINES_OF_BASIS, parameters, folder)) > 0) {
    await fillStreams(writer, 'unknown', folder);
    await writer.run(shareEntries(LINES_OF_BASIS), parameters);
  }
  await writer.run(REST_SQL, parameters);
  await writer.run(
    `insert into attribution_bases (basis, ledger_basis, clicks, version, made_at)
     values ({attribution:Int64}, {basis:Int64}, {clicks:Int64}, {version:String}, {at:DateTime64(6, 'UTC')})`,
    { ...parameters, clicks, at: instantText(clock()) },
  );
  return basis;
}

async function newest(session: FactsSession): Promise<Made | null> {
  const [row] = await session.query(
    'select basis, ledger_basis, clicks, version, made_at from attribution_bases order by basis desc limit 1',
  );
  if (row === undefined) return null;
  return {
    basis: BigInt(String(row['basis'])),
    ledgerBasis: BigInt(String(row['ledger_basis'])),
    clicks: BigInt(String(row['clicks'])),
    version: String(row['version']),
    madeMs: Date.parse(`${String(row['made_at']).replace(' ', 'T')}Z`),
  };
}

async function countClicks(session: FactsSession): Promise<bigint> {
  const [row] = await session.query('select count(*) as clicks from clicks');
  return BigInt(String(row?.['clicks'] ?? 0));
}
