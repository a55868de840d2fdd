/** The choice of a period: presets with their letters, or days of one's own. */
import { CalendarDays, ChevronDown, ChevronLeft, ChevronRight } from 'lucide-react';
import { formatRange } from '../format/moments.ts';
import { type Days, neighbour, type Period, PRESETS } from '../view/period.ts';
import { Button, IconButton } from './button.tsx';
import { classNames } from './class-names.ts';
import { DaysForm } from './days-form.tsx';
import { Kbd } from './kbd.tsx';
import { Popover } from './popover.tsx';

interface PeriodPickerProps {
  readonly period: Period;
  /** The days of it; null: all time. */
  readonly days: Days | null;
  readonly today: string;
  readonly isOpen: boolean;
  /** Opened for days of one's own: the focus begins in the calendar. */
  readonly isCustom?: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  readonly onChange: (period: Period, custom?: Days) => void;
}

/** What the button says: the preset, or the days. */
function labelOf(period: Period, days: Days | null): string {
  if (period === 'custom' && days !== null) return formatRange(days.from, days.to);
  return PRESETS.find((one) => one.period === period)?.label ?? '';
}

export function PeriodPicker({
  period,
  days,
  today,
  isOpen,
  isCustom = false,
  onOpenChange,
  onChange,
}: PeriodPickerProps) {
  const choose = (chosen: Period, custom?: Days): void => {
    onOpenChange(false);
    onChange(chosen, custom);
  };
  return (
    <div className="flex items-center">
      <span className="max-lg:hidden">
        <IconButton
          icon={ChevronLeft}
          label="Previous period"
          shortcut="←"
          disabled={days === null}
          onClick={() => days !== null && onChange('custom', neighbour(days, -1))}
        />
      </span>
      <Popover
        label="Period"
        isOpen={isOpen}
        onOpenChange={onOpenChange}
        trigger={
          <Button size="sm" icon={CalendarDays}>
            {labelOf(period, days)}
            <ChevronDown aria-hidden size={14} className="text-faint" />
          </Button>
        }
      >
        <div className="flex max-sm:flex-col">
          <PresetList period={period} onChoose={choose} />
          <div className="border-l max-sm:border-t max-sm:border-l-0">
            <DaysForm
              days={days}
              today={today}
              action="Show these days"
              hasFocus={isCustom}
              onChoose={(custom) => choose('custom', custom)}
            />
          </div>
        </div>
      </Popover>
      <span className="max-lg:hidden">
        <IconButton
          icon={ChevronRight}
          label="Next period"
          shortcut="→"
          disabled={days === null || days.to >= today}
          onClick={() => days !== null && onChange('custom', neighbour(days, 1))}
        />
      </span>
    </div>
  );
}

interface PresetListProps {
  readonly period: Period;
  readonly onChoose: (period: Period) => void;
}

function PresetList({ period, onChoose }: PresetListProps) {
  return (
    <ul className="w-56 p-1 max-sm:grid max-sm:w-full max-sm:grid-cols-2">
      {PRESETS.filter((one) => one.period !== 'custom').map((one) => (
        <li key={one.period}>
          <button
            type="button"
            aria-pressed={one.period === period}
            className={classNames(
              'flex h-8 w-full items-center justify-between rounded-md px-2.5 outline-offset-[-2px] hover:bg-hover max-sm:h-11',
              one.period === period && 'bg-accent-soft font-medium text-accent hover:bg-accent-soft',
            )}
            onClick={() => onChoose(one.period)}
          >
            {one.label}
            <span className="max-sm:hidden">
              <Kbd keys={one.letter} />
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
