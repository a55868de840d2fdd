/** One report file, row by row: finds its header below any preface, recognises the report, translates every row. */
import { createReadStream } from 'node:fs';
import { TributaryError } from '../core/index.ts';
import type {
  Network,
  ReportDefinition,
  ReportedBrand,
  ReportedLine,
  RowReject,
  RowTranslator,
  TranslateContext,
} from '../networks/index.ts';
import { CsvDamage, CsvRows } from './csv-rows.ts';

/** A rejected row with its physical line. */
export interface LineReject extends RowReject {
  readonly line: number;
}

/** Where the rows of a report go. `line` is the physical line in the file. */
export interface ReportSink {
  readonly onReport: (report: ReportDefinition) => void;
  readonly onLine: (line: ReportedLine, at: number) => void;
  readonly onBrand: (brand: ReportedBrand, at: number) => void;
  /** Called between chunks, so that a sink may write out what it holds. */
  readonly flush: () => Promise<void>;
}

/** What a report file turned out to hold. `extra` = columns we do not use; they stay in the raw report. */
export interface ReportReading {
  readonly report: ReportDefinition;
  readonly rowsRead: number;
  readonly rejected: readonly LineReject[];
  readonly extra: readonly string[];
}

/** How a file is to be read: `reportId` overrules recognition. */
export interface ReadingOrder {
  readonly network: Network;
  readonly context: TranslateContext;
  readonly reportId: string | null;
  readonly fileName: string;
}

/** A report that lacks columns which it must have. */
export class MissingColumns extends TributaryError {
  /** By their usual names. */
  readonly missing: readonly string[];

  constructor(fileName: string, line: number, label: string, missing: readonly string[], remedy: string) {
    const names = missing.map((name) => `"${name}"`).join(', ');
    super(
      'missing-columns',
      `${fileName}, line ${line}: the ${label} lacks the column ${names}. ${remedy}; nothing was imported.`,
      { file: fileName, line, column: missing[0] ?? '' },
    );
    this.missing = missing;
  }
}

/** A preface has 4 lines at Rakuten; a header further down than this is no header. */
const DEEPEST_HEADER = 30;

const SEPARATORS: Readonly<Record<string, string>> = { ',': 'commas', ';': 'semicolons', '\t': 'tabs' };

class ReportReader {
  readonly #order: ReadingOrder;
  readonly #sink: ReportSink;
  readonly rejected: LineReject[] = [];
  #report: ReportDefinition | null = null;
  #translate: RowTranslator | null = null;
  #width = 0;
  #extra: readonly string[] = [];
  #rowsRead = 0;
  /** Line of the last row if it holds data, else 0. */
  #lastLine = 0;
  #seen = 0;
  #firstRow: string[] | null = null;
  /** The row that came nearest to the header of a network's only report. */
  #nearest: { readonly line: number; readonly missing: readonly string[]; readonly cells: readonly string[] } | null =
    null;
  #short: { readonly line: number; readonly cells: number } | null = null;

  constructor(order: ReadingOrder, sink: ReportSink) {
    this.#order = order;
    this.#sink = sink;
  }

  readonly onRow = (row: { readonly line: number; readonly cells: string[] }): void => {
    if (this.#translate === null) {
      this.#lookForHeader(row.line, row.cells);
      return;
    }
    if (this.#short !== null) this.#rejectShort();
    const first = row.cells[0]?.trim() ?? '';
    if (
      this.#report?.emptyMarks.includes(first) === true &&
      row.cells.every((cell, at) => at === 0 || cell.trim() === '')
    )
      return;
    this.#rowsRead += 1;
    this.#lastLine = row.line;
    if (row.cells.length < this.#width) {
      this.#short = { line: row.line, cells: row.cells.length }; // the last row: cut off; any other: one bad row
      return;
    }
    const translated = this.#translate(row.cells);
    if (translated.kind === 'line') this.#sink.onLine(translated.line, row.line);
    else if (translated.kind === 'brand') this.#sink.onBrand(translated.brand, row.line);
    else if (translated.kind === 'reject') this.rejected.push({ ...translated.reject, line: row.line });
  };

  #rejectShort(): void {
    const short = this.#short;
    if (short === null) return;
    this.#short = null;
    const message = `the row has ${short.cells} cells, the header ${this.#width}`;
    this.rejected.push({ line: short.line, code: 'wrong-width', column: null, message });
  }

  #lookForHeader(line: number, cells: string[]): void {
    this.#seen += 1;
    this.#firstRow ??= cells;
    if (this.#seen > DEEPEST_HEADER) throw this.#unrecognised();
    const { network, reportId, context } = this.#order;
    const recognised = network.reports.find((report) => report.recognises(cells, context.settings));
    if (recognised === undefined && (reportId === null || cells.length < 3)) {
      this.#compare(line, cells);
      return;
    }
    const report = reportId === null ? recognised : network.reports.find((candidate) => candidate.id === reportId);
    if (report === undefined) throw this.#unrecognised();
    const reading = report.readHeader(cells, context);
    if (reading.kind === 'missing-columns') {
      const remedy = 'Add it to the report at the network and download it again';
      throw this.#missingColumns(report, line, reading.missing, remedy);
    }
    this.#report = report;
    this.#translate = reading.translate;
    this.#width = reading.width;
    this.#extra = reading.extra;
    this.#sink.onReport(report);
  }

