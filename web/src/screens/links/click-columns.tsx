/** The columns of single clicks, and their card on phones. */
import { formatInstant } from '../../format/moments.ts';
import { formatMoney } from '../../format/numbers.ts';
import { FilterLink } from '../../report/filter-link.tsx';
import { LinkText } from '../../report/link-text.tsx';
import type { RowCard } from '../../report/list/row-cards.tsx';
import { ReaderMark } from '../../report/reader-mark.tsx';
import { placeWords, readableAddress, sourceLabel } from '../../report/traffic-words.ts';
import type { Column } from '../../ui/table/columns.ts';
import type { ClickRow } from './clicks-screen.tsx';

const pageKey = ({ pageHost, pagePath }: ClickRow): string => `${pageHost}${pagePath}`;

/** A moment of this year, to the minute. */
function shortInstant(at: string): string {
  return new Intl.DateTimeFormat(undefined, {
    day: 'numeric',
    month: 'short',
    hour: 'numeric',
    minute: '2-digit',
  }).format(new Date(at));
}

/** What it brought so far; several currencies apart. */
function Earned({ click: { earned } }: { readonly click: ClickRow }) {
  if (earned.length === 0) return <span className="text-faint">—</span>;
  return (
    <span className="num">
      {earned
        .map(({ currency, commission }) => (commission === null ? 'yes' : formatMoney(commission, currency)))
        .join(' + ')}
    </span>
  );
}

/** Who followed it, and from where they came. */
const READER: readonly Column<ClickRow>[] = [
  {
    id: 'source',
    label: 'Source',
    width: 108,
    cell: ({ sourceClass, source }) => (
      <FilterLink field={source === null ? 'sourceClass' : 'source'} value={source ?? sourceClass ?? '(none)'}>
        {sourceLabel(sourceClass, source)}
      </FilterLink>
    ),
  },
  {
    id: 'device',
    label: 'Reader',
    width: 172,
    cell: ({ device, readerCountry, readerCity }) => (
      <ReaderMark device={device} country={readerCountry} city={readerCity} className="text-muted" />
    ),
  },
];

/** Not shown unless they are chosen. */
const DETAILS: readonly Column<ClickRow>[] = [
  {
    id: 'clickId',
    label: 'Click id',
    width: 190,
    isHidden: true,
    cell: ({ clickId }) => <code className="text-muted text-xs">{clickId ?? '—'}</code>,
  },
  {
    id: 'heading',
    label: 'Below the heading',
    width: 180,
    isHidden: true,
    cell: ({ heading }) => <span className="text-muted">{heading ?? '—'}</span>,
  },
  {
    id: 'linkText',
    label: 'Words of the link',
    width: 160,
    isHidden: true,
    cell: ({ linkText }) => <span className="text-muted">{linkText ?? '—'}</span>,
  },
  {
    id: 'campaign',
    label: 'Campaign',
    width: 130,
    isHidden: true,
    cell: ({ campaign }) => <span className="text-muted">{campaign ?? '—'}</span>,
  },
];

export function clickColumns(): readonly Column<ClickRow>[] {
  return [
    {
      id: 'at',
      label: 'When',
      width: 152,
      isFixed: true,
      cell: ({ at }) => (
        <time dateTime={at} title={formatInstant(at)} className="num">
          {shortInstant(at)}
        </time>
      ),
    },
    {
      id: 'page',
      label: 'Page',
      cell: (click) => (
        <FilterLink field="page" value={pageKey(click)} title={pageKey(click)}>
          {click.title ?? readableAddress(click.pagePath)}
        </FilterLink>
      ),
    },
    {
      id: 'link',
      label: 'Link',
      cell: (click) => (
        <FilterLink field="link" value={click.link} title={click.link}>
          <LinkText link={click.link} />
        </FilterLink>
      ),
    },
    {
      id: 'advertiser',
      label: 'Advertiser',
      width: 150,
      isHidden: true, // the link says the shop
      cell: ({ advertiser, advertiserId, networkLabel }) => (
        <span title={networkLabel}>{advertiser ?? advertiserId ?? networkLabel}</span>
      ),
    },
    {
      id: 'place',
      label: 'Place',
      width: 150,
      cell: (click) => (
        <span className="text-muted" title={placeWords(click)}>
          {placeWords(click)}
        </span>
      ),
    },
    ...READER,
    { id: 'earned', label: 'Earned', width: 96, align: 'right', cell: (click) => <Earned click={click} /> },
    ...DETAILS,
  ];
}

export function clickCard(click: ClickRow): RowCard {
  return {
    name: click.title ?? readableAddress(pageKey(click)),
    value: <Earned click={click} />,
    facts: [
      { label: 'At', value: formatInstant(click.at) },
      { label: 'To', value: click.advertiser ?? click.networkLabel },
      { label: 'From', value: sourceLabel(click.sourceClass, click.source) },
      { label: 'Place', value: placeWords(click) },
    ],
  };
}
