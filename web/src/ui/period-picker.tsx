/** The choice of a period: presets with their letters, or days of one's own. */
import { CalendarDays, ChevronDown, ChevronLeft, ChevronRight } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { formatRange } from '../format/moments.ts';
import { type Days, neighbour, type Period, PRESETS } from '../view/period.ts';
import { Button, IconButton } from './button.tsx';
import { classNames } from './class-names.ts';
import { Field, Input } from './field.tsx';
import { Kbd } from './kbd.tsx';
import { Popover } from './popover.tsx';

interface PeriodPickerProps {
  readonly period: Period;
  /** The days of it; null: all time. */
  readonly days: Days | null;
  readonly today: string;
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  readonly onChange: (period: Period, custom?: Days) => void;
}

/** What the button says: the preset, or the days. */
function labelOf(period: Period, days: Days | null): string {
  if (period === 'custom' && days !== null) return formatRange(days.from, days.to);
  return PRESETS.find((one) => one.period === period)?.label ?? '';
}

export function PeriodPicker({ period, days, today, isOpen, onOpenChange, onChange }: PeriodPickerProps) {
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
          <ul className="w-56 p-1 max-sm:grid max-sm:w-[calc(100vw-2rem)] max-sm:grid-cols-2">
            {PRESETS.filter((one) => one.period !== 'custom').map((one) => (
              <li key={one.period}>
                <button
                  type="button"
                  aria-pressed={one.period === period}
                  className={classNames(
                    'flex h-8 w-full items-center justify-between rounded-md px-2.5 outline-offset-[-2px] hover:bg-hover max-sm:h-11',
                    one.period === period && 'bg-accent-soft font-medium text-accent hover:bg-accent-soft',
                  )}
                  onClick={() => choose(one.period)}
                >
                  {one.label}
                  <span className="max-sm:hidden">
                    <Kbd keys={one.letter} />
                  </span>
                </button>
              </li>
            ))}
          </ul>
          <CustomDays days={days} today={today} onChoose={(custom) => choose('custom', custom)} />
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

interface CustomDaysProps {
  readonly days: Days | null;
  readonly today: string;
  readonly onChoose: (days: Days) => void;
}

/** The browser's own fields for days: every keyboard and every phone knows them. */
function CustomDays({ days, today, onChoose }: CustomDaysProps) {
  const [from, setFrom] = useState(days?.from ?? today);
  const [to, setTo] = useState(days?.to ?? today);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (from !== '' && to !== '') onChoose(from <= to ? { from, to } : { from: to, to: from });
  };
  return (
    <form
      onSubmit={submit}
      className="flex w-56 flex-col gap-3 border-l p-4 max-sm:w-full max-sm:border-t max-sm:border-l-0"
    >
      <p className="text-faint text-xs">Custom range</p>
      <Field label="From">
        {(control) => (
          <Input {...control} type="date" value={from} max={today} onChange={(event) => setFrom(event.target.value)} />
        )}
      </Field>
      <Field label="To">
        {(control) => <Input {...control} type="date" value={to} onChange={(event) => setTo(event.target.value)} />}
      </Field>
      <Button type="submit" look="primary">
        Show these days
      </Button>
    </form>
  );
}
