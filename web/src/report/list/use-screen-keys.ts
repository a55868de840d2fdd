/** Keys of the screen, from wherever the focus is but in a field: / searches, j and k begin to walk the table. */
import { type RefObject, useEffect } from 'react';

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input, textarea, select, [contenteditable], [role="dialog"], [role="menu"]') !== null
  );
}

export function useScreenKeys(search: RefObject<HTMLInputElement | null>, table: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      const grid = table.current?.querySelector<HTMLElement>('[role="grid"]');
      if (event.key === '/' && search.current !== null) {
        search.current.focus();
        search.current.select();
      } else if (
        (event.key === 'j' || event.key === 'k') &&
        grid &&
        !grid.parentElement?.contains(document.activeElement)
      ) {
        grid.focus({ preventScroll: true });
        grid.dispatchEvent(new KeyboardEvent('keydown', { key: event.key, bubbles: true }));
      } else return;
      event.preventDefault();
      event.stopImmediatePropagation(); // the frame has a / of its own, for the other screens
    };
    document.addEventListener('keydown', listen, { capture: true });
    return () => document.removeEventListener('keydown', listen, { capture: true });
  }, [search, table]);
}
