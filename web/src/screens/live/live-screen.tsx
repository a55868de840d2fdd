/** Live: the last half hour, minute by minute, asked anew every few seconds; of a demo the half hour before it was made. */
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Radio } from 'lucide-react';
import { call, type Reply } from '../../api/client.ts';
import { useIsDemo } from '../../api/use-may.ts';
import { formatInstant } from '../../format/moments.ts';
import { formatCount, formatNumber } from '../../format/numbers.ts';
import {
  deviceLabel,
  readableAddress,
  readerCountry,
  sourceClassLabel,
  sourceLabel,
} from '../../report/traffic-words.ts';
import { buttonClass } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { BarList, type BarListRow } from '../../ui/charts/bar-list.tsx';
import { Select } from '../../ui/field.tsx';
import { StaleNotice } from '../../ui/notice.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx';
import { type Site, sitesQuery } from '../sites/queries.ts';
import { LiveClicks } from './live-clicks.tsx';
import { MinuteBars } from './minute-bars.tsx';

export type LiveReply = Reply<'GET /api/v1/reports/live'>;

const EVERY_MS = 5000;

function liveQuery(site: string | undefined, isDemo: boolean) {
  return queryOptions({
    queryKey: ['live', site],
    queryFn: ({ signal }) => call('GET /api/v1/reports/live', { query: site === undefined ? {} : { site } }, signal),
    staleTime: 0,
    refetchInterval: isDemo ? false : EVERY_MS, // what is over does not change
    placeholderData: keepPreviousData,
  });
}

export function LiveScreen() {
  const { site } = useSearch({ from: '/app/live' });
  const sites = useQuery(sitesQuery);
  const live = useQuery(liveQuery(site, useIsDemo()));
  if (sites.data?.length === 0) return <NoSite />;
  if (live.error !== null && live.data === undefined) {
    return (
      <ErrorState title="The last minutes could not be read" error={live.error} onRetry={() => void live.refetch()} />
    );
  }
  const { data } = live;
  return (
    <div className="mx-auto flex max-w-7xl flex-col gap-4">
      {live.error !== null && (
        <StaleNotice what="The last minutes" error={live.error} onRetry={() => void live.refetch()} />
      )}
      <Now data={data} sites={sites.data ?? []} site={site} />
      <div className="grid gap-4 lg:grid-cols-2">
        <Ranked title="Pages" rows={data?.pages.map(pageBar)} empty="No page was read." />
        <Ranked title="Sources" rows={data?.sources.map(sourceBar)} empty="Nobody arrived." />
      </div>
      <LiveClicks clicks={data?.clicks} sites={sites.data ?? []} />
      <div className="grid gap-4 lg:grid-cols-3">
        <Ranked
          title="Networks clicked"
          rows={data?.networks.map(networkBar)}
          empty="No affiliate link was followed."
        />
        <Ranked title="Devices" rows={data?.devices.map(deviceBar)} empty="No page was read." />
        <Ranked title="Countries" rows={data?.countries.map(countryBar)} empty="No page was read." />
      </div>
    </div>
  );
}

/** Without an id of any reader nobody can count them. */
function readersOf(data: LiveReply | undefined): number | null | undefined {
  if (data === undefined) return undefined;
  const { readers, viewsWithoutReader } = data.total;
  return readers === 0 && viewsWithoutReader > 0 ? null : readers;
}

interface NowProps {
  readonly data: LiveReply | undefined;
  readonly sites: readonly Site[];
  readonly site: string | undefined;
}

