/**
 * Markdown as our guides use it, as data: headings, paragraphs, lists, tables, code, pictures, links. HTML in it stays text.
 * The server reads it, for the web app and for the public pages. Pure.
 */

/** Text inside a block. */
export type Inline =
  | { readonly kind: 'text' | 'code' | 'strong' | 'em'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string };

/** A piece of a guide. */
export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3; readonly content: readonly Inline[]; readonly text: string }
  | { readonly kind: 'paragraph'; readonly content: readonly Inline[] }
  | { readonly kind: 'list'; readonly isOrdered: boolean; readonly items: readonly (readonly Inline[])[] }
  | {
      readonly kind: 'table';
      readonly head: readonly (readonly Inline[])[];
      readonly rows: readonly (readonly (readonly Inline[])[])[];
    }
  | { readonly kind: 'code'; readonly text: string }
  /** A file in the folder `guide/` beside the guide. Drawings (SVG) know both themes; `x.png` has a twin `x-dark.png`. */
  | { readonly kind: 'picture'; readonly alt: string; readonly file: string };

/** Alone on its line, and only of the guide's own folder: no picture is ever fetched from anywhere else. */
const PICTURE = /^!\[([^\]]+)\]\(guide\/([a-z0-9-]+\.(?:svg|png))\)$/;
const BULLET = /^\s*[-*]\s+/;
const NUMBER = /^\s*\d+[.)]\s+/;
const INLINE = /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*\s][^*]*)\*|\[([^\]]+)\]\(([^)\s]+)\)/g;

/** Reads a text. Anything that it does not know is a paragraph. */
export function readMarkdown(text: string): readonly Block[] {
  const lines = text.replaceAll('\r', '').split('\n');
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? '';
    if (line.trim() === '') at += 1;
    else {
      const [block, next] = blockAt(lines, at);
      blocks.push(block);
      at = next;
    }
  }
  return blocks;
}

function blockAt(lines: readonly string[], at: number): [block: Block, next: number] {
  const line = lines[at] ?? '';
  const [, marks, title] = /^(#{1,6})\s+(.+)$/.exec(line) ?? [];
  if (marks !== undefined && title !== undefined) {
    const level = Math.min(marks.length, 3) as 1 | 2 | 3; // 1 to 6 before
    return [{ kind: 'heading', level, content: readInline(title), text: title }, at + 1];
  }
  if (line.startsWith('```')) {
    const end = lines.findIndex((one, place) => place > at && one.startsWith('```'));
    const stop = end < 0 ? lines.length : end;
    return [{ kind: 'code', text: lines.slice(at + 1, stop).join('\n') }, stop + 1];
  }
  if (line.startsWith('|')) return tableAt(lines, at);
  const [, alt, file] = PICTURE.exec(line.trim()) ?? [];
  if (alt !== undefined && file !== undefined) return [{ kind: 'picture', alt, file }, at + 1];
  for (const [mark, isOrdered] of [
    [BULLET, false],
    [NUMBER, true],
  ] as const) {
    if (!mark.test(line)) continue;
    const items: (readonly Inline[])[] = [];
    let place = at;
    for (; mark.test(lines[place] ?? ''); place += 1) items.push(readInline((lines[place] ?? '').replace(mark, '')));
    return [{ kind: 'list', isOrdered, items }, place];
  }
  let end = at + 1;
  while (end < lines.length && !/^\s*$|^#|^```|^\||^!\[|^\s*[-*]\s|^\s*\d+[.)]\s/.test(lines[end] ?? '')) end += 1;
  return [{ kind: 'paragraph', content: readInline(lines.slice(at, end).join(' ')) }, end];
}

function tableAt(lines: readonly string[], at: number): [block: Block, next: number] {
  let end = at;
  while ((lines[end] ?? '').startsWith('|')) end += 1;
  const rows = lines.slice(at, end).map(cellsOf);
  const isRule = (cells: readonly string[]): boolean => cells.every((cell) => /^:?-+:?$/.test(cell));
  const [head = [], ...rest] = rows.filter((cells) => !isRule(cells)).map((cells) => cells.map(readInline));
  return [{ kind: 'table', head, rows: rest }, end];
}

function cellsOf(line: string): readonly string[] {
  return line
    .trim()
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));
}

/** Reads the text of a block. A link is one only with http or https, or to a heading. */
export function readInline(text: string): readonly Inline[] {
  const parts: Inline[] = [];
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    const [whole, code, strong, em, label, href] = match;
    if (match.index > from) parts.push({ kind: 'text', text: text.slice(from, match.index) });
    if (code !== undefined) parts.push({ kind: 'code', text: code });
    else if (strong !== undefined) parts.push({ kind: 'strong', text: strong });
    else if (em !== undefined) parts.push({ kind: 'em', text: em });
    else if (label !== undefined && href !== undefined && /^https?:\/\//i.test(href)) {
      parts.push({ kind: 'link', text: label, href });
    } else parts.push({ kind: 'text', text: label ?? whole });
    from = match.index + whole.length;
  }
  if (from < text.length) parts.push({ kind: 'text', text: text.slice(from) });
  return parts;
}
