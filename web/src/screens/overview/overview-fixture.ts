/** A small overview for tests: two days, two networks, one currency. */
import type { CurrencyFigures, OverviewReply } from '../../report/queries.ts';

const apart = { sales: '0.0000', commission: '0.0000', items: 0, lines: 0 };
const curves = {
  sales: ['100.0000', '0.0000'],
  commission: ['7.5000', '0.0100'],
  orders: [2, 1],
  items: [3, 1],
  rate: ['0.075000', null],
  averageOrder: ['50.0000', '0.0000'],
  reversalRate: [null, null],
  lostSales: ['0.0000', '20.0000'],
};

const now = {
  sales: '100.0000',
  commission: '7.5100',
  orders: 3,
  items: 4,
  lines: 4,
  rate: '0.075100',
  averageOrder: '33.3333',
  reversalRate: null,
  lost: { ...apart, sales: '20.0000', lines: 1 },
  withdrawn: apart,
  conflicts: apart,
};

export const figures: CurrencyFigures = {
  currency: 'USD',
  now,
  before: { ...now, commission: '5.0000', orders: 0, lost: apart },
  changes: {
    sales: '0.000000',
    commission: '0.502000',
    orders: null,
    items: '0.000000',
    lines: '0.000000',
    rate: '0.000000',
    averageOrder: '0.000000',
    reversalRate: null,
    lostSales: null,
  },
  curves,
  curvesBefore: { ...curves, commission: ['5.0000', '0.0000'] },
  withoutTime: null,
  stacks: [
    { key: 'rakuten', label: 'Rakuten', commission: '5.0100', points: ['5.0000', '0.0100'] },
    { key: 'awin', label: 'Awin', commission: '2.5000', points: ['2.5000', '0.0000'] },
  ],
};

const day = (from: string, isIncomplete = false) => ({ from, to: from, hour: null, isIncomplete });

export const overview: OverviewReply = {
  head: {
    asOf: '2026-11-25T06:00:00Z',
    today: '2026-11-25',
    date: 'transaction',
    period: { from: '2026-11-24', to: '2026-11-25', isIncomplete: true },
    compared: { from: '2026-11-22', to: '2026-11-23', hasChanges: true },
    timeZone: null,
    linesWithoutTime: null,
    conversion: null,
    zones: [{ network: 'rakuten', label: 'Rakuten', timeZone: 'Etc/UTC' }],
  },
  figure: 'total',
  step: 'day',
  stackedBy: 'network',
  stackedOf: 'commission',
  buckets: [day('2026-11-24'), day('2026-11-25', true)],
  bucketsBefore: [day('2026-11-22'), day('2026-11-23')],
  currencies: [figures],
};
