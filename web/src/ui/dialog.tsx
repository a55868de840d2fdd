/** A dialog in the middle (a sheet from below on phones), and a drawer from the right. Esc and a click outside close them. */
import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { IconButton } from './button.tsx';
import { classNames } from './class-names.ts';

interface DialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** One sentence below the title. */
  readonly description?: ReactNode;
  /** Buttons at the end; the one that does it last. */
  readonly footer?: ReactNode;
  readonly children?: ReactNode;
  readonly size?: 'md' | 'lg';
}

const OVERLAY = 'fixed inset-0 z-40 bg-black/35 dark:bg-black/60';
const SIZES = { md: 'sm:max-w-md', lg: 'sm:max-w-2xl' } as const;

function Head({ title, description }: Pick<DialogProps, 'title' | 'description'>) {
  return (
    <header className="flex items-start gap-3 px-5 pt-4 pb-3">
      <div className="min-w-0 flex-1">
        <Radix.Title className="font-semibold text-base">{title}</Radix.Title>
        {description !== undefined && (
          <Radix.Description className="mt-1 text-pretty text-muted">{description}</Radix.Description>
        )}
      </div>
      <Radix.Close asChild>
        <IconButton icon={X} label="Close" shortcut="Esc" className="-mr-2" />
      </Radix.Close>
    </header>
  );
}

/** Radix wants to know that a dialog without a description has none on purpose. */
function describedBy(description: ReactNode): Record<string, undefined> {
  return description === undefined ? { 'aria-describedby': undefined } : {};
}

/** The dialog itself, not its cross, whose name would show at once; a field with autoFocus has the focus already. */
function focusWhole(event: Event): void {
  const { currentTarget: dialog } = event;
  if (!(dialog instanceof HTMLElement) || dialog.contains(document.activeElement)) return;
  event.preventDefault();
  dialog.focus();
}

export function Dialog({ isOpen, onClose, title, description, footer, children, size = 'md' }: DialogProps) {
  return (
    <Radix.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className={OVERLAY} />
        <Radix.Content
          {...describedBy(description)}
          onOpenAutoFocus={focusWhole}
          className={classNames(
            'appear fixed z-50 flex flex-col border bg-surface shadow-float outline-none',
            'inset-x-0 bottom-0 max-h-[90dvh] rounded-t-xl sm:inset-x-auto sm:top-[12vh] sm:bottom-auto sm:left-1/2 sm:max-h-[76vh] sm:w-full sm:-translate-x-1/2 sm:rounded-card',
            SIZES[size],
          )}
        >
          <Head title={title} description={description} />
          <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-5">{children}</div>
          {footer !== undefined && (
            <footer className="flex flex-wrap justify-end gap-2 border-t px-5 py-3 max-sm:pb-6">{footer}</footer>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** What is read comes first: the focus goes to the drawer, not to its cross. */
function focusItself(event: Event): void {
  event.preventDefault();
  if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
}

/** A drawer over the right side of the screen; the whole screen on phones. */
export function Drawer({ isOpen, onClose, title, description, footer, children, size = 'md' }: DialogProps) {
  return (
    <Radix.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className={OVERLAY} />
        <Radix.Content
          {...describedBy(description)}
          tabIndex={-1}
          onOpenAutoFocus={focusItself}
          className={classNames(
            'slide-in fixed inset-y-0 right-0 z-50 flex w-full flex-col border-l bg-surface shadow-float outline-none',
            size === 'md' ? 'sm:max-w-lg' : 'sm:max-w-3xl',
          )}
        >
          <Head title={title} description={description} />
          <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-6">{children}</div>
          {footer !== undefined && (
            <footer className="flex flex-wrap justify-end gap-2 border-t px-5 py-3">{footer}</footer>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
