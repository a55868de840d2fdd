/** A menu under a button. */
import { Check, type LucideIcon } from 'lucide-react';
import { DropdownMenu as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Kbd } from './kbd.tsx';

interface MenuProps {
  /** The button that opens it: one element that takes a ref. */
  readonly trigger: ReactNode;
  readonly align?: 'start' | 'center' | 'end';
  readonly side?: 'top' | 'right' | 'bottom';
  readonly children: ReactNode;
}

export function Menu({ trigger, align = 'start', side = 'bottom', children }: MenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="appear z-50 min-w-48 rounded-card border border-line bg-surface p-1 shadow-float outline-none"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

const ITEM =
  'flex h-8 max-sm:h-11 cursor-pointer select-none items-center gap-2 rounded-md px-2 outline-none ' +
  'data-highlighted:bg-hover data-disabled:cursor-not-allowed data-disabled:opacity-50';

interface MenuItemProps {
  readonly icon?: LucideIcon;
  readonly shortcut?: string | undefined;
  readonly isDanger?: boolean;
  readonly isDisabled?: boolean;
  readonly onSelect: () => void;
  readonly children: ReactNode;
}

export function MenuItem({
  icon: Icon,
  shortcut,
  isDanger = false,
  isDisabled = false,
  onSelect,
  children,
}: MenuItemProps) {
  return (
    <Radix.Item disabled={isDisabled} onSelect={onSelect} className={classNames(ITEM, isDanger && 'text-reversed')}>
      {Icon !== undefined && <Icon aria-hidden size={16} strokeWidth={1.75} className={isDanger ? '' : 'text-muted'} />}
      <span className="flex-1">{children}</span>
      {shortcut !== undefined && <Kbd keys={shortcut} />}
    </Radix.Item>
  );
}

interface MenuCheckProps {
  readonly isChecked: boolean;
  readonly shortcut?: string | undefined;
  /** The menu stays open, for choosing several. */
  readonly staysOpen?: boolean;
  /** Its words take more than one line. */
  readonly isTall?: boolean;
  readonly onChange: (isChecked: boolean) => void;
  readonly children: ReactNode;
}

/** A choice with a tick. */
export function MenuCheck({
  isChecked,
  shortcut,
  staysOpen = false,
  isTall = false,
  onChange,
  children,
}: MenuCheckProps) {
  return (
    <Radix.CheckboxItem
      checked={isChecked}
      onCheckedChange={onChange}
      {...(staysOpen ? { onSelect: (event: Event) => event.preventDefault() } : {})}
      className={classNames(ITEM, isTall && 'h-auto! items-start py-1.5')}
    >
      <span className="grid size-4 place-items-center text-accent">
        <Radix.ItemIndicator>
          <Check aria-hidden size={16} />
        </Radix.ItemIndicator>
      </span>
      <span className="flex-1">{children}</span>
      {shortcut !== undefined && <Kbd keys={shortcut} />}
    </Radix.CheckboxItem>
  );
}

export function MenuLine() {
  return <Radix.Separator className="my-1 h-px bg-line" />;
}

export function MenuHead({ children }: { readonly children: ReactNode }) {
  return <Radix.Label className="px-2 pt-2 pb-1 text-faint text-xs">{children}</Radix.Label>;
}
