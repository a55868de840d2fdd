/** The columns of coverage: how many lines are known by what, as one bar and as figures. */
import { Tag } from 'lucide-react';
import { approximate, differenceOf } from '../../format/decimal.ts';
import { formatCount, formatMoney, formatNumber, formatPercent } from '../../format/numbers.ts';
import { NONE } from '../../report/dimensions.ts';
import type { RowCard } from '../../report/list/row-cards.tsx';
import { Button } from '../../ui/button.tsx';
import { Money } from '../../ui/money.tsx';
import type { Column } from '../../ui/table/columns.ts';
import type { CoverageChoice } from './coverage-choice.ts';
import type { CoverageRow } from './coverage-list.tsx';

/** What one row is called. */
const NAMES: Readonly<Record<CoverageChoice, string>> = {
  advertiser: 'Advertiser',
  network: 'Network',
  page: 'Page',
  month: 'Month',
  unmatched: 'Sub-id',
};

/** What says nothing of itself; a line without a page is one that no page gets. */
const noneLabel = (choice: CoverageChoice): string => (choice === 'page' ? 'No page known' : 'not stated');

type Kind = keyof CoverageRow['kinds'];

/** The kinds of sub-ids, the best known first, with the colour of their part of the bar. */
export const KINDS: readonly { readonly id: Kind; readonly label: string; readonly colour: string }[] = [
  { id: 'click', label: 'Click known', colour: 'bg-[var(--series-1)]' },
  { id: 'mended', label: 'Click known, id cut or folded', colour: 'bg-[var(--series-1)]/50' },
  { id: 'rule', label: 'Your rule', colour: 'bg-[var(--series-3)]' },
  { id: 'cut', label: 'Cut id', colour: 'bg-[var(--series-2)]' },
  { id: 'damaged', label: 'Damaged id', colour: 'bg-[var(--series-4)]' },
  { id: 'unknown-click', label: 'Unknown click', colour: 'bg-[var(--series-5)]' },
  { id: 'unmatched', label: 'Unexplained', colour: 'bg-[var(--series-6)]' },
  { id: 'none', label: 'No sub-id', colour: 'bg-line' },
];

/** All lines of a row in one bar, parted by what is known of them. */
export function KindsBar({ row }: { readonly row: CoverageRow }) {
  const words = KINDS.filter(({ id }) => row.kinds[id].lines > 0).map(
    ({ id, label }) => `${label}: ${formatNumber(row.kinds[id].lines)}`,
  );
  return (
    <span
      role="img"
      aria-label={words.join(', ')}
      title={words.join(' · ')}
      className="flex h-2.5 w-full overflow-hidden rounded-full bg-sunken"
    >
      {KINDS.map(({ id, colour }) => (
        <span
          key={id}
          className={colour}
          style={{ width: `${row.lines === 0 ? 0 : (row.kinds[id].lines / row.lines) * 100}%` }}
        />
      ))}
    </span>
  );
}

/** How the coverage changed, in percentage points. */
function change({ coverage, coverageBefore }: CoverageRow) {
  if (coverage === null || coverageBefore === null) return null;
  const points = approximate(differenceOf(coverage, coverageBefore)) * 100;
  const isFlat = Math.abs(points) < 0.5;
  const tone = isFlat ? 'text-faint' : points < 0 ? 'text-reversed' : 'text-approved';
  return (
    <span className={`num text-[13px] ${tone}`} title={`Before: ${formatPercent(coverageBefore, 0)}`}>
      <span aria-hidden className="text-[10px]">
        {isFlat ? '●' : points < 0 ? '▼' : '▲'}
      </span>{' '}
      <span className="sr-only">{isFlat ? '' : points < 0 ? 'down' : 'up'}</span>
      {formatNumber(Math.abs(Math.round(points)))} pts
    </span>
  );
}

/** What the colours of the bars mean. */
export function KindsLegend() {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-muted text-xs">
      {KINDS.map(({ id, label, colour }) => (
        <li key={id} className="inline-flex items-center gap-1.5">
          <span aria-hidden className={`size-2.5 rounded-xs ${colour}`} />
          {label}
        </li>
      ))}
    </ul>
  );
}

