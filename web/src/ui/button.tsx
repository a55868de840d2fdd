/** Buttons: one primary a screen, secondary for the rest, quiet inside toolbars and rows. */
import { LoaderCircle, type LucideIcon } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Tooltip } from './tooltip.tsx';

export type ButtonLook = 'primary' | 'secondary' | 'quiet' | 'danger';

const LOOKS: Readonly<Record<ButtonLook, string>> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-hover border-transparent',
  secondary: 'bg-surface text-text border-line-strong/50 hover:bg-hover hover:border-line-strong',
  quiet: 'border-transparent text-muted hover:bg-hover hover:text-text aria-expanded:bg-hover aria-expanded:text-text',
  danger: 'bg-surface text-reversed border-reversed/50 hover:bg-reversed-soft hover:border-reversed',
};

const BASE =
  'inline-flex shrink-0 select-none items-center justify-center gap-2 whitespace-nowrap rounded-card border font-medium ' +
  'transition-colors duration-100 disabled:cursor-not-allowed disabled:opacity-50';
const SIZES = { md: 'h-9 px-3.5 max-sm:h-11', sm: 'h-8 px-2.5 text-[13px] max-sm:h-11' } as const;

/** The classes of a button, for links that look like one. */
export function buttonClass(look: ButtonLook = 'secondary', size: keyof typeof SIZES = 'md'): string {
  return classNames(BASE, LOOKS[look], SIZES[size]);
}

export interface ButtonProps extends ComponentProps<'button'> {
  readonly look?: ButtonLook;
  readonly size?: keyof typeof SIZES;
  readonly icon?: LucideIcon;
  /** Something goes on: the button waits, and says so. */
  readonly isBusy?: boolean;
  readonly children?: ReactNode;
}

/** A button with words; what it does is its text ("Upload 3 412 sales"). */
export function Button({
  look,
  size,
  icon: Icon,
  isBusy = false,
  className,
  children,
  disabled,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled === true || isBusy}
      aria-busy={isBusy || undefined}
      className={classNames(buttonClass(look, size), className)}
    >
      {isBusy ? (
        <LoaderCircle aria-hidden size={16} className="animate-spin" />
      ) : (
        Icon !== undefined && <Icon aria-hidden size={16} strokeWidth={1.75} />
      )}
      {children}
    </button>
  );
}

export interface IconButtonProps extends ComponentProps<'button'> {
  readonly icon: LucideIcon;
  /** Its name for the ear and on hover. */
  readonly label: string;
  readonly look?: ButtonLook;
  /** The key that does the same, shown on hover. */
  readonly shortcut?: string;
}

/** A button of an icon alone, named on hover. */
export function IconButton({ icon: Icon, label, look = 'quiet', shortcut, className, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label} shortcut={shortcut}>
      <button
        type="button"
        aria-label={label}
        {...rest}
        className={classNames(BASE, LOOKS[look], 'size-8 max-sm:size-11', className)}
      >
        <Icon aria-hidden size={17} strokeWidth={1.75} />
      </button>
    </Tooltip>
  );
}
