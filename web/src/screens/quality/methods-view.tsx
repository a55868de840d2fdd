/** By which method how much is attributed, the check of the model against simpler ways, and what is missing. */
import { useQuery } from '@tanstack/react-query';
import { keepPreviousData } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CircleCheck } from 'lucide-react';
import { call } from '../../api/client.ts';
import { useHidesMoney } from '../../api/use-may.ts';
import { formatAgo } from '../../format/moments.ts';
import { formatCount, formatNumber, formatPercent } from '../../format/numbers.ts';
import { confidenceText, METHOD_WORDS } from '../../report/earners/earner-words.ts';
import { MethodChip } from '../../report/earners/method-mark.tsx';
import { FilterLink } from '../../report/filter-link.tsx';
import { buttonClass } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Money } from '../../ui/money.tsx';
import { StaleNotice } from '../../ui/notice.tsx';
import { ShareBar } from '../../ui/share-bar.tsx';
import { ErrorState, SkeletonLines } from '../../ui/states.tsx';
import { useQuestion } from '../../view/use-view.ts';
import { keptView } from '../../view/view.ts';
import { CalibrationPlot } from './calibration-plot.tsx';
import { adviceWords, CHECK_LABELS, type Check, type Quality, tooFewWords, VERDICTS } from './quality-words.ts';

export function MethodsView() {
  const { lines } = useQuestion();
  const answer = useQuery({
    queryKey: ['report', 'attribution-quality', lines],
    queryFn: ({ signal }) => call('GET /api/v1/reports/attribution-quality', { query: lines }, signal),
    placeholderData: keepPreviousData,
  });
  const { data, error } = answer;
  const again = (): void => void answer.refetch();
  if (error !== null && data === undefined) {
    return <ErrorState title="The quality could not be read" error={error} onRetry={again} />;
  }
  if (data === undefined) return <SkeletonLines count={9} />;
  return (
    <div className={classNames('flex flex-col gap-4', answer.isPlaceholderData && 'opacity-60')}>
      {error !== null && <StaleNotice what="These figures" error={error} onRetry={again} />}
      <div className="grid items-start gap-4 lg:grid-cols-[3fr_2fr]">
        <Methods quality={data} />
        <Missing quality={data} />
      </div>
      <ModelCheck quality={data} />
    </div>
  );
}

