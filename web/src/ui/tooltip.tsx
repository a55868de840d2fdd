/** A word on hover and focus. What is needed to understand a screen does not belong in one. */
import { Tooltip as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { Kbd } from './kbd.tsx';

interface TooltipProps {
  readonly text: ReactNode;
  readonly shortcut?: string | undefined;
  readonly side?: 'top' | 'right' | 'bottom' | 'left';
  /** One element that takes a ref. */
  readonly children: ReactNode;
}

/** Around the app, once. */
export const TooltipProvider = Radix.Provider;

export function Tooltip({ text, shortcut, side = 'bottom', children }: TooltipProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="appear z-60 flex max-w-72 items-center gap-2 rounded-md bg-text px-2.5 py-1.5 text-bg text-xs shadow-float"
        >
          {text}
          {shortcut !== undefined && <Kbd keys={shortcut} isInverted />}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