  /** Where a network has one report only, a row that is not its header can still say what it lacks. */
  #compare(line: number, cells: string[]): void {
    const { network, context } = this.#order;
    const [only, another] = network.reports;
    if (only === undefined || another !== undefined) return;
    const reading = only.readHeader(cells, context);
    if (reading.kind !== 'missing-columns') return;
    if (this.#nearest === null || reading.missing.length < this.#nearest.missing.length) {
      this.#nearest = { line, missing: reading.missing, cells };
    }
  }

  #missingColumns(report: ReportDefinition, line: number, missing: readonly string[], remedy: string): TributaryError {
    return new MissingColumns(this.#order.fileName, line, report.label, missing, remedy);
  }

  /** Above the header, another delimiter after a quote is no damage: the whole file uses it. */
  remedyOf(damage: CsvDamage): string {
    const separators = this.#translate === null ? SEPARATORS[damage.follows] : undefined;
    if (separators === undefined) return 'The file is damaged or cut off: download it again';
    return `The file seems to be separated by ${separators}: correct the delimiter in the settings of its connection, or download it as a CSV of the network`;
  }

  #unrecognised(): TributaryError {
    const { network, fileName } = this.#order;
    const [only] = network.reports;
    if (only !== undefined && this.#nearest !== null) {
      const { line, missing, cells } = this.#nearest;
      const separated = cells.length === 1 ? /[,;\t]/.exec(cells[0] ?? '')?.[0] : undefined;
      const remedy =
        separated === undefined
          ? 'Add it to the report and download it again, or correct the settings of the connection'
          : `The line is separated by ${SEPARATORS[separated]}: correct the delimiter in the settings of the connection`;
      return this.#missingColumns(only, line, missing, remedy);
    }
    const first = (this.#firstRow ?? []).slice(0, 6).join(', ').slice(0, 200);
    return new TributaryError(
      'unrecognised-report',
      `${fileName}: this is none of the reports of ${network.label} (${network.reports.map((report) => report.label).join(', ')}). Its first line is: ${first}`,
      { file: fileName, line: 1 },
    );
  }

  finish(mayBeCut: boolean): ReportReading {
    const { fileName } = this.#order;
    if (this.#report === null) throw this.#unrecognised();
    if (this.#short !== null) {
      const { line, cells } = this.#short;
      throw new TributaryError(
        'truncated-file',
        `${fileName}, line ${line}: the last row has ${cells} cells, the header ${this.#width}; the file is cut off. Download it again; nothing was imported.`,
        { file: fileName, line },
      );
    }
    if (mayBeCut && this.#lastLine > 0) {
      throw new TributaryError(
        'truncated-file',
        `${fileName}, line ${this.#lastLine}: the file ends without a line end, so its last number may be cut off. Download it again; nothing was imported.`,
        { file: fileName, line: this.#lastLine },
      );
    }
    return { report: this.#report, rowsRead: this.#rowsRead, rejected: this.rejected, extra: this.#extra };
  }
}

/** Refuses what is not CSV at all, by its first characters. */
function checkStart(start: string, fileName: string): void {
  const text = start.trimStart().toLowerCase();
  if (text.startsWith('<')) {
    throw new TributaryError(
      'html-instead-of-csv',
      `${fileName} is a web page, not a report: sign in at the network and download the CSV again.`,
      { file: fileName, line: 1 },
    );
  }
  if (text.startsWith('{') || text.startsWith('[')) {
    throw new TributaryError(
      'error-instead-of-csv',
      `${fileName} is a message of the network, not a report: ${start.slice(0, 200).trim()}`,
      { file: fileName, line: 1 },
    );
  }
}

/**
 * Reads a stored CSV file. Throws a `TributaryError` for a structural surprise (nothing of the file may be used then);
 * a row that is not understood is in `rejected`.
 */
export async function readReport(path: string, order: ReadingOrder, sink: ReportSink): Promise<ReportReading> {
  const { fileName, network, context } = order;
  const reader = new ReportReader(order, sink);
  const delimiter = context.settings === undefined ? undefined : network.delimiterOf?.(context.settings);
  const rows = new CsvRows(reader.onRow, delimiter);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let isStart = true;
  let mayBeCut = false;
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 19 })) {
      if (!(chunk instanceof Uint8Array)) throw new Error('the stream gave no bytes');
      const text = decoder.decode(chunk, { stream: true });
      if (isStart) checkStart(text, fileName);
      isStart = false;
      rows.push(text);
      await sink.flush();
    }
    rows.push(decoder.decode());
    mayBeCut = rows.end().mayBeCut;
  } catch (error) {
    if (error instanceof CsvDamage) {
      throw new TributaryError(
        error.code,
        `${fileName}, ${error.message}. ${reader.remedyOf(error)}; nothing was imported.`,
        { file: fileName, line: error.line },
        error,
      );
    }
    if (error instanceof TypeError && /encoded data/i.test(error.message)) {
      throw new TributaryError(
        'wrong-encoding',
        `${fileName} is not UTF-8 text. Download it again as CSV (UTF-8), without opening it in a spreadsheet.`,
        { file: fileName },
        error,
      );
    }
    throw error;
  }
  if (isStart)
    throw new TributaryError('empty-file', `${fileName} is empty. Download it again.`, { file: fileName, line: 1 });
  await sink.flush();
  return reader.finish(mayBeCut);
}
