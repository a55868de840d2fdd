/** Earners as a CSV file: a line for each row and currency; a row that earned nothing is a line without one. Pure. */
import type { EarnerRow } from './earner-queries.ts';

const PAGE = ['host', 'path', 'title', 'author', 'category'] as const;
const TRAFFIC = ['pageviews', 'impressions', 'clicks', 'ctr'] as const;
const NOW = [
  'commission',
  'sales',
  'orders',
  'items',
  'lines',
  'rate',
  'epc',
  'rpm',
  'approvedShare',
  'confidence',
] as const;

/** The head of the file. */
export const EARNER_COLUMNS: readonly string[] = [
  ...['key', 'name'],
  ...PAGE,
  ...TRAFFIC,
  'currency',
  ...NOW,
  ...['commission_share', 'commission_before', 'orders_before', 'commission_change'],
];

type Cell = string | number | null;

/** Its lines. */
export function earnerLines(rows: readonly EarnerRow[]): readonly (readonly Cell[])[] {
  return rows.flatMap((row): readonly (readonly Cell[])[] => {
    const head: readonly Cell[] = [
      row.key,
      row.label,
      ...PAGE.map((name) => row.page?.[name] ?? null),
      ...TRAFFIC.map((name) => row.traffic[name]),
    ];
    if (row.earned.length === 0) return [[...head, ...EARNER_COLUMNS.slice(head.length).map(() => null)]];
    return row.earned.map(({ currency, now, share, before, changes }) => [
      ...head,
      currency,
      ...NOW.map((name) => now[name]),
      share,
      before?.commission ?? null,
      before?.orders ?? null,
      changes?.commission ?? null,
    ]);
  });
}
