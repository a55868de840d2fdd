/** The settings of a custom connection: which column of the program's file means what, and how it writes its values. */
import { z } from 'zod';
import { isCurrency } from './currency.ts';
import { DATE_FORMATS } from './read-date.ts';

/** What a column can mean; each is the setting that names the column. */
export const FIELDS = [
  'date',
  'time',
  'commission',
  'id',
  'order',
  'sku',
  'advertiser',
  'sales',
  'items',
  'currency',
  'status',
  'subId',
  'product',
  'brand',
  'processedDate',
  'referrer',
] as const;

/** A meaning that a column of the file can have. */
export type Field = (typeof FIELDS)[number];

const LONGEST_NAME = 200;

function named(missing: string) {
  return z
    .string({ error: missing })
    .trim()
    .min(1, missing)
    .max(LONGEST_NAME, `has more than ${LONGEST_NAME} characters`);
}

/** The name of a column that the file may lack. `column` tells the form to offer the columns of a file. */
function column(title: string, description: string) {
  return named('is blank; leave it out, or name a column of the file')
    .optional()
    .meta({ title, description, column: true });
}

/** The name of a column that every file must have. */
function requiredColumn(title: string, description: string) {
  return named('name a column of the file').meta({ title, description, column: true });
}

function choice<const Choices extends readonly string[]>(choices: Choices) {
  return z.enum(choices, { error: `choose one of ${choices.map((one) => `"${one}"`).join(', ')}` });
}

function words(title: string, description: string) {
  return named('is blank; leave it out, or name the words').optional().meta({ title, description });
}

function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false; // an offset such as +01:00 is not a zone: it knows no summer time
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false; // how Intl says that it knows no such zone
    throw error;
  }
}

/** The words of a comma list as they are compared: without outer spaces, in lower case. */
export function wordsOf(list: string | undefined): readonly string[] {
  return namesOf(list).map(plainWord);
}

/** The names of a comma list, as they stand there. */
export function namesOf(list: string | undefined): readonly string[] {
  return (list ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
}

/** A status text as it is compared with the words of the lists. */
export function plainWord(text: string): string {
  return text.trim().replace(/\s+/g, ' ').toLowerCase();
}

/** Which columns the mapping must have, and what would be ambiguous. One problem at a time, at the setting to change. */
function problemOf(mapping: Mapping): readonly [keyof Mapping, string] | null {
  const { id, order, time, dateFormat, advertiser, program, currency, fixedCurrency, status, subId, furtherSubIds } =
    mapping;
  if (id === undefined && order === undefined) {
    return [
      'id',
      'name the column of unique line ids, or at least the one of order numbers: lines are known again by it',
    ];
  }
  if (time !== undefined && dateFormat === 'instant') return ['time', 'an instant has its time in it; leave this out'];
  if (advertiser === undefined && program === undefined) {
    return ['program', 'name the program, or the column of advertisers'];
  }
  if (advertiser !== undefined && program !== undefined) {
    return ['program', 'name the program or the column of advertisers, not both'];
  }
  if (currency === undefined && fixedCurrency === undefined) {
    return ['fixedCurrency', 'name the currency, or the column that it is in; it is never guessed'];
  }
  if (subId === undefined && furtherSubIds !== undefined) return ['subId', 'name the first of the sub-id columns'];
  const lists = [mapping.approvedWords, mapping.pendingWords, mapping.reversedWords].map(wordsOf);
  const all = lists.flat();
  if (status === undefined && all.length > 0) return ['status', 'name the column that the status words are in'];
  if (status !== undefined && all.length === 0) {
    return ['approvedWords', 'say which words of the status column mean approved, pending or reversed'];
  }
  const twice = all.find((word, at) => all.indexOf(word) !== at);
  return twice === undefined
    ? null
    : ['approvedWords', `the word "${twice}" stands in the lists of status words twice`];
}

/**
 * The form of a custom connection. What it lets through is what goes in, with outer spaces gone and the defaults filled
 * in: reading it again changes nothing.
 */
export const mappingSchema = z
  .strictObject({
    program: named('is blank; leave it out, or name the program')
      .optional()
      .meta({ title: 'Program', description: 'The advertiser, if the file is of one only and has no column for it.' }),
    date: requiredColumn('Date column', 'The day of the sale, or the instant. Required.'),
    dateFormat: choice(DATE_FORMATS).meta({
      title: 'Date format',
      description:
        'How the file writes days: D, M and Y are day, month and year; "instant" is ISO 8601 with an offset, such as 2026-03-01T14:05:00Z. Never guessed.',
    }),
    time: column('Time column', 'The time of the sale, such as 14:05:00, if it is not in the date column.'),
    timeZone: named('name a time zone, such as Europe/Berlin')
      .refine(isTimeZone, { error: 'is no time zone; expected is a name such as Europe/Berlin or UTC' })
      .default('UTC')
      .meta({ title: 'Time zone', description: 'The zone of the days and times, such as Europe/Berlin.' }),
    commission: requiredColumn('Commission column', 'What you earn. Required.'),
    sales: column('Sales column', 'The value of the sale.'),
    items: column('Items column', 'The number of items.'),
    decimalMark: choice(['.', ',']).meta({
      title: 'Decimal mark',
      description: '"." for 1,234.56 and "," for 1.234,56. Never guessed.',
    }),
    currency: column('Currency column', 'The currency of each line, as a code such as EUR.'),
    fixedCurrency: named('is blank; leave it out, or name a currency')
      .toUpperCase()
      .refine(isCurrency, { error: 'is no currency; expected is a code such as EUR' })
      .optional()
      .meta({
        title: 'Currency',
        description: 'The currency of every line. With a currency column too, a line in another one is refused.',
      }),
    id: column('Line id column', "The program's own id of each line, if it has one that never changes."),
    order: column('Order column', 'The order number. Required if there is no line id.'),
    sku: column('SKU column', 'The article number.'),
    product: column('Product column', 'The name of the product.'),
    brand: column('Brand column', 'The brand of the product.'),
    advertiser: column('Advertiser column', 'The advertiser of each line, if the file has several.'),
    subId: column('Sub-id column', 'What your link carried, to know the page that earned the commission.'),
    furtherSubIds: words(
      'Further sub-id columns',
      'Where links carry several sub-ids: the names of the other columns, separated by commas, such as clickref2, clickref3.',
    ),
    referrer: column('Referrer column', 'The address of the page that the reader came from.'),
    processedDate: column('Processed column', 'The day the program booked the line, if it never changes afterwards.'),
    status: column('Status column', 'The status of each line; a word that stands in no list below is refused.'),
    approvedWords: words('Approved words', 'Words of the status column that mean approved, separated by commas.'),
    pendingWords: words('Pending words', 'Words that mean that the line may still change.'),
    reversedWords: words('Reversed words', 'Words that mean that the line was taken back.'),
    delimiter: choice([',', ';', 'tab'])
      .default(',')
      .meta({ title: 'Delimiter', description: 'What stands between two cells: a comma, a semicolon or a tab.' }),
  })
  .superRefine((mapping, context) => {
    const problem = problemOf(mapping);
    if (problem === null) return;
    const [setting, message] = problem;
    context.addIssue({ code: 'custom', path: [setting], message });
  });

/** A saved mapping, as `mappingSchema` let it through. */
export type Mapping = Readonly<z.infer<typeof mappingSchema>>;
