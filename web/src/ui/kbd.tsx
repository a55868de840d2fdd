/** Keys as they stand on the keyboard. */
import { classNames } from './class-names.ts';

interface KbdProps {
  /** Keys with a space between: "G O", "⌘ K". */
  readonly keys: string;
  readonly isInverted?: boolean;
}

export function Kbd({ keys, isInverted = false }: KbdProps) {
  return (
    <span className="inline-flex gap-0.5">
      {keys.split(' ').map((key, place) => (
        <kbd
          // biome-ignore lint/suspicious/noArrayIndexKey: the place is what tells two equal keys apart
          key={place}
          className={classNames(
            'inline-grid h-5 min-w-5 place-items-center rounded border px-1 font-sans text-[11px] leading-none',
            isInverted ? 'border-bg/30 text-bg' : 'border-line bg-bg text-muted',
          )}
        >
          {key}
        </kbd>
      ))}
    </span>
  );
}
