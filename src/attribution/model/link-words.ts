/** The words of an affiliate link that can name a product: networks report products by their SKU, shops write it into addresses. Pure. */

/** Shorter ones name everything and nothing. */
const SHORTEST = 3;
/** Of SKUs longer ones are not known; such words are tokens. */
const LONGEST = 64;
/** A link in a link in a link is followed so deep. */
const DEEPEST = 3;

/**
 * Parts of the path and values of the query, of the link and of the addresses in it, and their pieces that hold a digit:
 * `shop.example/p/blue-kettle-48213.html` → `blue-kettle-48213.html`, `48213`. In small letters, each once; ASCII only, as
 * the engines fold other letters unlike.
 */
export function linkWords(link: string): readonly string[] {
  const words = new Set<string>();
  addWords(link, words, 0);
  return [...words].filter((word) => word.length >= SHORTEST && word.length <= LONGEST && /^[\x20-\x7e]+$/.test(word));
}

function addWords(link: string, words: Set<string>, depth: number): void {
  if (depth > DEEPEST || !URL.canParse(link)) return;
  const { pathname, searchParams } = new URL(link);
  for (const part of pathname.split('/')) addText(decoded(part), words, depth);
  for (const value of searchParams.values()) addText(value, words, depth);
}

function addText(text: string, words: Set<string>, depth: number): void {
  if (/^https?:\/\//i.test(text)) addWords(text, words, depth + 1);
  else {
    const word = text.toLowerCase();
    words.add(word);
    for (const piece of word.split(/[^a-z0-9]+/)) if (/\d/.test(piece)) words.add(piece);
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // a lone per cent sign is meant as it stands
  }
}
