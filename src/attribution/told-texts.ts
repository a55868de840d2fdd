/**
 * Reads the texts that networks bring back: sub-ids and referrers. Each distinct text is read once in TypeScript and kept
 * in a table, so that everything after it is done in SQL, set-wise.
 */
import { createHash } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { clickIdTrace, type ClickIdTrace, CsvBytes } from '../core/index.ts';
import type { FactsWriter, SqlParameters, TableName } from '../facts/index.ts';
import { type LedgerBasis, LINES_OF_BASIS } from '../ledger/index.ts';
import { isAllowedHost } from '../sites/index.ts';
import { type LabelRule, ruleFor, type RuleTarget } from './label-rules.ts';

/** A site as far as a referrer has to be told from others'. */
export interface OwnSite {
  readonly id: string;
  /** `example.com`, `*.example.com`. */
  readonly hosts: readonly string[];
}

/** What people have decided. */
export interface Decisions {
  readonly rules: readonly LabelRule[];
  readonly sites: readonly OwnSite[];
}

/** Decisions where none were made. */
export const NO_DECISIONS: Decisions = { rules: [], sites: [] };

/** A fingerprint of the decisions: other decisions, other version. */
export function versionOf({ rules, sites }: Decisions): string {
  const ordered = [...rules].sort((a, b) => (a.id < b.id ? -1 : 1));
  return fingerprintOf([ordered, sites]);
}

/** 16 hexadecimal digits that tell values apart. */
export function fingerprintOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}

/** Texts that are read in one go: some 10 MB. */
const CHUNK = 200_000;
const BUFFER_SIZE = 1 << 20;

const NEW_SUB_IDS = `
select distinct l.sub_id as told, '' as network from ${LINES_OF_BASIS} l
where l.sub_id is not null and l.sub_id <> ''
  and l.sub_id not in (select r.sub_id from sub_id_readings r)
limit {chunk:Int64}`;

const NEW_LABELS = `
select distinct l.sub_id as told, network_of(l.scope_id) as network from ${LINES_OF_BASIS} l
join sub_id_readings r on r.sub_id = l.sub_id
where (r.click_id is null or r.made_on > l.process_day)
  and (network_of(l.scope_id), l.sub_id) not in
    (select t.network, t.told from told_texts t where t.version = {version:String} and t.kind = 'sub-id')
limit {chunk:Int64}`;

const NEW_REFERRERS = `
select distinct l.referrer as told, network_of(l.scope_id) as network from ${LINES_OF_BASIS} l
where l.referrer is not null and l.referrer <> ''
  and (network_of(l.scope_id), l.referrer) not in
    (select t.network, t.told from told_texts t where t.version = {version:String} and t.kind = 'referrer')
limit {chunk:Int64}`;

/**
 * Reads every text of a making of the ledger lines that was not read yet. `folder` is for files of the moment, `now` tells
 * ids that can be from words that would be ids of the future.
 */
export async function readToldTexts(
  writer: FactsWriter,
  { basis, floor }: Pick<LedgerBasis, 'basis' | 'floor'>,
  decisions: Decisions,
  folder: string,
  version: string,
  now: Date,
): Promise<void> {
  const parameters = { basis, floor, version, chunk: CHUNK };
  const load = (text: string, table: TableName, row: RowWriter): Promise<void> =>
    readChunks(writer, text, parameters, { table, file: join(folder, `staging-told-${basis}.csv`), row });
  await load(NEW_SUB_IDS, 'sub_id_readings', (csv, { told }) => {
    const { kind, id, beginning, earliest } = traceIn(told, now);
    const madeOn = earliest === null ? null : new Date(earliest).toISOString().slice(0, 10);
    for (const text of [told, kind, id, beginning, madeOn]) csv.text(text);
  });
  await load(NEW_LABELS, 'told_texts', (csv, { told, network }) => {
    const rule = ruleFor(decisions.rules, network, told);
    toldRow(csv, version, 'sub-id', network, told, rule?.id ?? '', rule ?? NOTHING);
  });
  await load(NEW_REFERRERS, 'told_texts', (csv, { told, network }) => {
    toldRow(csv, version, 'referrer', network, told, '', pageOfReferrer(told, decisions.sites) ?? NOTHING);
  });
}

/** Words that can be ids today come first; a word that can be one only later is kept with its day, and counts from then on. */
function traceIn(told: string, now: Date): ClickIdTrace {
  const trace = clickIdTrace(told, now.getTime());
  return trace.kind === 'none' ? clickIdTrace(told) : trace;
}

const NOTHING: RuleTarget = { siteId: '', pageHost: '', pagePath: '', campaign: '' };

type RowWriter = (csv: CsvBytes, row: { readonly told: string; readonly network: string }) => void;

async function readChunks(
  writer: FactsWriter,
  text: string,
  parameters: SqlParameters,
  { table, file, row }: { readonly table: TableName; readonly file: string; readonly row: RowWriter },
): Promise<void> {
  for (;;) {
    const texts = await writer.query(text, parameters);
    if (texts.length === 0) return;
    const csv = new CsvBytes(BUFFER_SIZE);
    for (const { told, network } of texts) {
      row(csv, { told: String(told), network: String(network) });
      csv.endRow();
    }
    try {
      await writeFile(file, csv.take(), { mode: 0o600 });
      await writer.loadCsv(table, file);
    } finally {
      await rm(file, { force: true });
    }
    if (texts.length < CHUNK) return;
  }
}

function toldRow(
  csv: CsvBytes,
  version: string,
  kind: 'sub-id' | 'referrer',
  network: string,
  told: string,
  ruleId: string,
  { siteId, pageHost, pagePath, campaign }: RuleTarget,
): void {
  for (const text of [version, kind, network, told, ruleId, siteId, pageHost, pagePath, campaign]) csv.text(text);
}

/** The page that a network's referrer names, where it is on a site of ours; null: it says nothing. */
export function pageOfReferrer(referrer: string, sites: readonly OwnSite[]): RuleTarget | null {
  const address = /^[a-z]+:\/\//i.test(referrer) ? referrer : `https://${referrer}`;
  if (!URL.canParse(address)) return null;
  const page = new URL(address);
  const { host, pathname, protocol } = page;
  if (protocol !== 'https:' && protocol !== 'http:') return null;
  const site = sites.find(({ hosts }) => isAllowedHost(page, hosts));
  if (site === undefined) return null;
  // most networks report the origin alone, as browsers send it: that names the site, not the page
  const isOrigin = pathname === '/' || pathname === '';
  return { siteId: site.id, pageHost: isOrigin ? '' : host, pagePath: isOrigin ? '' : pathname, campaign: '' };
}
