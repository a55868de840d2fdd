/** A small surface under a button, for choices that need more than a menu; on phones a sheet from below. */
import { Dialog, Popover as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { useIsPhone } from './use-is-phone.ts';

interface PopoverProps {
  /** The button that opens it; or an `anchor` that it stands under, opened by its owner. */
  readonly trigger?: ReactNode;
  readonly anchor?: ReactNode;
  /** Its name for the ear, and the heading of the sheet. */
  readonly label: string;
  readonly isOpen?: boolean;
  readonly onOpenChange?: (isOpen: boolean) => void;
  readonly align?: 'start' | 'center' | 'end';
  readonly children: ReactNode;
}

export function Popover(props: PopoverProps) {
  return useIsPhone() ? <Sheet {...props} /> : <Surface {...props} />;
}

function controlOf({ isOpen, onOpenChange }: PopoverProps) {
  return {
    ...(isOpen === undefined ? {} : { open: isOpen }),
    ...(onOpenChange === undefined ? {} : { onOpenChange }),
  };
}

function Surface(props: PopoverProps) {
  const { trigger, anchor, label, align = 'start', children } = props;
  return (
    <Radix.Root {...controlOf(props)}>
      {trigger !== undefined && <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
      {anchor !== undefined && <Radix.Anchor asChild>{anchor}</Radix.Anchor>}
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className="appear z-50 max-h-(--radix-popover-content-available-height) overflow-y-auto rounded-card border bg-surface shadow-float outline-none"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Sheet(props: PopoverProps) {
  const { trigger, anchor, label, children } = props;
  return (
    <Dialog.Root {...controlOf(props)}>
      {trigger !== undefined && <Dialog.Trigger asChild>{trigger}</Dialog.Trigger>}
      {anchor}
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/35 dark:bg-black/60" />
        <Dialog.Content
          aria-describedby={undefined}
          className="appear fixed inset-x-0 bottom-0 z-50 flex max-h-[85dvh] flex-col rounded-t-xl border bg-surface pb-[max(0.5rem,env(safe-area-inset-bottom))] shadow-float outline-none *:w-full"
        >
          <Dialog.Title className="px-4 pt-4 pb-2 font-semibold text-base">{label}</Dialog.Title>
          <div className="min-h-0 overflow-y-auto *:w-full">{children}</div>
          <div className="border-t p-2">
            <Dialog.Close className="h-11 w-full rounded-card font-medium text-accent hover:bg-hover">
              Done
            </Dialog.Close>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
