/** Nothing that happens here may be felt by the page: no error leaves the script, and nothing waits for it. */

/** The same function, of which every error is swallowed: the page is more important than its statistics. */
export function harmless<Input extends unknown[]>(work: (...input: Input) => unknown): (...input: Input) => void {
  return (...input) => {
    try {
      work(...input);
    } catch {}
  };
}

/** Listens from now on. Events of the window are heard on their way down, before a handler of the page can stop them. */
export function on<Heard extends Event>(target: EventTarget, type: string, hear: (event: Heard) => unknown): void {
  target.addEventListener(type, harmless(hear) as (event: Event) => void, true);
}

const waiting = new Set<() => void>();

/** Does something after the present event, at the latest when the page is left. */
export function soon(work: () => void, delayMs = 0): void {
  const once: () => void = harmless(() => waiting.delete(once) && work());
  waiting.add(once);
  setTimeout(once, delayMs);
}

/** Does at once what is waiting. */
export function hurry(): void {
  for (const work of waiting) work();
}
