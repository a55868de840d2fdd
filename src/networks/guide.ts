/** The guide of a network: its help page, with the day on which someone last looked whether it is true. Pure. */
import { type Block, readMarkdown } from './markdown.ts';

/** A guide as it is shown. */
export interface Guide {
  /** The day of its last change, `YYYY-MM-DD`. */
  readonly updated: string;
  /** The text without what stands above its title. */
  readonly markdown: string;
  readonly blocks: readonly Block[];
}

const FRONT_MATTER = /^---\nupdated: (\d{4}-\d{2}-\d{2})\n---\n+/;

/** Reads `guide.md`. Throws where the day is missing: every guide of ours has one, which a test sees to. */
export function readGuideText(text: string): Guide {
  const plain = text.replaceAll('\r', '');
  const [head, updated] = FRONT_MATTER.exec(plain) ?? [];
  if (head === undefined || updated === undefined) throw new Error('a guide begins with "updated: YYYY-MM-DD"');
  const markdown = plain.slice(head.length);
  return { updated, markdown, blocks: readMarkdown(markdown) };
}

/** The same picture for a dark theme: a drawing is its own, a picture of a screen has a twin beside it. */
export function darkTwinOf(file: string): string {
  return file.replace(/\.png$/, '-dark.png');
}
