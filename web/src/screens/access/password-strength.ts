/** Whether a password will be taken, said while it is typed. The server decides; this spares the way to it. Pure. */

/** As the server has it. */
export const SHORTEST_PASSWORD = 12;
const FEWEST_DIFFERENT = 5;

export interface Strength {
  /** 0 to 4, for the bar. */
  readonly level: 0 | 1 | 2 | 3 | 4;
  readonly hint: string;
}

/** Length is what counts; no rules about signs. */
export function strengthOf(password: string): Strength {
  const { length } = Array.from(password);
  if (length === 0)
    return { level: 0, hint: `At least ${SHORTEST_PASSWORD} characters. Several words in a row are easy to keep.` };
  const missing = SHORTEST_PASSWORD - length;
  if (missing > 0) return { level: 1, hint: `${missing} more ${missing === 1 ? 'character' : 'characters'}.` };
  if (new Set(password.toLowerCase()).size < FEWEST_DIFFERENT)
    return { level: 1, hint: 'Too few different characters.' };
  if (length < 16) return { level: 2, hint: 'Good. Longer is better.' };
  return length < 22 ? { level: 3, hint: 'Strong.' } : { level: 4, hint: 'Very strong.' };
}
