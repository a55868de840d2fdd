/**
 * The newest generation of `attributions`. When the ledger, the rules or the clicks have changed, the orders that this
 * touches are attributed anew and the rest is kept; all of them where most are touched, and once a day, when the model
 * learns anew. Derived: it never touches what networks reported (ADR 0020).
 */
import { type Clock, instantText } from '../core/index.ts';
import type { FactsSession, FactsStore, FactsWriter, SqlParameters } from '../facts/index.ts';
import { ensureLedgerLines, fillZoneDays, type LedgerBasis, type LineMaking, LINES_OF_BASIS } from '../ledger/index.ts';
import { foundSql, KNOWN_SQL, REST_SQL } from './known-sql.ts';
import { applyModel, fitAndApplyModel, type ModelRun } from './model/run-model.ts';
import { type AttributionBasis, GENERATION_SQL, type Made, NO_GENERATION, newestGeneration } from './generations.ts';
import { type Decisions, fingerprintOf, readToldTexts, versionOf } from './told-texts.ts';
import { TOUCH_SQL } from './touch-sql.ts';
import { FILL_VISITS } from './visits-sql.ts';

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

/** How often things are looked at anew; tests set others. */
export interface AttributionPace {
  /** Clicks that come after their order are few: so long a generation may miss them. */
  readonly clicksMs: number;
  /** So long the model goes on with what it has learned. */
  readonly fitMs: number;
  /** Replaced rows cost every reader a little: beyond this part of all entries, all are made anew. */
  readonly mostReplaced: number;
}
export const USUAL_PACE: AttributionPace = { clicksMs: 5 * 60_000, fitMs: 24 * 60 * 60_000, mostReplaced: 0.05 };

/** Makes sure that a generation is there and says which. Milliseconds while nothing has changed. */
export async function ensureAttributions(
  context: AttributionContext,
  pace: AttributionPace = USUAL_PACE,
): Promise<AttributionBasis> {
  const { facts } = context;
  const making = await context.making();
  const ledger = await ensureLedgerLines(facts, making);
  if (ledger.postedAt === null) return { ...NO_GENERATION, ledger };
  const decisions = await context.decisions();
  const work: Work = { context, pace, making, ledger, decisions, version: versionIn(decisions, making) };
  const made = await newestGeneration(facts);
  if (made !== null && (await isCurrent(work, made, facts))) return basisOf(made, ledger);
  return facts.exclusive(async (writer) => {
    const before = await newestGeneration(writer); // in our turn it may be a later one
    if (before !== null && (await isCurrent(work, before, writer))) return basisOf(before, ledger);
    return basisOf(await make(work, writer, before), ledger);
  });
}

interface Work {
  readonly context: AttributionContext;
  readonly pace: AttributionPace;
  readonly making: LineMaking;
  readonly ledger: LedgerBasis;
  readonly decisions: Decisions;
  readonly version: string;
}

function basisOf({ basis, floor, madeMs, clicks }: Made, ledger: LedgerBasis): AttributionBasis {
  return { basis, floor, madeAt: new Date(madeMs).toISOString(), clicks: Number(clicks), ledger };
}

/** Zones count too: by them an order's time is told from a click's. They stand behind what was decided. */
function versionIn(decisions: Decisions, { zones }: LineMaking): string {
  const named = Object.entries(zones).filter(([, zone]) => zone !== 'UTC');
  if (named.length === 0) return versionOf(decisions);
  return `${versionOf(decisions)}-${fingerprintOf(named.sort(([a], [b]) => (a < b ? -1 : 1)))}`;
}

/** '' = all of UTC. */
function zonesIn(version: string): string {
  return version.split('-')[1] ?? '';
}

async function isCurrent(
  { context, pace, ledger, version }: Work,
  made: Made,
  session: FactsSession,
): Promise<boolean> {
  if (made.ledgerBasis !== ledger.basis || made.version !== version) return false;
  const now = context.clock().getTime();
  if (isYoung(made.madeMs, now, pace.clicksMs)) return true;
  return (await countClicks(session)) === made.clicks && !(await isFitOld(session, made, now, pace));
}

/** What was made later than now was made by a clock that has been set back since: how old it is nobody knows. */
function isYoung(madeMs: number, now: number, lifeMs: number): boolean {
  return madeMs <= now && now - madeMs < lifeMs;
}

/** Without a click there is nothing to learn from. */
async function isFitOld(
  session: FactsSession,
  made: Pick<Made, 'clicks' | 'fit'>,
  now: number,
  { fitMs }: AttributionPace,
): Promise<boolean> {
  if (made.clicks === 0n) return false;
  if (made.fit === 0n) return true;
  const [row] = await session.query('select made_at from model_fits where fit = {fit:Int64}', { fit: made.fit });
  return row === undefined || !isYoung(Date.parse(`${String(row['made_at']).replace(' ', 'T')}Z`), now, fitMs);
}

