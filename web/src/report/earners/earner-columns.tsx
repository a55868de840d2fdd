/** The columns of earners, and their card on phones. Their ids are what the server sorts by, where it does. */
import { formatMoney, formatNumber, formatPercent, NOT_AVAILABLE } from '../../format/numbers.ts';
import { Money } from '../../ui/money.tsx';
import { ShareBar } from '../../ui/share-bar.tsx';
import type { Column } from '../../ui/table/columns.ts';
import type { RowCard } from '../list/row-cards.tsx';
import { earnedChange } from './earned-change.tsx';
import { EarnerName } from './earner-name.tsx';
import {
  type Earned,
  type EarnerBy,
  type EarnerRow,
  type EarnersReply,
  earnedIn,
  type Traffic,
} from './earner-queries.ts';
import { confidenceText } from './earner-words.ts';

type EarnerColumn = Column<EarnerRow>;
type Compared = EarnersReply['head']['compared'];
type EarnedFigures = Earned['now'];

export interface EarnerColumnsOf {
  readonly by: EarnerBy;
  /** What one row is called. */
  readonly name: string;
  readonly currency: string | undefined;
  readonly total: EarnersReply['total'] | undefined;
  readonly compared: Compared;
  readonly isHidden: boolean;
  /** Columns that are shown without being chosen. */
  readonly usual: ReadonlySet<string>;
}

type Amount = 'commission' | 'sales' | 'epc' | 'rpm' | 'averageOrder';

const NOTHING = <span className="text-faint">{formatNumber(0)}</span>;
const NONE_AVAILABLE = <span className="text-faint">{NOT_AVAILABLE}</span>;

/** What a row without any line in the currency earned: nothing, also for each click and view that it had. */
function ofNothing(of: Amount, { clicks, pageviews }: Traffic) {
  if (of === 'averageOrder') return NONE_AVAILABLE;
  const events = of === 'epc' ? clicks : of === 'rpm' ? pageviews : 1;
  return (events ?? 0) > 0 ? NOTHING : NONE_AVAILABLE;
}

function amountCell(earned: Earned | undefined, of: Amount, currency: string, traffic: Traffic) {
  return earned === undefined ? ofNothing(of, traffic) : <Money amount={earned.now[of]} currency={currency} />;
}

export function earnerColumns(of: EarnerColumnsOf): readonly EarnerColumn[] {
  const { by, name, isHidden, compared, currency, total, usual } = of;
  const earnedTotal = total === undefined ? undefined : earnedIn(total, currency);
  const all: readonly EarnerColumn[] = [
    { id: 'name', label: name, isFixed: true, isSortable: true, cell: (row) => <EarnerName by={by} row={row} /> },
    ...(by === 'link' ? [advertiserColumn] : []),
    ...(isHidden ? [] : moneyColumns(currency ?? '', total)),
    ...(compared === null
      ? []
      : [
          {
            id: 'change',
            label: 'Change',
            width: 92,
            align: 'right' as const,
            isSortable: !isHidden,
            cell: (row: EarnerRow) => earnedChange(earnedIn(row, currency), compared, row.day),
            total: earnedChange(earnedTotal, compared),
          },
        ]),
    {
      id: 'share',
      label: 'Share',
      width: 128,
      cell: (row) => <ShareBar share={earnedIn(row, currency)?.share ?? null} />,
    },
    ...trafficColumns(total?.traffic),
    ...earnedColumns(currency, earnedTotal),
  ];
  const order = [...usual];
  const place = ({ id, isFixed }: EarnerColumn): number =>
    isFixed === true ? -1 : order.includes(id) ? order.indexOf(id) : order.length;
  return [...all]
    .sort((a, b) => place(a) - place(b))
    .map((column) => ({
      ...column,
      isHidden: column.isFixed !== true && !usual.has(column.id),
    }));
}

const advertiserColumn: EarnerColumn = {
  id: 'advertiser',
  label: 'Advertiser',
  width: 148,
  cell: ({ link }) => (
    <span title={link?.networkLabel}>{link === null ? '—' : (link.advertiser ?? link.networkLabel)}</span>
  ),
};

