/** A month in which two clicks choose a range of days. Arrow keys walk the days, Page Up and Down the months. */
import { ChevronDown, ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { DayPicker } from 'react-day-picker';
import type { Days } from '../view/period.ts';

interface RangeCalendarProps {
  /** What is chosen now; null: nothing. */
  readonly days: Days | null;
  readonly today: string;
  /** The second click: the range is whole. */
  readonly onChoose: (days: Days) => void;
  /** The focus goes to the day that is chosen, once it is there. */
  readonly hasFocus?: boolean;
}

const FIRST_YEAR = 2000;
const DAY =
  'grid size-9 place-items-center rounded-md text-[13px] num hover:bg-hover max-sm:size-11 disabled:cursor-not-allowed';
const CLASSES = {
  root: 'relative mx-auto w-fit',
  month_caption: 'flex h-9 items-center justify-center max-sm:h-11',
  nav: 'absolute inset-x-0 top-0 z-10 flex h-9 items-center justify-between pointer-events-none max-sm:h-11',
  button_previous:
    'pointer-events-auto grid size-8 place-items-center rounded-md text-muted hover:bg-hover max-sm:size-11',
  button_next: 'pointer-events-auto grid size-8 place-items-center rounded-md text-muted hover:bg-hover max-sm:size-11',
  dropdowns: 'flex gap-1 font-medium',
  dropdown_root:
    'relative inline-flex items-center rounded-md px-1.5 hover:bg-hover has-focus-visible:outline-2 outline-focus',
  dropdown: 'absolute inset-0 z-10 w-full appearance-none opacity-0',
  caption_label: 'inline-flex items-center gap-1',
  month_grid: 'mt-1 border-separate border-spacing-x-0 border-spacing-y-0.5',
  weekday: 'size-9 font-normal text-faint text-xs max-sm:h-7 max-sm:w-11',
  day: 'p-0',
  day_button: DAY,
  today: 'font-semibold [&>button]:underline underline-offset-4',
  outside: 'invisible',
  disabled: 'text-faint opacity-50',
  range_start: 'bg-accent-soft rounded-l-md [&>button]:bg-accent [&>button]:text-on-accent [&>button]:hover:bg-accent',
  range_end: 'bg-accent-soft rounded-r-md [&>button]:bg-accent [&>button]:text-on-accent [&>button]:hover:bg-accent',
  range_middle: 'bg-accent-soft text-accent',
} as const;

function dateOf(day: string): Date {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date);
}

function dayOf(date: Date): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** Sunday (0) in the countries that begin the week so; Monday where the browser does not say. */
function weekStart(): 0 | 1 | 6 {
  const locale = new Intl.Locale(navigator.language) as Intl.Locale & {
    readonly getWeekInfo?: () => { readonly firstDay: number };
  }; // newer than the types
  const first = locale.getWeekInfo?.().firstDay;
  return first === 7 ? 0 : first === 6 ? 6 : 1;
}

const written = (options: Intl.DateTimeFormatOptions) => (date: Date) =>
  new Intl.DateTimeFormat(undefined, options).format(date);

export function RangeCalendar({ days, today, onChoose, hasFocus = false }: RangeCalendarProps) {
  const [first, setFirst] = useState<string>();
  const shown = first === undefined ? days : { from: first, to: first };
  const choose = (date: Date): void => {
    const day = dayOf(date);
    if (first === undefined) {
      setFirst(day);
      return;
    }
    setFirst(undefined);
    onChoose(first <= day ? { from: first, to: day } : { from: day, to: first });
  };
  return (
    <div>
      <DayPicker
        mode="range"
        autoFocus={hasFocus}
        captionLayout="dropdown"
        classNames={CLASSES}
        components={{ Chevron }}
        defaultMonth={dateOf(days?.to ?? today)}
        disabled={{ after: dateOf(today) }}
        startMonth={new Date(FIRST_YEAR, 0, 1)}
        endMonth={dateOf(today)}
        today={dateOf(today)}
        weekStartsOn={weekStart()}
        formatters={{
          formatMonthDropdown: written({ month: 'short' }),
          formatWeekdayName: written({ weekday: 'short' }),
        }}
        selected={shown === null ? undefined : { from: dateOf(shown.from), to: dateOf(shown.to) }}
        onSelect={(_range, date) => choose(date)}
      />
      <p aria-live="polite" className="mt-1 text-center text-faint text-xs">
        {first === undefined ? 'Choose the first day' : 'Choose the last day'}
      </p>
    </div>
  );
}

function Chevron({ orientation }: { readonly orientation?: 'left' | 'right' | 'up' | 'down' }) {
  const Icon = orientation === 'left' ? ChevronLeft : orientation === 'right' ? ChevronRight : ChevronDown;
  return <Icon aria-hidden size={orientation === 'down' ? 14 : 17} className="text-faint" />;
}
