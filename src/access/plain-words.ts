/** Words of strangers in a mail to others: a name stays readable, and nothing of it can be followed. Pure. */

/** Room for a name, none for a message. */
const LONGEST = 40;

/**
 * Letters, digits and the marks of names alone, cut to the length of a name; null: nothing is left. Without dots, slashes
 * and signs there is no address that a mail program could make a link of: `shop.example` becomes `shop example`.
 */
export function plainWords(text: string): string | null {
  const words = text
    .normalize('NFKC')
    .replaceAll(/[^\p{L}\p{M}\p{N}&'’+-]+/gu, ' ')
    .trim();
  const signs = Array.from(words);
  const cut = signs.length <= LONGEST ? words : `${signs.slice(0, LONGEST).join('').trimEnd()}…`;
  return /[\p{L}\p{N}]/u.test(cut) ? cut : null;
}
