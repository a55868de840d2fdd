/** A list on phones: a card for each row, the next ones when the end comes near. */
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { classNames } from '../../ui/class-names.ts';
import { Skeleton } from '../../ui/states.tsx';

/** What a card says of a row. */
export interface RowCard {
  readonly name: ReactNode;
  /** The figure that the list is about. */
  readonly value: ReactNode;
  readonly delta?: ReactNode;
  /** Small facts below. */
  readonly facts: readonly { readonly label: string; readonly value: ReactNode }[];
}

interface RowCardsProps<Row> {
  readonly label: string;
  readonly rows: readonly Row[] | undefined;
  readonly rowKey: (row: Row) => string;
  readonly card: (row: Row) => RowCard;
  readonly onOpen?: ((row: Row) => void) | undefined;
  readonly onEnd?: (() => void) | undefined;
}

const SKELETONS = [1, 2, 3, 4, 5, 6] as const;

export function RowCards<Row>({ label, rows, rowKey, card, onOpen, onEnd }: RowCardsProps<Row>) {
  const end = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (end.current === null || onEnd === undefined) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting === true && onEnd(), {
      rootMargin: '600px',
    });
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [onEnd]);
  return (
    <ul aria-label={label} className="flex flex-col gap-2">
      {rows === undefined
        ? SKELETONS.map((one) => (
            <li key={one}>
              <Skeleton className="h-24 w-full" />
            </li>
          ))
        : rows.map((row) => (
            <li key={rowKey(row)} className="[contain-intrinsic-size:auto_96px] [content-visibility:auto]">
              <OneCard card={card(row)} onOpen={onOpen === undefined ? undefined : () => onOpen(row)} />
            </li>
          ))}
      <li ref={end} aria-hidden className="h-px" />
    </ul>
  );
}

/** Names are links, which no button may hold: the button lies behind the words and is as large as the card. */
function OneCard({ card, onOpen }: { readonly card: RowCard; readonly onOpen: (() => void) | undefined }) {
  const name = useId();
  const content = (
    <>
      <span className="flex w-full items-start gap-3">
        <span id={name} className="line-clamp-2 min-w-0 flex-1 break-words font-medium">
          {card.name}
        </span>
        <span className="num shrink-0 font-semibold text-base">{card.value}</span>
      </span>
      <span className="num flex w-full flex-wrap gap-x-4 gap-y-0.5 text-[13px] text-muted">
        {card.facts.map(({ label, value }) => (
          <span key={label}>
            <span className="text-faint">{label}</span> {value}
          </span>
        ))}
        {card.delta !== undefined && <span className="ml-auto">{card.delta}</span>}
      </span>
    </>
  );
  const look = 'flex w-full flex-col gap-1.5 rounded-card border bg-surface p-3 text-left';
  if (onOpen === undefined) return <div className={look}>{content}</div>;
  return (
    <div
      className={classNames(look, 'relative [&>span]:pointer-events-none [&>span]:relative [&_a]:pointer-events-auto')}
    >
      <button type="button" aria-labelledby={name} className="absolute inset-0 rounded-card" onClick={onOpen} />
      {content}
    </div>
  );
}
