/** The figures of a period in one currency, each with its change and its course. A click shows one in the chart. */
import { ChevronDown } from 'lucide-react';
import { formatRange } from '../../format/moments.ts';
import type { CurrencyFigures, OverviewReply } from '../../report/queries.ts';
import { Menu, MenuCheck } from '../../ui/menu.tsx';
import { StatCard, StatRow } from '../../ui/stat-card.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { useSetView, useView } from '../../view/use-view.ts';
import {
  type CardWords,
  cardWords,
  FIGURE_INFO,
  type Figure,
  figureOf,
  METRIC_INFO,
  type Metric,
  shownMetrics,
} from './metrics.ts';

interface OverviewCardsProps {
  /** Undefined: on their way. */
  readonly figures: CurrencyFigures | undefined;
  readonly compared: OverviewReply['head']['compared'];
  readonly metric: Metric;
  /** Amounts are kept from this person: their cards are left out. */
  readonly isHidden: boolean;
}

export function OverviewCards({ figures, compared, metric, isHidden }: OverviewCardsProps) {
  const setView = useSetView();
  const days = compared === null ? null : formatRange(compared.from, compared.to);
  return (
    <StatRow columns={4}>
      {shownMetrics(isHidden).map((one) => (
        <OneCard
          key={one}
          metric={one}
          words={figures === undefined ? undefined : cardWords(figures, one, days)}
          isChosen={one === metric}
          onChoose={() => setView({ metric: one === 'commission' ? undefined : one }, { replace: true })}
        />
      ))}
    </StatRow>
  );
}

interface OneCardProps {
  readonly metric: Metric;
  readonly words: CardWords | undefined;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function OneCard({ metric, words, isChosen, onChoose }: OneCardProps) {
  const { label, definition, goodWhen } = METRIC_INFO[metric];
  const figure = figureOf(useView());
  const meaning = metric === 'commission' ? FIGURE_INFO[figure].definition : definition;
  return (
    <StatCard
      label={
        <Tooltip text={meaning} side="top">
          <span data-metric={metric}>{label}</span>
        </Tooltip>
      }
      menu={metric === 'commission' ? <FigureMenu figure={figure} /> : undefined}
      value={words?.value}
      delta={words?.delta}
      trend={words?.trend}
      goodWhen={goodWhen}
      isChosen={isChosen}
      onChoose={onChoose}
    />
  );
}

const FIGURES: readonly Figure[] = ['total', 'gross', 'net'];

/** Which commission: the choice says what each means. */
function FigureMenu({ figure }: { readonly figure: Figure }) {
  const setView = useSetView();
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={`Commission: ${FIGURE_INFO[figure].label}. Choose which`}
          className="relative ml-auto inline-flex h-6 items-center max-sm:after:absolute max-sm:after:-inset-2.5 gap-0.5 rounded-md px-1.5 text-[13px] text-muted hover:bg-hover hover:text-text"
        >
          {FIGURE_INFO[figure].label}
          <ChevronDown aria-hidden size={14} />
        </button>
      }
    >
      {FIGURES.map((one) => (
        <MenuCheck
          key={one}
          isTall
          isChecked={one === figure}
          onChange={() => setView({ figure: one === 'total' ? undefined : one })}
        >
          {FIGURE_INFO[one].label}
          <span className="block max-w-64 text-pretty text-faint text-xs">{FIGURE_INFO[one].definition}</span>
        </MenuCheck>
      ))}
    </Menu>
  );
}
