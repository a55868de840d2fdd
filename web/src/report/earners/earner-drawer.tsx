/** One row looked into: its figures, and the other sides of what it earned. */
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useHidesMoney } from '../../api/use-may.ts';
import { buttonClass } from '../../ui/button.tsx';
import { Drawer } from '../../ui/dialog.tsx';
import { SkeletonLines } from '../../ui/states.tsx';
import { writeFilter } from '../../view/filter.ts';
import { useSetView, useView } from '../../view/use-view.ts';
import { type Dimension, isAttributed } from '../dimensions.ts';
import { narrowed } from '../filter-link.tsx';
import type { FiguresQuestion } from '../queries.ts';
import { EarnedCards } from './earned-cards.tsx';
import { type EarnerBy, type EarnerRow, type EarnersReply, earnedIn } from './earner-queries.ts';
import { EarnerSide } from './earner-side.tsx';
import { linkLabel, rowLabel } from './earner-words.ts';

interface EarnerDrawerProps {
  readonly by: EarnerBy;
  readonly question: FiguresQuestion;
  readonly rows: readonly EarnerRow[] | undefined;
  readonly currency: string | undefined;
  readonly compared: EarnersReply['head']['compared'];
}

const SIDES: readonly { readonly by: EarnerBy; readonly title: string }[] = [
  { by: 'page', title: 'Pages' },
  { by: 'link', title: 'Links' },
  { by: 'source', title: 'Sources' },
  { by: 'advertiser', title: 'Advertisers' },
  { by: 'device', title: 'Devices' },
  { by: 'placement', title: 'Placements' },
];

/** The filter that a row is; null: reports cannot be narrowed to it. */
function filterOf(by: EarnerBy, key: string): { readonly field: Dimension; readonly value: string } | null {
  return isAttributed(by) || by === 'advertiser' || by === 'network' ? { field: by, value: key } : null;
}

export function EarnerDrawer({ by, question, rows, currency, compared }: EarnerDrawerProps) {
  const { row: key } = useView();
  const setView = useSetView();
  const isHidden = useHidesMoney();
  const [shown, setShown] = useState(key);
  if (key !== undefined && key !== shown) setShown(key); // stays while the drawer closes
  const row = rows?.find((one) => one.key === shown);
  const filter = shown === undefined ? null : filterOf(by, shown);
  return (
    <Drawer
      isOpen={key !== undefined}
      onClose={() => setView({ row: undefined }, { replace: true })}
      title={row === undefined ? (shown ?? '') : by === 'link' ? linkLabel(row.key) : rowLabel(by, row)}
      {...(by === 'link' && shown !== undefined ? { description: <span className="break-all">{shown}</span> } : {})}
      size="lg"
      footer={
        filter !== null && (
          <Link
            to="/transactions"
            search={(before) => narrowed(before, [filter], true)}
            className={buttonClass('primary', 'sm')}
          >
            Its transactions
          </Link>
        )
      }
    >
      {row === undefined ? (
        <SkeletonLines count={8} />
      ) : (
        <div className="flex flex-col gap-6">
          <EarnedCards
            earned={earnedIn(row, currency)}
            traffic={row.traffic}
            trafficBefore={row.trafficBefore}
            compared={compared}
            isHidden={isHidden}
          />
          {filter !== null && (
            <div className="grid gap-x-8 gap-y-6 sm:grid-cols-2">
              {SIDES.filter((side) => side.by !== by)
                .slice(0, 4)
                .map((side) => (
                  <EarnerSide
                    key={side.by}
                    {...side}
                    currency={currency}
                    question={{
                      ...question,
                      f: [
                        ...(question.f ?? []),
                        writeFilter({ dimension: filter.field, word: 'is', values: [filter.value] }),
                      ],
                    }}
                  />
                ))}
            </div>
          )}
        </div>
      )}
    </Drawer>
  );
}
