/** A screen of what something earned: pages, links, sources … What differs is given; the rest is the same for all. */
import { lazy, type ReactNode, Suspense, useMemo } from 'react';
import { useHidesMoney } from '../../api/use-may.ts';
import { formatNumber } from '../../format/numbers.ts';
import { StaleNotice } from '../../ui/notice.tsx';
import { ErrorState } from '../../ui/states.tsx';
import { useQuestion, useSetView, useView } from '../../view/use-view.ts';
import { ConversionNotice } from '../conversion-notice.tsx';
import { NONE } from '../dimensions.ts';
import { ListFrame } from '../list/list-frame.tsx';
import { type ListTab, ListTabs, presentTab } from '../list/list-tabs.tsx';
import { NothingHere } from '../list/nothing-here.tsx';
import { FILE_PAGE, useListFile } from '../list/use-list-file.ts';
import { CityNotice } from './city-notice.tsx';
import { CreditWait } from './credit-wait.tsx';
import { CreditMenu } from './credit-menu.tsx';
import { earnerCard, earnerColumns, type EarnerColumnsOf } from './earner-columns.tsx';
import { EARNER_COLUMNS, earnerLines } from './earner-file.ts';
import {
  type EarnerBy,
  type EarnerRow,
  type EarnersQuestion,
  type EarnersReply,
  earnedCurrency,
  readEarners,
  sortedIn,
  useEarners,
} from './earner-queries.ts';
import { hasAnything } from './tracking-lacks.ts';
import { TrackingNotice } from './tracking-notice.tsx';

/** Loaded when a row is first opened. */
const EarnerDrawer = lazy(async () => ({ default: (await import('./earner-drawer.tsx')).EarnerDrawer }));

/** What is listed, what one row is called, and the columns that are shown without being chosen, in their order. */
export interface EarnerTab extends ListTab<EarnerBy> {
  readonly name: string;
  readonly usual: readonly string[];
  /** Its order when nobody chose one. */
  readonly usualSort?: string;
}

interface EarnersListProps {
  readonly tabs: readonly EarnerTab[];
  /** What the credit is shared among. */
  readonly creditOf: 'page' | 'source';
  readonly usualSort?: string;
  /** A row was chosen; true: it was opened elsewhere, and no drawer opens. */
  readonly onOpen?: (by: EarnerBy, row: EarnerRow) => boolean;
  /** More tools. */
  readonly tools?: ReactNode;
}

const SORTS: ReadonlySet<string> = new Set([
  ...['commission', 'sales', 'orders', 'items', 'lines', 'clicks', 'pageviews', 'impressions'],
  ...['epc', 'rpm', 'ctr', 'name', 'change'],
]);

/** What is asked: the question of the URL, the tab, the search, the order. */
function useAsked({ tabs, creditOf, usualSort: ofAll = '-commission' }: EarnersListProps) {
  const view = useView();
  const { lines, comparison } = useQuestion();
  const by = presentTab(tabs, view);
  const tab = tabs.find(({ id }) => id === by);
  const usualSort = tab?.usualSort ?? ofAll;
  const isKnown = view.sort !== undefined && SORTS.has(view.sort.replace(/^-/, ''));
  const sort = isKnown ? (view.sort ?? usualSort) : usualSort;
  const question = { ...lines, ...comparison };
  const asked = {
    ...question,
    by,
    sort,
    ...(view.q === undefined ? {} : { find: view.q }),
    ...sortedIn(view),
    ...(view.credit === undefined ? {} : { credit: view.credit, creditOf }),
  };
  return { by, sort, usualSort, question, asked, tab };
}

function useEarnersFile(asked: EarnersQuestion, name: string) {
  return useListFile<EarnerRow>({
    name,
    from: asked.from,
    to: asked.to,
    head: EARNER_COLUMNS,
    lines: earnerLines,
    read: async (offset) => {
      const page = await readEarners(asked, FILE_PAGE, offset);
      return { rows: page.rows, hasMore: page.rowCount > offset + FILE_PAGE };
    },
  });
}

