/** The lines of a list as a file: exactly what is filtered, in its order, without an end but the last line. */
import { type CellKind, csvLine, spreadsheetOf } from '../core/index.ts';
import type { SqlRow } from '../facts/index.ts';
import { frameOf, linesParameters, type ReportSources } from './question.ts';
import { type RowAttribution, rowAttributionOf } from './row-attribution.ts';
import { sortingOf, type TransactionsQuestion, transactionsSql } from './transactions.ts';
import { type TransactionRow, transactionOf } from './transaction-rows.ts';

/** What lines can be exported as. */
export const LINE_FORMATS = ['csv', 'json', 'xlsx'] as const;
export type LineFormat = (typeof LINE_FORMATS)[number];

/** A line of the file: one for each line of the list, whose amounts are those of the list. */
type FileRow = TransactionRow &
  Omit<RowAttribution, 'pageHost' | 'pagePath' | 'site'> & { readonly page: string | null };

const NOT_ATTRIBUTED = {
  ...{ method: null, confidence: null, page: null, pages: null, link: null, placement: null, position: null },
  ...{ readerCountry: null, readerCity: null },
};

/** The columns of the file with what each holds. */
const COLUMNS: readonly (readonly [string, keyof FileRow, CellKind])[] = [
  ['id', 'id', 'text'],
  ['status', 'status', 'text'],
  ['flag', 'flag', 'text'],
  ['network', 'networkLabel', 'text'],
  ['country', 'countryLabel', 'text'],
  ['advertiser_id', 'advertiserId', 'text'],
  ['advertiser', 'advertiser', 'text'],
  ['order_id', 'orderId', 'text'],
  ['sku', 'sku', 'text'],
  ['product', 'product', 'text'],
  ['brand', 'brand', 'text'],
  ['sub_id', 'subId', 'text'],
  ['transaction_id', 'transactionId', 'text'],
  ['occurred_on', 'occurredOn', 'day'],
  ['occurred_time', 'occurredTime', 'text'],
  ['processed_on', 'processedOn', 'day'],
  ['processed_time', 'processedTime', 'text'],
  ['local_day', 'localDay', 'day'],
  ['local_time', 'localTime', 'text'],
  ['currency', 'currency', 'text'],
  ['sales', 'sales', 'amount'],
  ['commission', 'commission', 'amount'],
  ['items', 'items', 'count'],
  ['reported_currency', 'reportedCurrency', 'text'],
  ['reported_sales', 'reportedSales', 'amount'],
  ['reported_commission', 'reportedCommission', 'amount'],
  ['network_status', 'networkStatus', 'text'],
  ['reason', 'reason', 'text'],
  ['referrer', 'referrer', 'text'],
  ['money_report', 'moneyReport', 'text'],
  ['method', 'method', 'text'],
  ['confidence', 'confidence', 'amount'],
  ['page', 'page', 'text'],
  ['pages', 'pages', 'count'],
  ['link', 'link', 'text'],
  ['placement', 'placement', 'text'],
  ['position', 'position', 'count'],
  ['reader_country', 'readerCountry', 'text'],
  ['reader_city', 'readerCity', 'text'],
];

type Cells = readonly (string | number | null)[];

/**
 * The file in parts, as the store gives the lines: memory does not grow with them. Throws between parts if the store
 * fails: a file whose parts did not come to an end is not whole.
 */
export function exportTransactions(
  sources: ReportSources,
  question: TransactionsQuestion,
  format: LineFormat = 'csv',
): AsyncIterable<Uint8Array | string> {
  const batches = cellsOf(sources, question);
  if (format === 'csv') return csvOf(batches);
  if (format === 'json') return jsonOf(batches);
  const columns = COLUMNS.map(([name, , kind]) => ({ name, kind }));
  return spreadsheetOf(columns, batches, 'Transactions');
}

async function* cellsOf(sources: ReportSources, question: TransactionsQuestion): AsyncGenerator<readonly Cells[]> {
  const isAttributed = sources.attribution !== undefined;
  const frame = await frameOf(sources, question, isAttributed ? { model: 'last', of: 'page' } : null);
  const sorting = sortingOf(question);
  const sql = isAttributed
    ? transactionsSql.attributed(frame, sorting, question.filters)
    : transactionsSql.all(frame, sorting);
  for await (const rows of sources.facts.stream(sql, linesParameters(frame, frame.days))) {
    yield rows.map((row) => {
      const line = { ...transactionOf(row, sources.names), ...attributionIn(row) };
      return COLUMNS.map(([, member]) => line[member]);
    });
  }
}

/** What is said of a line's largest share. */
function attributionIn(row: SqlRow): typeof NOT_ATTRIBUTED | Omit<FileRow, keyof TransactionRow> {
  const share = rowAttributionOf(row);
  if (share === null) return NOT_ATTRIBUTED;
  const { pageHost, pagePath } = share;
  return { ...share, page: pageHost === null ? null : `${pageHost}${pagePath ?? ''}` };
}

async function* csvOf(batches: AsyncIterable<readonly Cells[]>): AsyncGenerator<string> {
  yield csvLine(COLUMNS.map(([name]) => name));
  for await (const rows of batches) yield rows.map(csvLine).join('');
}

async function* jsonOf(batches: AsyncIterable<readonly Cells[]>): AsyncGenerator<string> {
  let before = '[\n';
  for await (const rows of batches) {
    const texts = rows.map((cells) => JSON.stringify(Object.fromEntries(COLUMNS.map(([name], n) => [name, cells[n]]))));
    yield before + texts.join(',\n');
    before = ',\n';
  }
  yield before === '[\n' ? '[\n]\n' : '\n]\n';
}
