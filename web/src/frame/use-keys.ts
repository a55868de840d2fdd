/** The keyboard of the whole app: single letters, G then a letter, Esc. Silent while one types or a dialog is open. */
import { useEffect, useRef } from 'react';

/** Keys ("d", "?", "ArrowLeft", "g o") and what they do. */
export type KeyMap = Readonly<Record<string, () => void>>;

/** After G the letter has to come within this. */
const SEQUENCE_MS = 1200;
const TYPING = 'input, textarea, select, [contenteditable="true"]';
const OPEN = '[role="dialog"], [role="menu"]';

function isBusy(event: KeyboardEvent): boolean {
  const { target } = event;
  if (target instanceof Element && target.closest(TYPING) !== null) return true;
  return document.querySelector(OPEN) !== null;
}

/** Listens while the component is shown. */
export function useKeys(keys: KeyMap): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    let prefixAt = Number.NEGATIVE_INFINITY;
    const listen = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || isBusy(event)) return;
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      const follows = event.timeStamp - prefixAt < SEQUENCE_MS;
      prefixAt = key === 'g' && !follows ? event.timeStamp : Number.NEGATIVE_INFINITY;
      const run = latest.current[follows ? `g ${key}` : key];
      if (run === undefined) return;
      event.preventDefault();
      run();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
