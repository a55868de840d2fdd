/** Whether the window is as narrow as a phone: Tailwind's `max-sm`. */
import { useSyncExternalStore } from 'react';

const PHONE = matchMedia('(max-width: 639.98px)');

export function useIsPhone(): boolean {
  return useSyncExternalStore(
    (listener) => {
      PHONE.addEventListener('change', listener);
      return () => PHONE.removeEventListener('change', listener);
    },
    () => PHONE.matches,
  );
}
