/**
 * A spreadsheet (XLSX) as it is written: memory does not grow with its rows. Written here because an amount must reach the
 * file digit by digit, and libraries take amounts as floats and all rows at once (docs/adr/0014).
 */
import { zipOf, type ZipEntry } from './zip-stream.ts';

/** `text`: never a formula · `amount`: exact decimal text, a number in the sheet · `day`: `YYYY-MM-DD` · `count`: a whole number. */
export type CellKind = 'text' | 'amount' | 'day' | 'count';

export interface SheetColumn {
  readonly name: string;
  readonly kind: CellKind;
}

export type SheetRow = readonly (string | number | null)[];

/** Rows that a sheet of Excel has, the header among them. */
const MOST_ROWS = 1_048_576;
/** Characters that a cell of Excel holds. */
const LONGEST_TEXT = 32_767;
/** Excel computes with 15 digits: a longer amount would lose its last ones, so it is text. */
const MOST_DIGITS = 15;
/** An entry of a ZIP holds 4 GB: a sheet ends before that. */
const LARGEST_SHEET = 3_500_000_000;

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';

/** Styles by their place in `STYLES`. */
const STYLE: Readonly<Record<CellKind | 'head', number>> = { text: 0, amount: 1, day: 2, count: 3, head: 4 };
const STYLES = `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="#,##0.00##"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="5"><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="1" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1" applyNumberFormat="1"/></cellXfs></styleSheet>`;

/**
 * The file in parts. Rows beyond what a sheet holds go on in the next one, under the same header. `mostRows` is for tests.
 */
export function spreadsheetOf(
  columns: readonly SheetColumn[],
  batches: AsyncIterable<readonly SheetRow[]>,
  name: string,
  mostRows = MOST_ROWS,
): AsyncGenerator<Uint8Array> {
  return zipOf(entriesOf(columns, new Rows(batches), name, mostRows));
}

/** Rows in batches, of which a part can be taken. */
class Rows {
  readonly #source: AsyncIterator<readonly SheetRow[]>;
  #rest: readonly SheetRow[] = [];

  constructor(batches: AsyncIterable<readonly SheetRow[]>) {
    this.#source = batches[Symbol.asyncIterator]();
  }

  /** At most so many of the next rows; none = there are no more. */
  async take(most: number): Promise<readonly SheetRow[]> {
    while (this.#rest.length === 0) {
      const next = await this.#source.next();
      if (next.done === true) return [];
      this.#rest = next.value;
    }
    const taken = this.#rest.slice(0, most);
    this.#rest = this.#rest.slice(most);
    return taken;
  }

  async isAtEnd(): Promise<boolean> {
    const first = await this.take(1);
    this.#rest = [...first, ...this.#rest];
    return first.length === 0;
  }

  async leave(): Promise<void> {
    await this.#source.return?.();
  }
}