/** The columns of a tab. */
function useColumns(
  tab: EarnerTab | undefined,
  { by, currency, compared, isHidden, total }: Omit<EarnerColumnsOf, 'name' | 'usual'>,
) {
  return useMemo(
    () =>
      earnerColumns({
        ...{ by, currency, compared, isHidden, total },
        name: tab?.name ?? '',
        usual: new Set(tab?.usual),
      }),
    [by, tab, currency, compared, isHidden, total],
  );
}

export function EarnersList(props: EarnersListProps) {
  const { tabs, onOpen, tools } = props;
  const [view, setView] = [useView(), useSetView()];
  const isHidden = useHidesMoney();
  const { by, sort, usualSort, question, asked, tab } = useAsked(props);
  const { answer, first, rows, onEnd } = useEarners(asked);
  const label = tab?.label ?? '';
  const file = useEarnersFile(asked, label);
  const currency = earnedCurrency(first?.total.earned, view.currency);
  const compared = first?.head.compared ?? null;
  const columns = useColumns(tab, { by, currency, compared, isHidden, total: first?.total });
  const { error } = answer;
  const again = (): void => void answer.refetch();
  const open = (row: EarnerRow): void => {
    if (by === 'day') setView(ofDay(row.key));
    else if (onOpen?.(by, row) !== true && row.key !== NONE) setView({ row: row.key });
  };
  return (
    <div className="mx-auto flex max-w-[100rem] flex-col gap-3">
      <ListTabs label="What is listed" tabs={tabs} />
      {error !== null && first !== undefined && <StaleNotice what="These rows" error={error} onRetry={again} />}
      <ListNotices by={by} reply={first} filters={question.f} />
      {error === null && <CreditWait of={props.creditOf} wanted={asked.credit ?? 'last'} shown={first?.credit} />}
      {error !== null && first === undefined ? (
        <ErrorState title="The list could not be read" error={error} onRetry={again}>
          Your ledger is not affected, and events go on being taken.
        </ErrorState>
      ) : (
        <ListFrame
          key={by}
          label={label}
          columns={columns}
          rows={rows}
          rowKey={({ key }) => key}
          card={(row) => earnerCard(by, row, currency, compared)}
          sort={sort}
          usualSort={usualSort}
          onOpen={open}
          onEnd={onEnd}
          totalsLabel={first === undefined ? undefined : `${formatNumber(first.rowCount)} in all`}
          empty={
            first === undefined || hasAnything(first) ? (
              <NothingHere reason="Nothing was read or earned in this period." />
            ) : (
              <NothingHere reason="Nothing was read or earned so far." hasOtherDays={false} />
            )
          }
          placeholder="A part of the name"
          isOld={answer.isPlaceholderData}
          file={file}
          currencies={first?.total.earned.map((one) => one.currency) ?? []}
          currency={currency}
          tools={
            <>
              <CreditMenu of={props.creditOf} />
              {tools}
            </>
          }
        />
      )}
      <Suspense>
        {view.row !== undefined && (
          <EarnerDrawer by={by} rows={rows} question={question} currency={currency} compared={compared} />
        )}
      </Suspense>
    </div>
  );
}

interface ListNoticesProps {
  readonly by: EarnerBy;
  readonly reply: EarnersReply | undefined;
  readonly filters: readonly string[] | undefined;
}

/** What should be known of a list before it is read. */
function ListNotices({ by, reply, filters }: ListNoticesProps) {
  return (
    <>
      <TrackingNotice reply={reply} />
      {by === 'readerCity' && <CityNotice rows={reply?.rows} filters={filters} />}
      <ConversionNotice head={reply?.head} />
    </>
  );
}

/** What a day is made of: the first tab, of this day alone. */
const ofDay = (day: string) => ({ period: 'custom', from: day, to: day, of: undefined, sort: undefined }) as const;
