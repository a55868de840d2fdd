/** The only place that asks what time it is. */

/** Gives the present instant. */
export type Clock = () => Date;

/** The machine's clock. */
export const systemClock: Clock = () => new Date();

/** An instant as `YYYY-MM-DD HH:MM:SS.ffffff` UTC, the form in which instants enter the stores. */
export function instantText(instant: Date): string {
  return `${instant.toISOString().slice(0, 23).replace('T', ' ')}000`;
}

/** The day `days` before another, both `YYYY-MM-DD`. */
export function dayBefore(day: string, days: number): string {
  const instant = new Date(`${day}T00:00:00Z`);
  instant.setUTCDate(instant.getUTCDate() - days);
  return instant.toISOString().slice(0, 10);
}
