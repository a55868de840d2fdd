/** The reports of the simulated account and how each can be shaped. */
import type { CommissionLine } from '../world/commission-line.ts';
import type { ColumnName } from './columns.ts';

/** A report, by its default key. */
export type ReportName =
  | 'individual-item-report'
  | 'signature-orders-report'
  | 'non-commissionable-sales-report'
  | 'affilimate-sku-report'
  | 'tributary-report';

/** How lines that agree in every column that is not summed become one row. */
export type Grouping = 'none' | 'same-sign' | 'net';

/** What a test may change about one report. */
export interface ReportShape {
  /** The key in the URL; default: the report's name. Letters' case does not matter in requests. */
  readonly key?: string;
  /** Other columns, in this order. */
  readonly columns?: readonly ColumnName[];
  /**
   * `none`: a row a line. `same-sign`: equal rows are summed, money given and money taken back apart. `net`: summed
   * whatever the sign. Only the SKU report groups by default (`net`).
   */
  readonly grouping?: Grouping;
  /** Commission rounded to this many decimals (after grouping); default 4. */
  readonly commissionDecimals?: 2 | 3 | 4;
  /** A line shows up in this report so many hours after its process instant; default 0. */
  readonly delayHours?: number;
  /** Rows in an order that depends on this seed; default: the world's order. */
  readonly shuffleSeed?: number | string;
  /** Only lines of this advertiser. */
  readonly onlyMid?: number;
  /** Whether lines without a sub-id are listed; default true, but false for signature orders. */
  readonly includesEmptySubId?: boolean;
  /** What an empty window answers: the header alone (default) or also a row `No Results Found`. */
  readonly emptyBody?: 'header' | 'no-results';
}

/** Which reports exist and in what shape; `false` = the account has no such report. All exist by default. */
export type ReportShapes = Readonly<Partial<Record<ReportName, ReportShape | false>>>;

/** A report with its shape filled in. */
export interface Report {
  readonly name: ReportName;
  readonly key: string;
  readonly title: string;
  readonly columns: readonly ColumnName[];
  readonly grouping: Grouping;
  readonly commissionDecimals: number;
  readonly delayMs: number;
  readonly shuffleSeed: number | string | null;
  readonly emptyBody: 'header' | 'no-results';
  readonly lists: (line: CommissionLine) => boolean;
}

interface Definition {
  readonly title: string;
  readonly columns: readonly ColumnName[];
  readonly listsLost: boolean;
}

const DEFINITIONS: Readonly<Record<ReportName, Definition>> = {
  'individual-item-report': {
    title: 'Individual Item Report',
    listsLost: false,
    columns: [
      'Order ID',
      'Transaction Date',
      'Transaction Time',
      'MID',
      'Advertiser Name',
      'SKU',
      'Product Name',
      'Sales',
      '# of Items',
      'Total Commission',
    ],
  },
  'signature-orders-report': {
    title: 'Signature Orders Report',
    listsLost: false,
    columns: [
      'Member ID (U1)',
      'MID',
      'Advertiser Name',
      'Order ID',
      'Transaction Date',
      'Transaction Time',
      'SKU',
      'Sales',
      '# of Items',
      'Total Commission',
      'Process Date',
      'Process Time',
    ],
  },
  'non-commissionable-sales-report': {
    title: 'Non-Commissionable Sales Report',
    listsLost: true,
    columns: [
      'MID',
      'Advertiser Name',
      'Non-Commissionable Order ID',
      'Member ID (U1)',
      'Transaction Date',
      'Transaction Time',
      'Process Date',
      'Process Time',
      'SKU',
      'Product Name',
      'Non-Commissionable Sales',
      'Non-Commissionable Items',
      'Non-Commissionable Reason',
    ],
  },
  'affilimate-sku-report': {
    title: 'Affilimate SKU Report',
    listsLost: false,
    columns: ['Product Name', 'SKU', 'Total Commission', 'Product Brand'],
  },
  'tributary-report': {
    title: 'Tributary Report',
    listsLost: false,
    columns: [
      'Transaction ID',
      'Order ID',
      'Member ID (U1)',
      'MID',
      'Advertiser Name',
      'SKU',
      'Product Name',
      'Product Brand',
      'Transaction Date',
      'Transaction Time',
      'Process Date',
      'Process Time',
      'Sales',
      '# of Items',
      'Total Commission',
      'Currency',
      'Network ID',
      'Commission Status',
    ],
  },
};

/** Every report, by its default key. */
export const REPORT_NAMES: readonly ReportName[] = [
  'individual-item-report',
  'signature-orders-report',
  'non-commissionable-sales-report',
  'affilimate-sku-report',
  'tributary-report',
];

/** The reports that exist, in a fixed order. */
export function createReports(shapes: ReportShapes = {}): readonly Report[] {
  return REPORT_NAMES.flatMap((name) => {
    const shape = shapes[name] ?? {};
    return shape === false ? [] : [createReport(name, shape)];
  });
}

function createReport(name: ReportName, shape: ReportShape): Report {
  const { title, columns, listsLost } = DEFINITIONS[name];
  const includesEmptySubId = shape.includesEmptySubId ?? name !== 'signature-orders-report';
  return {
    name,
    key: shape.key ?? name,
    title,
    columns: shape.columns ?? columns,
    grouping: shape.grouping ?? (name === 'affilimate-sku-report' ? 'net' : 'none'),
    commissionDecimals: shape.commissionDecimals ?? 4,
    delayMs: (shape.delayHours ?? 0) * 3_600_000,
    shuffleSeed: shape.shuffleSeed ?? null,
    emptyBody: shape.emptyBody ?? 'header',
    lists: (line) =>
      (line.kind === 'non-commissionable') === listsLost &&
      (includesEmptySubId || line.subId !== '') &&
      (shape.onlyMid === undefined || line.mid === shape.onlyMid),
  };
}
