/** What the period is compared with: as many days just before, the year before, days of one's own, or nothing. */
import { Check, ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { formatRange } from '../format/moments.ts';
import { Button } from '../ui/button.tsx';
import { DaysForm } from '../ui/days-form.tsx';
import { Checkbox } from '../ui/field.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { Popover } from '../ui/popover.tsx';
import type { Days } from '../view/period.ts';
import { useDays, useSetView, useView } from '../view/use-view.ts';
import { DEFAULT_COMPARE, type View } from '../view/view.ts';

type Choice = NonNullable<View['cmp']>;

const CHOICES: readonly { readonly id: Choice; readonly label: string; readonly short: string }[] = [
  { id: 'prev', label: 'Previous period', short: 'vs previous period' },
  { id: 'year', label: 'Year before', short: 'vs year before' },
  { id: 'custom', label: 'Custom range', short: 'vs custom range' },
  { id: 'none', label: 'Nothing', short: 'Compare' },
];

export function CompareMenu() {
  const { cmp = DEFAULT_COMPARE, match = 'date' } = useView();
  const { days, compared, today } = useDays();
  const setView = useSetView();
  const [isOpen, setOpen] = useState(false);
  const [isChoosing, setChoosing] = useState(false);
  const open = (wanted: boolean): void => {
    setOpen(wanted);
    setChoosing(wanted && cmp === 'custom');
  };
  const choose = (choice: Choice): void => {
    setChoosing(choice === 'custom');
    if (choice === 'custom') return;
    setOpen(false);
    setView({ cmp: choice === DEFAULT_COMPARE ? undefined : choice, cfrom: undefined, cto: undefined });
  };
  if (days === null) return null; // all time has nothing before it
  const label = CHOICES.find(({ id }) => id === cmp)?.short;
  return (
    <Popover
      label="Compare"
      isOpen={isOpen}
      onOpenChange={open}
      trigger={
        <Button size="sm" look="quiet">
          {label}
          <ChevronDown aria-hidden size={14} className="text-faint" />
        </Button>
      }
    >
      <ul className="min-w-60 p-1">
        {compared !== null && <ComparedDays days={days} compared={compared} today={today} />}
        {CHOICES.map((choice) => (
          <li key={choice.id}>
            <ChoiceButton
              choice={choice}
              isChosen={isChoosing ? choice.id === 'custom' : choice.id === cmp}
              onChoose={() => choose(choice.id)}
            />
          </li>
        ))}
        <li className="mt-1 border-t px-2 py-2">
          <Checkbox
            label="Match weekdays"
            hint="Mondays lie under Mondays."
            checked={match === 'dow'}
            disabled={cmp === 'none' || cmp === 'custom'}
            onChange={(event) => setView({ match: event.target.checked ? 'dow' : undefined })}
          />
        </li>
      </ul>
      {isChoosing && (
        <div className="border-t">
          <DaysForm
            days={cmp === 'custom' ? compared : null}
            today={today}
            action="Compare with these days"
            onChoose={({ from, to }) => {
              setOpen(false);
              setView({ cmp: 'custom', cfrom: from, cto: to, match: undefined });
            }}
          />
        </div>
      )}
    </Popover>
  );
}

interface ComparedDaysProps {
  readonly days: Days;
  readonly compared: Days;
  readonly today: string;
}

/** What lies under the period, and what a day that is not over does to that. */
function ComparedDays({ days, compared, today }: ComparedDaysProps) {
  return (
    <li className="num max-w-60 text-pretty px-2 pt-1 pb-1.5 text-faint text-xs">
      {formatRange(compared.from, compared.to)}
      {days.from >= today
        ? '. Today is not over: what changed is said once it is.'
        : days.to >= today && '. Today is not over: a part of it is beside a whole day.'}
    </li>
  );
}

interface ChoiceButtonProps {
  readonly choice: (typeof CHOICES)[number];
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function ChoiceButton({ choice, isChosen, onChoose }: ChoiceButtonProps) {
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      className="group flex h-8 w-full items-center gap-2 rounded-md px-2 text-left outline-offset-[-2px] hover:bg-hover aria-pressed:font-medium max-sm:h-11"
      onClick={onChoose}
    >
      <span className="grid size-4 place-items-center text-accent opacity-0 group-aria-pressed:opacity-100">
        <Check aria-hidden size={16} />
      </span>
      <span className="flex-1">{choice.label}</span>
      {choice.id === 'none' && <Kbd keys="X" />}
    </button>
  );
}
