/** A choice of a few, all of them in sight: by day, week, month. */
import { ToggleGroup as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

interface SegmentedProps<Id extends string> {
  /** Its name for the ear. */
  readonly label: string;
  readonly options: readonly { readonly id: Id; readonly label: ReactNode }[];
  readonly value: Id;
  readonly onChange: (id: Id) => void;
}

export function Segmented<Id extends string>({ label, options, value, onChange }: SegmentedProps<Id>) {
  const choose = (chosen: string): void => {
    const option = options.find(({ id }) => id === chosen); // none: the chosen one was clicked again
    if (option !== undefined) onChange(option.id);
  };
  return (
    <Radix.Root
      type="single"
      aria-label={label}
      value={value}
      onValueChange={choose}
      className="inline-flex min-w-0 max-w-full overflow-x-auto rounded-card border bg-sunken p-0.5 [scrollbar-width:none] print:border-0 print:bg-transparent print:p-0"
    >
      {options.map((option) => (
        <Radix.Item
          key={option.id}
          value={option.id}
          className="h-6.5 whitespace-nowrap rounded-md px-2 text-[13px] text-muted data-[state=off]:print:hidden print:px-0 print:shadow-none hover:text-text data-[state=on]:bg-surface dark:data-[state=on]:bg-line data-[state=on]:font-medium data-[state=on]:text-text data-[state=on]:shadow-sm max-sm:h-10 max-sm:min-w-11 max-sm:px-1.5"
        >
          {option.label}
        </Radix.Item>
      ))}
    </Radix.Root>
  );
}
