/** One page: what it earned over time, by which links, of which readers, and how that is known. */
import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { ArrowLeft, ExternalLink, FileText } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useHidesMoney } from '../../api/use-may.ts';
import { formatDay } from '../../format/moments.ts';
import { formatCount, formatMoney } from '../../format/numbers.ts';
import { ConversionNotice } from '../../report/conversion-notice.tsx';
import { EarnedCards } from '../../report/earners/earned-cards.tsx';
import {
  earnedCurrency,
  earnedIn,
  type PageFacts,
  type PageReply,
  pageQuery,
} from '../../report/earners/earner-queries.ts';
import { EarnerSide } from '../../report/earners/earner-side.tsx';
import { pageAddress } from '../../report/earners/earner-words.ts';
import { TrafficLimits } from '../../report/earners/tracking-notice.tsx';
import { MethodChip } from '../../report/earners/method-mark.tsx';
import { FilterLink, narrowed } from '../../report/filter-link.tsx';
import { readableAddress } from '../../report/traffic-words.ts';
import { buttonClass } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Money } from '../../ui/money.tsx';
import { StaleNotice } from '../../ui/notice.tsx';
import { EmptyState, ErrorState, Skeleton, SkeletonLines } from '../../ui/states.tsx';
import { writeFilter } from '../../view/filter.ts';
import { useQuestion, useView } from '../../view/use-view.ts';
import { keptView } from '../../view/view.ts';
import { PageLinks } from './page-links.tsx';

/** The chart comes a moment later, and its place is kept. */
const PageChart = lazy(async () => ({ default: (await import('./page-chart.tsx')).PageChart }));

export function PageScreen() {
  const { page: key } = useSearch({ from: '/app/page' });
  if (key === undefined) return <NoPage />;
  return <OnePage key={key} page={key} />;
}

function OnePage({ page }: { readonly page: string }) {
  const view = useView();
  const isHidden = useHidesMoney();
  const { lines, comparison } = useQuestion();
  const question = { ...lines, ...comparison };
  const step = view.by === 'hour' ? undefined : view.by;
  const answer = useQuery(pageQuery({ ...question, page, ...(step === undefined ? {} : { step }) }));
  const { data, error } = answer;
  const again = (): void => void answer.refetch();
  if (error !== null && data === undefined) {
    return <ErrorState title="The page could not be read" error={error} onRetry={again} />;
  }
  if (data === undefined) return <SkeletonLines count={9} />;
  const currency = earnedCurrency(data.total.earned, view.currency);
  const ofPage = {
    ...question,
    f: [...(question.f ?? []), writeFilter({ dimension: 'page', word: 'is', values: [page] })],
  };
  return (
    <div className="mx-auto flex max-w-7xl flex-col gap-4">
      <PageHead facts={data.page} />
      {error !== null && <StaleNotice what="These figures" error={error} onRetry={again} />}
      <TrafficLimits reply={data} />
      <ConversionNotice head={data.head} />
      <div className={classNames('flex flex-col gap-4', answer.isPlaceholderData && 'opacity-60')}>
        <EarnedCards
          earned={earnedIn(data.total, currency)}
          traffic={data.total.traffic}
          trafficBefore={data.total.trafficBefore}
          compared={data.head.compared}
          isHidden={isHidden}
        />
        <Suspense fallback={<Skeleton className="h-76 w-full" />}>
          <PageChart reply={data} currency={currency} isHidden={isHidden} />
        </Suspense>
        <PageLinks question={ofPage} currency={currency} />
        <div className="grid gap-4 lg:grid-cols-2">
          <Methods reply={data} />
          {(
            [
              ['source', 'Sources'],
              ['advertiser', 'Advertisers'],
              ['device', 'Devices'],
              ['readerCountry', 'Reader’s countries'],
              ['readerCity', 'Reader’s cities'],
              ['placement', 'Placements'],
            ] as const
          ).map(([by, title]) => (
            <Card key={by}>
              <EarnerSide by={by} title={title} question={ofPage} currency={currency} />
            </Card>
          ))}
        </div>
      </div>
    </div>
  );
}

function PageHead({ facts }: { readonly facts: PageFacts }) {
  const { key, title, author, category, publishedOn } = facts;
  return (
    <header className="flex flex-col gap-1">
      <Link
        to="/pages"
        search={keptView}
        className="flex w-fit items-center gap-1.5 text-muted hover:text-text max-sm:min-h-11"
      >
        <ArrowLeft aria-hidden size={15} /> All pages
      </Link>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h2 className="min-w-0 break-words font-semibold text-xl tracking-tight">{title ?? readableAddress(key)}</h2>
        <span className="flex gap-2 sm:ml-auto">
          <a href={pageAddress(facts)} target="_blank" rel="noreferrer" className={buttonClass('secondary', 'sm')}>
            <ExternalLink aria-hidden size={15} /> Open
          </a>
          <Link
            to="/clicks"
            search={(before) => narrowed(before, [{ field: 'page', value: key }], true)}
            className={buttonClass('secondary', 'sm')}
          >
            Its clicks
          </Link>
          <Link
            to="/transactions"
            search={(before) => narrowed(before, [{ field: 'page', value: key }], true)}
            className={buttonClass('primary', 'sm')}
          >
            Its transactions
          </Link>
        </span>
      </div>
      <p className="flex flex-wrap gap-x-3 text-muted">
        {title !== null && <span className="break-all">{readableAddress(key)}</span>}
        {author !== null && (
          <FilterLink field="author" value={author} to="/overview">
            by {author}
          </FilterLink>
        )}
        {category !== null && (
          <FilterLink field="category" value={category} to="/overview">
            {category}
          </FilterLink>
        )}
        {publishedOn !== null && <span>published {formatDay(publishedOn)}</span>}
      </p>
    </header>
  );
}

/** By what the page got its commissions: certain ones and probable ones apart. */
function Methods({ reply: { methods } }: { readonly reply: PageReply }) {
  return (
    <Card title="How it is known">
      {methods.length === 0 ? (
        <p className="py-2 text-muted">Nothing was attributed to it in this period.</p>
      ) : (
        <ul className="flex flex-col divide-y">
          {methods.map(({ method, currency, commission, lines }) => (
            <li key={`${method} ${currency}`} className="flex items-center gap-3 py-2">
              <MethodChip method={method} />
              <span className="num ml-auto text-muted">{formatCount(lines, 'line')}</span>
              {commission !== null && (
                <span className="w-28 text-right" title={formatMoney(commission, currency)}>
                  <Money amount={commission} currency={currency} />
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function NoPage() {
  return (
    <EmptyState
      title="Which page?"
      picture={<FileText aria-hidden size={32} strokeWidth={1.25} className="text-faint" />}
      action={
        <Link to="/pages" search={keptView} className={buttonClass('primary')}>
          All pages
        </Link>
      }
    />
  );
}
