/** What the command palette offers: the frame's own commands, and those of the screen that is shown. */
import { useEffect, useSyncExternalStore } from 'react';

export interface Command {
  readonly id: string;
  readonly label: string;
  /** The heading it stands under: Go to, Period, This screen. */
  readonly group: string;
  readonly keys?: string;
  /** Other words that find it. */
  readonly words?: string;
  readonly run: () => void;
}

let lists: readonly (readonly Command[])[] = [];
const listeners = new Set<() => void>();

function change(next: readonly (readonly Command[])[]): void {
  lists = next;
  for (const listener of listeners) listener();
}

/** Offers commands while the component is shown. The list has to be the same one from render to render: memoise it. */
export function useCommands(commands: readonly Command[]): void {
  useEffect(() => {
    change([...lists, commands]);
    return () => change(lists.filter((one) => one !== commands));
  }, [commands]);
}

/** All that are offered now. */
export function useOfferedCommands(): readonly Command[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => lists,
  ).flat();
}
