/** Nothing that happens here may be felt by the page: no error leaves the script, and nothing waits for it. */

/** The same function, of which every error is swallowed: the page is more important than its statistics. */
export const harmless =
  <Input extends unknown[]>(work: (...input: Input) => unknown) =>
  (...input: Input): void => {
    try {
      work(...input);
    } catch {}
  };

/** Listens from now on. Events of the window are heard on their way down, before a handler of the page can stop them. */
export const on = <Heard extends Event>(type: string, hear: (event: Heard) => unknown): void =>
  addEventListener(type, harmless(hear) as (event: Event) => void, true);

const waiting: (() => unknown)[] = [];

/** Does at once all that is waiting. */
export const hurry = harmless(() => {
  for (const work of waiting.splice(0)) work();
});

/** Does something after the present event, and before the view ends. */
export const soon = (delayMs: number, work: () => unknown): void => {
  waiting.push(work);
  setTimeout(hurry, delayMs);
};
