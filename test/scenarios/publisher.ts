/** A publisher with a fresh data folder, who drops report files on it: the stage for money stories. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, systemClock } from '../../src/core/index.ts';
import {
  gatherFile,
  importFiles,
  type Imports,
  networkNamed,
  type Preview,
  type Receipt,
} from '../../src/imports/index.ts';
import {
  type EntryFormat,
  exportEntries,
  type Figures,
  type LedgerFigures,
  readConflicts,
  readEntries,
  readFigures,
} from '../../src/ledger/index.ts';
import type { Workspace } from '../../src/open-workspace.ts';
import { openMain } from '../open-main.ts';
import { silentLog } from '../../src/core/index.ts';
import type { FactsStore, SqlRow } from '../../src/facts/index.ts';

const HEADERS = {
  signature:
    'Member ID (U1),MID,Advertiser Name,Order ID,Transaction Date,Transaction Time,SKU,Sales,# of Items,Total Commission,Process Date,Process Time',
  items:
    'Order ID,Transaction Date,Transaction Time,MID,Advertiser Name,SKU,Product Name,Sales,# of Items,Total Commission',
  better:
    'Transaction ID,Order ID,Member ID (U1),MID,Advertiser Name,SKU,Product Name,Product Brand,Transaction Date,Transaction Time,Process Date,Process Time,Sales,# of Items,Total Commission,Currency,Commission Status',
  lost: 'Non-Commissionable Order ID,MID,Advertiser Name,SKU,Product Name,Transaction Date,Non-Commissionable Sales,Non-Commissionable Items,Non-Commissionable Reason',
  brands: 'Product Name,SKU,Total Commission,Product Brand',
} as const;

export type ReportKind = keyof typeof HEADERS;

/** One commission line as the world knows it; every report shows the part it has columns for. */
export interface WorldLine {
  readonly id?: string;
  readonly order: string;
  readonly sku: string;
  readonly sales: string;
  readonly commission: string;
  readonly items?: number;
  readonly on?: string;
  readonly at?: string;
  readonly processedOn?: string;
  readonly processedAt?: string;
  readonly subId?: string;
  readonly mid?: string;
  readonly product?: string;
  readonly brand?: string;
  readonly status?: string;
  readonly reason?: string;
}

function cells(kind: ReportKind, line: WorldLine): (string | number)[] {
  const { order, sku, sales, commission } = line;
  const items = line.items ?? (sales.startsWith('-') ? -1 : 1);
  const on = line.on ?? '3/10/26';
  const at = line.at ?? '09:08:07';
  const processedOn = line.processedOn ?? '3/11/26';
  const processedAt = line.processedAt ?? '18:51:00';
  const mid = line.mid ?? '3358';
  const product = line.product ?? `Product ${sku}`;
  const subId = line.subId ?? 'post-1_hero';
  if (kind === 'signature')
    return [subId, mid, 'Example, Inc.', order, on, at, sku, sales, items, commission, processedOn, processedAt];
  if (kind === 'items') return [order, on, at, mid, 'Example, Inc.', sku, product, sales, items, commission];
  if (kind === 'lost')
    return [order, mid, 'Example, Inc.', sku, product, on, sales, items, line.reason ?? 'Return Exceeded'];
  if (kind === 'brands') return [product, sku, commission, line.brand ?? ''];
  const status = line.status ?? 'unlocked';
  return [
    line.id ?? '',
    order,
    subId,
    mid,
    'Example, Inc.',
    sku,
    product,
    line.brand ?? '',
    on,
    at,
    processedOn,
    processedAt,
    sales,
    items,
    commission,
    'USD',
    status,
  ];
}

function quoted(cell: string | number): string {
  const text = String(cell);
  return /^-?[\d.]+$/.test(text) || /^\d+\/\d+\/\d+$/.test(text) ? text : `"${text.replaceAll('"', '""')}"`;
}

/** A report in the network's own format: BOM, CRLF, text quoted. */
export function reportOf(kind: ReportKind, lines: readonly WorldLine[]): string {
  const rows = lines.map((line) => cells(kind, line).map(quoted).join(','));
  return `\uFEFF${[HEADERS[kind], ...rows].join('\r\n')}\r\n`;
}

/** Options of one import, as the command line has them. */
export interface ImportChoices {
  readonly preview?: boolean;
  readonly complete?: boolean;
  readonly window?: { readonly from: string; readonly to: string };
  readonly country?: string;
}

/** A publisher's installation, with what the stories need of it. */
export class Publisher {
  readonly #installation: Workspace;
  readonly #folder: string;
  #files = 0;

  private constructor(installation: Workspace, folder: string) {
    this.#installation = installation;
    this.#folder = folder;
  }

