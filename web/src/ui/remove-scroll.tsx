/** Stands in for react-remove-scroll: the page behind an open dialog stays, without a <style> element (see vite.config.ts). */
import { Slot } from 'radix-ui';
import { type ReactNode, useLayoutEffect } from 'react';

interface RemoveScrollProps {
  readonly children?: ReactNode;
  readonly enabled?: boolean;
  readonly as?: unknown;
  readonly allowPinchZoom?: boolean;
  readonly shards?: unknown;
}

/** How many open dialogs hold the page. */
let holders = 0;

/** Takes the props that radix gives the real one; renders its only child. */
export function RemoveScroll({
  children,
  enabled = true,
  as: _as,
  allowPinchZoom: _zoom,
  shards: _shards,
  ...rest
}: RemoveScrollProps) {
  useLayoutEffect(() => {
    if (!enabled) return;
    const { documentElement, body } = document;
    const barPx = window.innerWidth - documentElement.clientWidth; // 0 where bars lie over the page
    holders += 1;
    if (holders === 1) {
      documentElement.style.overflow = 'hidden';
      body.style.paddingRight = `${barPx}px`; // nothing moves when the bar goes
    }
    return () => {
      holders -= 1;
      if (holders > 0) return;
      documentElement.style.overflow = '';
      body.style.paddingRight = '';
    };
  }, [enabled]);
  return <Slot.Root {...rest}>{children}</Slot.Root>;
}