async function* entriesOf(
  columns: readonly SheetColumn[],
  rows: Rows,
  name: string,
  mostRows: number,
): AsyncGenerator<ZipEntry> {
  try {
    const sheets: string[] = [];
    do {
      sheets.push(sheets.length === 0 ? name : `${name} ${sheets.length + 1}`);
      yield { name: `xl/worksheets/sheet${sheets.length}.xml`, parts: sheetOf(columns, rows, mostRows) };
    } while (!(await rows.isAtEnd()));
    yield { name: 'xl/workbook.xml', parts: [workbook(sheets)] };
    yield { name: 'xl/_rels/workbook.xml.rels', parts: [workbookParts(sheets)] };
    yield { name: 'xl/styles.xml', parts: [STYLES] };
    yield {
      name: '_rels/.rels',
      parts: [
        `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
      ],
    };
    yield { name: '[Content_Types].xml', parts: [contentTypes(sheets)] };
  } finally {
    await rows.leave();
  }
}

async function* sheetOf(columns: readonly SheetColumn[], rows: Rows, mostRows: number): AsyncGenerator<string> {
  const letters = columns.map((_, place) => lettersOf(place));
  yield `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="${columns.length}" width="16" customWidth="1"/></cols><sheetData>`;
  yield `<row r="1">${columns.map((column, place) => textCell(`${letters[place]}1`, column.name, STYLE.head)).join('')}</row>`;
  let [number, size] = [1, 0];
  while (number < mostRows && size < LARGEST_SHEET) {
    const batch = await rows.take(mostRows - number);
    if (batch.length === 0) break;
    let text = '';
    for (const row of batch) {
      number += 1;
      const cells = columns.map(({ kind }, place) => cellOf(`${letters[place]}${number}`, kind, row[place] ?? null));
      text += `<row r="${number}">${cells.join('')}</row>`;
    }
    size += text.length * 3; // UTF-8 takes at most 3 bytes for one unit of a JavaScript text
    yield text;
  }
  yield '</sheetData></worksheet>';
}

/** A, B … Z, AA … */
function lettersOf(place: number): string {
  const last = String.fromCharCode(65 + (place % 26));
  return place < 26 ? last : lettersOf(Math.floor(place / 26) - 1) + last;
}

function cellOf(at: string, kind: CellKind, value: string | number | null): string {
  if (value === null || value === '') return '';
  const text = String(value);
  if (kind === 'amount' && text.replaceAll(/\D/g, '').replace(/^0+/, '').length <= MOST_DIGITS) {
    return `<c r="${at}" s="${STYLE.amount}"><v>${plain(text)}</v></c>`;
  }
  if (kind === 'count') return `<c r="${at}" s="${STYLE.count}"><v>${plain(text)}</v></c>`;
  if (kind === 'day') return `<c r="${at}" s="${STYLE.day}"><v>${serialOf(text)}</v></c>`;
  return textCell(at, text, STYLE.text);
}

/** A number goes into the sheet as it is written; anything else has no place in a cell of numbers. */
function plain(text: string): string {
  if (!/^-?\d+(\.\d+)?$/.test(text)) throw new Error(`"${text}" is no plain number`);
  return text;
}

/** Days since 30 December 1899, as spreadsheets count them; true from March 1900 on. */
function serialOf(day: string): number {
  const serial = (Date.parse(`${day}T00:00:00Z`) - Date.UTC(1899, 11, 30)) / 86_400_000;
  if (!Number.isInteger(serial)) throw new Error(`"${day}" is no day`);
  return serial;
}

function textCell(at: string, text: string, style: number): string {
  const shown =
    text.length > LONGEST_TEXT ? `(${text.length} characters, more than a cell holds: export as CSV)` : text;
  return `<c r="${at}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${xmlText(shown)}</t></is></c>`;
}

const MARKUP: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '_x000D_',
};

/** What XML cannot hold; the line ends that it can are left. */
const FOREIGN = /(?![\t\n\r])[\p{Cc}\ufffe\uffff]/gu;

/** Text for XML; what XML cannot hold is written the way spreadsheets do, `_x0001_`, and so is what looks like that. */
function xmlText(text: string): string {
  return text
    .replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replaceAll(/[&<>"\r]/g, (sign) => MARKUP[sign] ?? sign)
    .replaceAll(FOREIGN, (sign) => `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`);
}

function workbook(sheets: readonly string[]): string {
  const list = sheets.map((name, n) => `<sheet name="${xmlText(name)}" sheetId="${n + 1}" r:id="r${n + 1}"/>`);
  return `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${list.join('')}</sheets></workbook>`;
}

function workbookParts(sheets: readonly string[]): string {
  const list = sheets.map(
    (_, n) => `<Relationship Id="r${n + 1}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${n + 1}.xml"/>`,
  );
  return `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${list.join('')}<Relationship Id="styles" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`;
}

function contentTypes(sheets: readonly string[]): string {
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const list = sheets.map(
    (_, n) => `<Override PartName="/xl/worksheets/sheet${n + 1}.xml" ContentType="${type}.worksheet+xml"/>`,
  );
  return `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${type}.styles+xml"/>${list.join('')}</Types>`;
}