async function make(work: Work, writer: FactsWriter, before: Made | null): Promise<Made> {
  const { context, pace, ledger, decisions, version } = work;
  const now = context.clock();
  await readToldTexts(writer, ledger, decisions, context.folder, version, now);
  const clicks = await clicksNow(writer);
  const basis = (before?.basis ?? 0n) + 1n;
  const isLearning =
    clicks.clicks > 0n && (before === null || (await isFitOld(writer, { ...before, ...clicks }, now.getTime(), pace)));
  const common: SqlParameters = { attribution: basis, basis: ledger.basis, floor: ledger.floor, version };
  const isPart = !isLearning && before !== null && (await touch(work, writer, before, common));
  const floor = isPart ? before.floor : basis;
  const fit = isLearning ? (before?.fit ?? 0n) + 1n : (before?.fit ?? 0n);
  const parameters: SqlParameters = {
    ...common,
    attributionFloor: floor,
    kept: before?.basis ?? 0n,
    keptFloor: before?.floor ?? 0n,
    fit,
  };
  // No transaction around it all: a generation counts once its row in `attribution_bases` is there, which comes last.
  for (const text of GENERATION_SQL.forget) await writer.run(text, parameters);
  if (isPart) await writer.run(GENERATION_SQL.end, parameters);
  await attribute(work, writer, isPart ? TOUCH_SQL.lines : LINES_OF_BASIS, parameters, isLearning ? now : null);
  const made: Made = {
    ...clicks,
    basis,
    floor,
    ledgerBasis: ledger.basis,
    ledgerFloor: ledger.floor,
    version,
    fit,
    madeMs: now.getTime(),
  };
  await writer.run(GENERATION_SQL.finish, {
    ...parameters,
    ...{ clicks: clicks.clicks, segment: clicks.segment, clickAt: clicks.at },
    at: instantText(now),
  });
  // while the generation before counts, the next making asks what its texts said
  await writer.run('delete from told_texts where version <> {version:String}', { version });
  return made;
}

/** Fills the generation for the orders of `lines`; `learnedAt`: the model learns anew. */
async function attribute(
  { context, making }: Work,
  writer: FactsWriter,
  lines: string,
  parameters: SqlParameters,
  learnedAt: Date | null,
): Promise<void> {
  await writer.empty('work_found', 'work_visits');
  await writer.run(foundSql(lines), parameters);
  await writer.run(FILL_VISITS);
  for (const text of Object.values(KNOWN_SQL)) await writer.run(text, parameters);
  const inZone = Object.values(making.zones).some((zone) => zone !== 'UTC');
  if (inZone) {
    const days = `select distinct l.scope_id as scope_id, l.occurred_on as day from ${lines} l`;
    await fillZoneDays(writer, { ...making, timeZone: 'UTC' }, days, parameters);
  }
  const run: ModelRun = { writer, lines, inZone, parameters, folder: context.folder };
  if (learnedAt !== null) await fitAndApplyModel(run, learnedAt);
  else if (parameters['fit'] !== 0n) await applyModel(run);
  await writer.run(REST_SQL, parameters);
}

/** Finds the orders that have to be attributed anew; false if it has to be all of them. */
async function touch(
  { pace, ledger, version }: Work,
  writer: FactsWriter,
  before: Made,
  common: SqlParameters,
): Promise<boolean> {
  if (ledger.floor !== before.ledgerFloor || ledger.basis < before.ledgerBasis) return false;
  if (zonesIn(version) !== zonesIn(before.version)) return false; // every order was at another time
  if (await hasLateClicks(writer, before)) return false;
  const since: SqlParameters = {
    ...common,
    ledgerBefore: before.ledgerBasis,
    versionBefore: before.version,
    segment: before.segment,
    at: before.at,
    attributionFloor: before.floor,
    attribution: before.basis,
  };
  await writer.empty('work_attribution_orders');
  await writer.run(TOUCH_SQL.ledger, since);
  if (before.version !== version) await writer.run(TOUCH_SQL.told, since);
  await writer.run(TOUCH_SQL.ids, since);
  await writer.run(TOUCH_SQL.model, since);
  const [counted] = await writer.query(TOUCH_SQL.count, since);
  const room = Number(counted?.['entries']) * pace.mostReplaced - Number(counted?.['ended']);
  return Number(counted?.['touched']) <= room;
}

/** Whether clicks came that lie before those it knew: put back from the log. New ones are told by their place behind them. */
async function hasLateClicks(writer: FactsWriter, { clicks, segment, at }: Made): Promise<boolean> {
  const [row] = await writer.query(
    `select count(*) as clicks from clicks
     where log_segment < {segment:Int64} or (log_segment = {segment:Int64} and log_at <= {at:Int64})`,
    { segment, at },
  );
  return BigInt(String(row?.['clicks'] ?? 0)) > clicks;
}

interface Clicks {
  readonly clicks: bigint;
  readonly segment: bigint;
  readonly at: bigint;
}

/** How many clicks there are, and where the newest lay in the collector's log. */
async function clicksNow(session: FactsSession): Promise<Clicks> {
  const clicks = await countClicks(session);
  const [row] = await session.query(`
select s.segment as segment, (select max(c.log_at) from clicks c where c.log_segment = s.segment) as newest
from (select coalesce(max(log_segment), 0) as segment from clicks) s`);
  return { clicks, segment: BigInt(String(row?.['segment'] ?? 0)), at: BigInt(String(row?.['newest'] ?? 0)) };
}

async function countClicks(session: FactsSession): Promise<bigint> {
  const [row] = await session.query('select count(*) as clicks from clicks');
  return BigInt(String(row?.['clicks'] ?? 0));
}