function moneyColumns(currency: string, total: EarnersReply['total'] | undefined): readonly EarnerColumn[] {
  const column = (id: Amount, label: string, width: number): EarnerColumn => ({
    id,
    label,
    width,
    align: 'right',
    isSortable: id !== 'averageOrder',
    cell: (row) => amountCell(earnedIn(row, currency), id, currency, row.traffic),
    total: total === undefined ? null : amountCell(earnedIn(total, currency), id, currency, total.traffic),
  });
  return [
    column('commission', 'Commission', 114),
    column('rpm', 'RPM', 108),
    column('epc', 'EPC', 78),
    column('sales', 'Sales', 118),
    column('averageOrder', 'Order value', 112),
  ];
}

/** What happened there; a dash where it cannot be told. */
function trafficColumns(total: Traffic | undefined): readonly EarnerColumn[] {
  const count = (id: 'pageviews' | 'impressions' | 'clicks', label: string): EarnerColumn => ({
    id,
    label,
    width: id === 'clicks' ? 76 : 96,
    align: 'right',
    isSortable: true,
    cell: ({ traffic }) => formatNumber(traffic[id]),
    total: total === undefined ? null : formatNumber(total[id]),
  });
  return [
    count('pageviews', 'Pageviews'),
    count('impressions', 'Links seen'),
    count('clicks', 'Clicks'),
    {
      id: 'ctr',
      label: 'CTR',
      width: 74,
      align: 'right',
      isSortable: true,
      cell: ({ traffic }) => formatPercent(traffic.ctr),
      total: total === undefined ? null : formatPercent(total.ctr),
    },
    {
      id: 'seenRate',
      label: 'Of those seen',
      width: 112,
      align: 'right',
      cell: ({ traffic }) => formatPercent(traffic.seenRate),
      total: total === undefined ? null : formatPercent(total.seenRate),
    },
  ];
}

function earnedColumns(currency: string | undefined, total: Earned | undefined): readonly EarnerColumn[] {
  const column = (
    id: string,
    label: string,
    width: number,
    read: (figures: EarnedFigures) => string,
    isCount = false,
  ): EarnerColumn => ({
    id,
    label,
    width,
    align: 'right',
    isSortable: isCount,
    cell: (row) => {
      const figures = earnedIn(row, currency)?.now;
      return figures === undefined ? (isCount ? NOTHING : NONE_AVAILABLE) : read(figures);
    },
    total: total === undefined ? null : read(total.now),
  });
  return [
    column('orders', 'Orders', 74, ({ orders }) => formatNumber(orders), true),
    column('items', 'Items', 74, ({ items }) => formatNumber(items), true),
    column('lines', 'Lines', 74, ({ lines }) => formatNumber(lines), true),
    column('rate', 'Rate', 72, ({ rate }) => formatPercent(rate)),
    column('approvedShare', 'Approved', 86, ({ approvedShare }) => formatPercent(approvedShare, 0)),
    column('confidence', 'Confidence', 96, ({ confidence }) => confidenceText(confidence)),
  ];
}

/** A row on phones. */
export function earnerCard(by: EarnerBy, row: EarnerRow, currency: string | undefined, compared: Compared): RowCard {
  const earned = earnedIn(row, currency);
  const figures = earned?.now;
  const delta = earnedChange(earned, compared, row.day);
  const { clicks, pageviews } = row.traffic;
  const hasMoney = figures !== undefined && figures.commission !== null && currency !== undefined;
  return {
    name: <EarnerName by={by} row={row} />,
    value: hasMoney ? formatMoney(figures.commission, currency) : formatPercent(earned?.share ?? null),
    ...(delta === null ? {} : { delta }),
    facts: [
      ...(pageviews === null ? [] : [{ label: 'Views', value: formatNumber(pageviews) }]),
      ...(clicks === null ? [] : [{ label: 'Clicks', value: formatNumber(clicks) }]),
      ...(hasMoney && figures.rpm !== null ? [{ label: 'RPM', value: formatMoney(figures.rpm, currency) }] : []),
      ...(hasMoney && figures.epc !== null ? [{ label: 'EPC', value: formatMoney(figures.epc, currency) }] : []),
      ...(figures === undefined ? [] : [{ label: 'Orders', value: formatNumber(figures.orders) }]),
    ],
  };
}
