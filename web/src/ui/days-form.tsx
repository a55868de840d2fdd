/** Days of one's own: two clicks in a calendar, or both days typed. The calendar is loaded when it is first shown. */
import { type FormEvent, lazy, Suspense, useState } from 'react';
import type { Days } from '../view/period.ts';
import { Button } from './button.tsx';
import { Field, Input } from './field.tsx';
import { Skeleton } from './states.tsx';

const RangeCalendar = lazy(async () => ({ default: (await import('./range-calendar.tsx')).RangeCalendar }));

interface DaysFormProps {
  /** Null: none are chosen yet. */
  readonly days: Days | null;
  readonly today: string;
  /** "Show these days". */
  readonly action: string;
  readonly onChoose: (days: Days) => void;
  readonly hasFocus?: boolean;
}

export function DaysForm({ days, today, action, onChoose, hasFocus = false }: DaysFormProps) {
  const [from, setFrom] = useState(days?.from ?? today);
  const [to, setTo] = useState(days?.to ?? today);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (from !== '' && to !== '') onChoose(from <= to ? { from, to } : { from: to, to: from });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3 p-3">
      <Suspense fallback={<Skeleton className="h-74 w-63 max-sm:h-88 max-sm:w-77" />}>
        <RangeCalendar days={days} today={today} onChoose={onChoose} hasFocus={hasFocus} />
      </Suspense>
      <div className="grid grid-cols-2 gap-2">
        <Field label="From">
          {(control) => (
            <Input
              {...control}
              type="date"
              className="px-2"
              value={from}
              max={today}
              onChange={(event) => setFrom(event.target.value)}
            />
          )}
        </Field>
        <Field label="To">
          {(control) => (
            <Input
              {...control}
              type="date"
              className="px-2"
              value={to}
              onChange={(event) => setTo(event.target.value)}
            />
          )}
        </Field>
      </div>
      <Button type="submit">{action}</Button>
    </form>
  );
}