function Methods({ quality: { methods, attribution } }: { readonly quality: Quality }) {
  const isHidden = useHidesMoney();
  return (
    <Card
      title="How commissions find their page"
      actions={
        attribution.madeAt !== null && (
          <span className="text-faint text-xs">
            Made {formatAgo(attribution.madeAt)} of {formatCount(attribution.clicks, 'click')}
          </span>
        )
      }
    >
      {methods.length === 0 ? (
        <p className="py-2 text-muted">No line in this period.</p>
      ) : (
        <ul className="divide-y">
          {methods.map(({ method, currency, lines, commission, share, confidence }, place) => (
            <li
              key={`${method} ${currency}`}
              className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1 py-2.5 sm:grid-cols-[1fr_8rem_8rem]"
            >
              <div className="flex min-w-0 flex-col items-start gap-1">
                <MethodChip method={method} />
                {/* once for all currencies of a method */}
                {methods[place - 1]?.method !== method && (
                  <span className="text-pretty text-muted text-xs">{METHOD_WORDS[method].meaning}</span>
                )}
              </div>
              <div className="num flex flex-col items-end">
                {isHidden ? null : <Money amount={commission} currency={currency} />}
                <FilterLink field="method" value={method} to="/transactions" className="text-faint text-xs">
                  {formatCount(lines, 'line')}
                </FilterLink>
              </div>
              <div className="max-sm:col-span-2">
                <ShareBar share={share} />
                <span className="num block text-right text-faint text-xs">
                  {method === 'model' && confidence !== null && `confidence ${confidenceText(confidence)}`}
                </span>
              </div>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Missing({ quality: { advice } }: { readonly quality: Quality }) {
  return (
    <Card title="What is missing">
      {advice.length === 0 ? (
        <p className="flex items-center gap-2 py-1">
          <CircleCheck aria-hidden size={16} className="text-approved" /> Nothing that you could mend.
        </p>
      ) : (
        <ol className="divide-y">
          {advice.map((one) => {
            const { title, what, action } = adviceWords(one);
            return (
              <li key={`${one.code} ${one.network ?? ''}`} className="flex flex-col items-start gap-1 py-3 first:pt-1">
                <span className="font-medium">{title}</span>
                <span className="text-pretty text-muted">{what}</span>
                {action !== null && (
                  <Link
                    to={action.to}
                    search={(before) => ({
                      ...keptView(before),
                      ...(action.of === undefined ? {} : { of: action.of }),
                      ...(action.subIds === undefined ? {} : { subIds: action.subIds }),
                    })}
                    className={classNames(buttonClass('secondary', 'sm'), 'mt-1')}
                  >
                    {action.label}
                  </Link>
                )}
              </li>
            );
          })}
        </ol>
      )}
    </Card>
  );
}

function ModelCheck({ quality: { checks, verdict, orders, ordersNeeded } }: { readonly quality: Quality }) {
  // a curve of a handful of orders says nothing, however it looks
  const model = verdict === 'too-few' ? undefined : checks.find(({ method }) => method === 'model');
  return (
    <Card title="Is the probability true?">
      <p className="max-w-prose text-pretty text-muted">
        {verdict === 'too-few' ? (
          tooFewWords(orders, ordersNeeded)
        ) : (
          <>
            {formatCount(orders, 'order')} whose click is known {orders === 1 ? 'was' : 'were'} given to the model with
            the ids hidden. {VERDICTS[verdict]}
          </>
        )}
      </p>
      {model !== undefined && (
        <div className="mt-4 grid items-start gap-x-10 gap-y-6 lg:grid-cols-[22rem_1fr]">
          <CalibrationPlot bins={model.bins} />
          <CheckTable checks={checks} />
        </div>
      )}
    </Card>
  );
}

const MEASURES: readonly {
  readonly id: 'topRate' | 'pageError' | 'logLoss' | 'calibrationPoints';
  readonly label: string;
  readonly meaning: string;
  readonly write: (value: string) => string;
}[] = [
  {
    id: 'topRate',
    label: 'First guess right',
    meaning: 'How often the page with the largest share was the right one. More is better.',
    write: (value) => formatPercent(value),
  },
  {
    id: 'pageError',
    label: 'Error by page',
    meaning: 'Σ |given − true| ÷ Σ true, over all pages. Less is better.',
    write: (value) => formatPercent(value),
  },
  {
    id: 'logLoss',
    label: 'Log loss',
    meaning: 'How surprised it was by the truth. Less is better.',
    write: (value) => formatNumber(value, 2),
  },
  {
    id: 'calibrationPoints',
    label: 'Calibration error',
    meaning: 'How far stated and right are apart, in percentage points. Below 5 is wanted.',
    write: (value) => formatNumber(value, 1),
  },
];

function CheckTable({ checks }: { readonly checks: readonly Check[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: on phones it scrolls, which the keyboard must be able to, too
    <section aria-label="Checks of the model" tabIndex={0} className="overflow-x-auto">
      <table className="w-full min-w-[31rem]">
        <thead className="text-left text-muted text-xs">
          <tr>
            <th scope="col" className="h-8 font-medium">
              Measure
            </th>
            {checks.map(({ method }) => (
              <th key={method} scope="col" className="w-24 text-right font-medium sm:w-32">
                {CHECK_LABELS[method]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {MEASURES.map(({ id, label, meaning, write }) => (
            <tr key={id} className="border-t">
              <th scope="row" className="py-2 text-left font-normal">
                {label}
                <span className="block text-pretty text-faint text-xs">{meaning}</span>
              </th>
              {checks.map((check) => {
                const value = check[id];
                return (
                  <td
                    key={check.method}
                    className={classNames('num py-2 text-right align-top', check.method === 'model' && 'font-semibold')}
                  >
                    {value === null ? '—' : write(value)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