function Now({ data, sites, site }: NowProps) {
  const navigate = useNavigate();
  const isDemo = useIsDemo();
  return (
    <Card
      title={isDemo ? 'The 30 minutes before this demo was made' : 'The last 30 minutes'}
      actions={
        sites.length > 1 && (
          <Select
            aria-label="Site"
            className="w-56!"
            value={site ?? ''}
            onChange={({ target }) =>
              void navigate({
                to: '/live',
                search: ({ site: _before, ...rest }) => (target.value === '' ? rest : { ...rest, site: target.value }),
                replace: true,
              })
            }
          >
            <option value="">All sites</option>
            {sites.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        )
      }
    >
      <div className="flex flex-col gap-4">
        {isDemo && data !== undefined && (
          <p className="max-w-prose text-pretty text-muted">
            Its readers are made up and come no more: these are the minutes up to {formatInstant(data.at)}. Of a site of
            your own the present minutes are here, as they come.
          </p>
        )}
        <dl className="flex flex-wrap gap-x-10 gap-y-3">
          <Figure name="Pageviews" value={data?.total.pageviews} />
          <Figure name="Clicks on affiliate links" value={data?.total.clicks} />
          <Figure
            name="Readers"
            value={readersOf(data)}
            note={
              data !== undefined && data.total.viewsWithoutReader > 0
                ? `${formatCount(data.total.viewsWithoutReader, 'view')} without an id ${data.total.viewsWithoutReader === 1 ? 'is' : 'are'} not counted here`
                : undefined
            }
          />
        </dl>
        <MinuteBars minutes={data?.minutes} />
      </div>
    </Card>
  );
}

function Figure({
  name,
  value,
  note,
}: {
  readonly name: string;
  readonly value: number | null | undefined;
  readonly note?: string | undefined;
}) {
  return (
    <div>
      <dt className="text-muted">{name}</dt>
      <dd className="num font-semibold text-2xl leading-8 tracking-tight">
        {value === undefined ? <Skeleton className="h-8 w-16" /> : formatNumber(value)}
      </dd>
      {note !== undefined && <dd className="text-faint text-xs">{note}</dd>}
    </div>
  );
}

interface RankedProps {
  readonly title: string;
  readonly rows: readonly BarListRow[] | undefined;
  readonly empty: string;
}

function Ranked({ title, rows, empty }: RankedProps) {
  return (
    <Card title={title}>
      {rows?.length === 0 ? (
        <p className="py-2 text-muted">{empty}</p>
      ) : (
        <div className="-mx-2">
          <BarList label={title} rows={rows} />
        </div>
      )}
    </Card>
  );
}

function bar(id: string, name: BarListRow['name'], count: number): BarListRow {
  return { id, name, value: String(count), shown: formatNumber(count) };
}

function pageBar({ host, path, title, pageviews, clicks }: LiveReply['pages'][number]): BarListRow {
  const row = bar(
    `${host}${path}`,
    <span title={`${host}${path}`}>{title ?? readableAddress(`${host}${path}`)}</span>,
    pageviews,
  );
  const views = formatCount(pageviews, 'view');
  return { ...row, shown: clicks === 0 ? views : `${views} · ${formatCount(clicks, 'click')}` };
}

function sourceBar({ sourceClass, name, pageviews }: LiveReply['sources'][number]): BarListRow {
  const label = sourceLabel(sourceClass, name);
  const about = sourceClassLabel(sourceClass);
  return bar(
    `${sourceClass} ${name}`,
    <span>
      {label} {label !== about && <span className="text-muted">{about}</span>}
    </span>,
    pageviews,
  );
}

function networkBar({ network, label, clicks }: LiveReply['networks'][number]): BarListRow {
  return bar(network, label, clicks);
}

function deviceBar({ device, pageviews }: LiveReply['devices'][number]): BarListRow {
  return bar(device, deviceLabel(device), pageviews);
}

function countryBar({ country, pageviews }: LiveReply['countries'][number]): BarListRow {
  return bar(country ?? '', readerCountry(country), pageviews);
}

function NoSite() {
  return (
    <EmptyState
      title="Nothing is measured yet"
      picture={<Radio aria-hidden size={32} strokeWidth={1.25} className="text-faint" />}
      action={
        <Link to="/sites" className={buttonClass('primary')}>
          Add a site
        </Link>
      }
    >
      Put one line into your pages, and readers and their clicks appear here as they come.
    </EmptyState>
  );
}
