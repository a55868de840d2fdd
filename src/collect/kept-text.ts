/** What is kept of a text that a page or its address says. Pure. */

/**
 * One line of text, cut; null where nothing is left. Line breaks, tabs and other control characters become blanks: no
 * title, tag or name needs them, and some readers of files stumble.
 */
export function keptText(value: string | undefined, most: number): string | null {
  const line = value?.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim();
  // what is cut between the halves of a character loses both
  return (
    line
      ?.slice(0, most)
      .replace(/\p{Cs}$/u, '')
      .trim() || null
  );
}
