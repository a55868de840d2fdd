/** The Markdown of a letter as HTML: headings, paragraphs, lists, quotes, links, emphasis, code. Anything else is text. Pure. */
import { escapeHtml } from './html.ts';

const LINK = /\[([^\]\n]+)\]\((https?:\/\/[^\s()]+(?:\([^\s()]*\)[^\s()]*)*)\)/g;

/** One run of text. Only http and https addresses become links. */
function inline(text: string): string {
  const kept: string[] = [];
  const keep = (html: string): string => `\0${kept.push(html) - 1}\0`; // what is done must not be read again
  const out = text
    .replaceAll('\0', '')
    .replaceAll(/`([^`\n]+)`/g, (_, code: string) => keep(`<code>${escapeHtml(code)}</code>`))
    .replaceAll(
      LINK,
      (_, words: string, url: string) => `${keep(`<a href="${escapeHtml(url)}">`)}${words}${keep('</a>')}`,
    );
  return escapeHtml(out)
    .replaceAll(/\*\*([^*\n]+)\*\*/g, '<strong>$1</strong>')
    .replaceAll(/(?<![\w*])[*_]([^*_\n]+)[*_](?![\w*])/g, '<em>$1</em>')
    .replaceAll(/\0(\d+)\0/g, (_, place: string) => kept[Number(place)] ?? '');
}

function listOf(lines: readonly string[], tag: 'ul' | 'ol', marker: RegExp): string {
  const items: string[] = [];
  for (const line of lines) {
    if (marker.test(line)) items.push(line.replace(marker, ''));
    else items.push(`${items.pop() ?? ''} ${line.trim()}`);
  }
  return `<${tag}>${items.map((item) => `<li>${inline(item)}</li>`).join('')}</${tag}>`;
}

function blockOf(block: string): string {
  const lines = block.split('\n');
  const [first = ''] = lines;
  const [, marks, heading] = /^(#{1,4})\s+(.+)$/.exec(first) ?? [];
  if (marks !== undefined && heading !== undefined) {
    const rest = lines.slice(1).join('\n').trim();
    return `<h${marks.length}>${inline(heading)}</h${marks.length}>${rest === '' ? '' : blockOf(rest)}`;
  }
  if (/^(?:-{3,}|\*{3,})$/.test(block)) return '<hr>';
  if (/^[-*]\s/.test(first)) return listOf(lines, 'ul', /^[-*]\s+/);
  if (/^\d+\.\s/.test(first)) return listOf(lines, 'ol', /^\d+\.\s+/);
  if (first.startsWith('>')) return `<blockquote>${blockOf(block.replaceAll(/^>\s?/gm, ''))}</blockquote>`;
  return `<p>${inline(lines.join(' '))}</p>`;
}

/** The HTML of a whole text. */
export function markdownHtml(markdown: string): string {
  const blocks = markdown.replaceAll('\r\n', '\n').split(/\n\s*\n/);
  return blocks
    .map((block) => block.trim())
    .filter((block) => block !== '')
    .map(blockOf)
    .join('\n');
}