const NETWORK: Column<CoverageRow> = {
  id: 'network',
  label: 'Network',
  width: 170,
  cell: ({ networkLabel }) => <span className="text-muted">{networkLabel}</span>,
};
const LINES: Column<CoverageRow> = {
  id: 'lines',
  label: 'Lines',
  width: 84,
  align: 'right',
  cell: (row) => formatNumber(row.lines),
};
const MONEY: Column<CoverageRow> = {
  id: 'commission',
  label: 'Commission',
  width: 124,
  align: 'right',
  cell: ({ commission, currency }) => <Money amount={commission} currency={currency} />,
};

/** A button that says what a sub-id means. */
function ruleColumn(onRule: (row: CoverageRow) => void): Column<CoverageRow> {
  return {
    id: 'rule',
    label: '',
    width: 132,
    align: 'right',
    cell: (row) => (
      <Button
        size="sm"
        look="quiet"
        icon={Tag}
        onClick={(event) => {
          event.stopPropagation();
          onRule(row);
        }}
      >
        Make a rule
      </Button>
    ),
  };
}

interface ColumnsOf {
  readonly choice: CoverageChoice;
  readonly isHidden: boolean;
  readonly onRule: ((row: CoverageRow) => void) | undefined;
}

export function coverageColumns({ choice, isHidden, onRule }: ColumnsOf): readonly Column<CoverageRow>[] {
  const isUnmatched = choice === 'unmatched';
  const name: Column<CoverageRow> = {
    id: 'name',
    label: NAMES[choice],
    isFixed: true,
    cell: ({ key, label }) => (
      <span title={label} className={key === NONE ? 'text-muted italic' : ''}>
        {key === NONE ? noneLabel(choice) : label}
      </span>
    ),
  };
  const sums = isHidden ? [LINES] : [LINES, MONEY];
  if (isUnmatched) {
    return [name, NETWORK, ...sums, ...(onRule === undefined ? [] : [ruleColumn(onRule)])];
  }
  return [
    name,
    NETWORK,
    { id: 'kinds', label: 'What sub-ids say', cell: (row) => <KindsBar row={row} /> },
    {
      id: 'coverage',
      label: 'Covered',
      width: 92,
      align: 'right',
      cell: ({ coverage }) => <span className="font-medium">{formatPercent(coverage, 0)}</span>,
    },
    { id: 'change', label: 'Change', width: 96, align: 'right', cell: change },
    ...sums,
    ...KINDS.map(
      ({ id, label }): Column<CoverageRow> => ({
        id,
        label,
        width: 112,
        align: 'right',
        isHidden: true,
        cell: ({ kinds }) => formatNumber(kinds[id].lines),
      }),
    ),
  ];
}

export function coverageCard(row: CoverageRow, choice: CoverageChoice): RowCard {
  const isUnmatched = choice === 'unmatched';
  const { key, label, networkLabel, lines, commission, currency, coverage } = row;
  return {
    name: key === NONE ? noneLabel(choice) : label,
    value: isUnmatched ? formatCount(lines, 'line') : formatPercent(coverage, 0),
    facts: [
      { label: 'At', value: networkLabel },
      ...(isUnmatched ? [] : [{ label: 'Lines', value: formatNumber(lines) }]),
      ...(commission === null ? [] : [{ label: 'Commission', value: formatMoney(commission, currency) }]),
    ],
  };
}

/** The head of the file, and its lines. */
export const COVERAGE_COLUMNS: readonly string[] = [
  ...['key', 'name', 'network', 'currency', 'lines', 'commission', 'coverage', 'coverage_before'],
  ...KINDS.map(({ id }) => `${id.replaceAll('-', '_')}_lines`),
];

export function coverageLines(rows: readonly CoverageRow[]): readonly (readonly (string | number | null)[])[] {
  return rows.map((row) => [
    ...[row.key, row.label, row.network, row.currency],
    ...[row.lines, row.commission, row.coverage, row.coverageBefore],
    ...KINDS.map(({ id }) => row.kinds[id].lines),
  ]);
}
