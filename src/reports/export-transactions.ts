/** The lines of a list as a CSV file: exactly what is filtered, in its order, without an end but the last line. */
import { csvLine } from '../core/index.ts';
import { frameOf, linesParameters, type ReportSources } from './question.ts';
import { sortingOf, type TransactionsQuestion, transactionsSql } from './transactions.ts';
import { type TransactionRow, transactionOf } from './transaction-rows.ts';

/** The columns of the file with what each holds. */
const COLUMNS: readonly (readonly [string, keyof TransactionRow])[] = [
  ['id', 'id'],
  ['status', 'status'],
  ['flag', 'flag'],
  ['network', 'networkLabel'],
  ['country', 'countryLabel'],
  ['advertiser_id', 'advertiserId'],
  ['advertiser', 'advertiser'],
  ['order_id', 'orderId'],
  ['sku', 'sku'],
  ['product', 'product'],
  ['brand', 'brand'],
  ['sub_id', 'subId'],
  ['transaction_id', 'transactionId'],
  ['occurred_on', 'occurredOn'],
  ['occurred_time', 'occurredTime'],
  ['processed_on', 'processedOn'],
  ['processed_time', 'processedTime'],
  ['currency', 'currency'],
  ['sales', 'sales'],
  ['commission', 'commission'],
  ['items', 'items'],
  ['network_status', 'networkStatus'],
  ['reason', 'reason'],
  ['referrer', 'referrer'],
  ['money_report', 'moneyReport'],
];

/** The header of the file. */
export const EXPORT_COLUMNS: readonly string[] = COLUMNS.map(([name]) => name);

/**
 * The file in parts, as the store gives the lines: memory does not grow with them. Throws between parts if the store
 * fails: a file whose parts did not come to an end is not whole.
 */
export async function* exportTransactions(
  sources: ReportSources,
  question: TransactionsQuestion,
): AsyncGenerator<string> {
  const frame = await frameOf(sources, question);
  const sorting = sortingOf(question);
  yield csvLine(EXPORT_COLUMNS);
  const sql = transactionsSql.all(frame, sorting);
  for await (const rows of sources.facts.stream(sql, linesParameters(frame, frame.days))) {
    yield rows
      .map((row) => transactionOf(row, sources.names))
      .map((line) => csvLine(COLUMNS.map(([, member]) => line[member])))
      .join('');
  }
}
