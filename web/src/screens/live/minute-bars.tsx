/** Pageviews and clicks minute by minute, the present minute hatched: it goes on. Left and right walk the minutes. */
import { type KeyboardEvent, useState } from 'react';
import { formatCount } from '../../format/numbers.ts';
import { classNames } from '../../ui/class-names.ts';
import { Skeleton } from '../../ui/states.tsx';
import type { LiveReply } from './live-screen.tsx';

type Minute = LiveReply['minutes'][number];

const HEIGHT_PX = 112;
/** So that one click beside a thousand views is still seen. */
const LEAST_PX = 2;

function heightOf(count: number, most: number): number {
  return count === 0 || most === 0 ? 0 : Math.max(LEAST_PX, (count / most) * HEIGHT_PX);
}

function timeOf({ at }: Minute): string {
  return new Intl.DateTimeFormat(undefined, { timeStyle: 'short' }).format(new Date(at));
}

function wordsOf(minute: Minute): string {
  return `${timeOf(minute)}: ${formatCount(minute.pageviews, 'pageview')}, ${formatCount(minute.clicks, 'click')}`;
}

export function MinuteBars({ minutes }: { readonly minutes: LiveReply['minutes'] | undefined }) {
  const [chosen, setChosen] = useState<number | null>(null);
  if (minutes === undefined) return <Skeleton className="h-36 w-full" />;
  const most = Math.max(...minutes.map(({ pageviews, clicks }) => Math.max(pageviews, clicks)), 1);
  const [first, last] = [minutes[0], minutes.at(-1)];
  const shown = chosen === null ? undefined : minutes[chosen];
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    event.stopPropagation();
    const step = event.key === 'ArrowLeft' ? -1 : 1;
    setChosen(Math.min(minutes.length - 1, Math.max(0, (chosen ?? minutes.length) + step)));
  };
  return (
    <figure className="flex flex-col gap-1.5">
      <div
        role="slider"
        tabIndex={0}
        aria-label="Minutes"
        aria-valuemin={0}
        aria-valuemax={minutes.length - 1}
        aria-valuenow={chosen ?? minutes.length - 1}
        aria-valuetext={shown === undefined ? 'the last 30 minutes' : wordsOf(shown)}
        className="flex h-28 items-end gap-px rounded-sm border-b"
        onKeyDown={onKeyDown}
        onPointerLeave={() => setChosen(null)}
      >
        {minutes.map((minute, place) => (
          <span
            key={minute.at}
            className={classNames(
              'relative flex h-full flex-1 items-end justify-center gap-px',
              place === chosen && 'bg-hover',
            )}
            onPointerEnter={() => setChosen(place)}
          >
            <span
              className={classNames(
                'w-1/2 max-w-4 rounded-t-xs bg-[var(--series-1)]',
                place === minutes.length - 1 && 'opacity-60',
              )}
              style={{ height: heightOf(minute.pageviews, most) }}
            />
            <span
              className={classNames(
                'w-1/3 max-w-3 rounded-t-xs bg-[var(--series-2)]',
                place === minutes.length - 1 && 'opacity-60',
              )}
              style={{ height: heightOf(minute.clicks, most) }}
            />
          </span>
        ))}
      </div>
      <figcaption className="num flex flex-wrap justify-between gap-x-4 text-faint text-xs">
        <span>{first !== undefined && timeOf(first)}</span>
        <span className="flex gap-4 text-muted">
          {shown === undefined ? (
            <>
              <Key colour="bg-[var(--series-1)]">Pageviews</Key>
              <Key colour="bg-[var(--series-2)]">Clicks</Key>
            </>
          ) : (
            wordsOf(shown)
          )}
        </span>
        <span>{last !== undefined && timeOf(last)}</span>
      </figcaption>
    </figure>
  );
}

function Key({ colour, children }: { readonly colour: string; readonly children: string }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span aria-hidden className={`size-2.5 rounded-xs ${colour}`} />
      {children}
    </span>
  );
}