  /** With `factsUrl` the facts live on that ClickHouse; `clock` says when runs are posted. */
  static async create(factsUrl?: string, clock: Clock = systemClock): Promise<Publisher> {
    const folder = await mkdtemp(join(tmpdir(), 'tributary-story-'));
    return new Publisher(await openMain(join(folder, 'data'), { factsUrl, clock, log: silentLog }), folder);
  }

  /** Imports the given report texts as one run. */
  async drops(texts: readonly string[], choices: ImportChoices = {}): Promise<Receipt> {
    const files: { name: string; sha256: string }[] = [];
    for (const text of texts) {
      this.#files += 1;
      const name = `report-${this.#files}.csv`;
      const path = join(this.#folder, name);
      await writeFile(path, text);
      files.push(...(await gatherFile(this.#installation.raw, path, name, networkNamed('rakuten'))));
    }
    return importFiles(this.#installation, {
      network: 'rakuten',
      country: choices.country ?? 'US',
      complete: choices.complete,
      window: choices.window,
      preview: choices.preview,
      files,
    });
  }

  /** Imports a file of a program of their own, by the mapping of a connection made for it. */
  async dropsOwn(settings: Readonly<Record<string, string>>, text: string): Promise<Receipt> {
    const { imports, raw } = this.#installation;
    const { id } = await imports.addConnection({ network: 'custom', name: 'Own', settings });
    const path = join(this.#folder, 'own.csv');
    await writeFile(path, text);
    const files = await gatherFile(raw, path, 'own.csv', networkNamed('custom'));
    return importFiles(this.#installation, { network: 'custom', connection: id, files });
  }

  /** Plans the given report texts as one run that waits, and gives what it would do. */
  async previews(
    texts: readonly string[],
    choices: Omit<ImportChoices, 'preview' | 'country'> = {},
  ): Promise<{ readonly receipt: Receipt; readonly preview: Preview }> {
    const receipt = await this.drops(texts, { ...choices, preview: true });
    return { receipt, preview: await this.#installation.imports.preview(receipt.run) };
  }

  /** A person's word: posts a run that waits. */
  async upload(run: string): Promise<Receipt> {
    await this.#installation.imports.uploadRun(run);
    const { receipt } = await this.#installation.imports.runSettled(run, 60_000);
    if (receipt === null) throw new Error('the run has no receipt');
    return receipt;
  }

  /** Rebuilds the ledger from the raw reports and gives what would differ. */
  async replays(): Promise<(Receipt | null)[]> {
    const runs = await this.#installation.imports.startReplay();
    const ended = await Promise.all(runs.map((run) => this.#installation.imports.runSettled(run.id, 120_000)));
    return ended.map((run) => run.receipt);
  }

  figures(asOf: string | null = null): Promise<LedgerFigures> {
    return readFigures(this.#installation.facts, asOf);
  }

  async entries(): Promise<SqlRow[]> {
    const entries: SqlRow[] = [];
    for await (const rows of readEntries(this.#installation.facts, null)) entries.push(...rows);
    return entries;
  }

  conflicts(asOf: string | null = null): Promise<readonly Figures[]> {
    return readConflicts(this.#installation.facts, asOf);
  }

  /** An export as one piece. */
  async exports(format: EntryFormat, asOf: string | null = null): Promise<Buffer> {
    const { facts, temporaryFolder } = this.#installation;
    const parts: Uint8Array[] = [];
    for await (const part of exportEntries(facts, format, asOf, temporaryFolder)) parts.push(Buffer.from(part));
    return Buffer.concat(parts);
  }

  get imports(): Imports {
    return this.#installation.imports;
  }

  /** Attribution of its lines. */
  get attributor(): Workspace['attributor'] {
    return this.#installation.attributor;
  }

  /** The ledger's store, for reports to read. */
  get facts(): FactsStore {
    return this.#installation.facts;
  }

  /** Where the data lies. */
  get dataFolder(): string {
    return this.#installation.temporaryFolder;
  }

  /** The canonical dump: every line with all its fields, no ordinal, run or posting time. */
  async dump(): Promise<string> {
    return JSON.stringify(await this.entries(), null, 1);
  }

  async leaves(): Promise<void> {
    await this.#installation.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** `commission (lines)` per status, the way a story states its figures. */
export async function statusesOf(publisher: Publisher): Promise<Record<string, string>> {
  const figures = await publisher.figures();
  return Object.fromEntries(figures.byStatus.map((row) => [row.status, `${row.commission} (${row.lines})`]));
}

/** The one total of a ledger in one currency. */
export async function totalOf(publisher: Publisher): Promise<string> {
  const { totals } = await publisher.figures();
  return totals.map((row) => `${row.commission} ${row.currency}, sales ${row.sales}, ${row.lines} lines`).join('; ');
}
