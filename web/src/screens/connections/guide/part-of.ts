/** Finds one part of a guide. Pure. */
import type { Block } from '../queries.ts';

/** The blocks of one part: from its heading to the next of the same level. Empty: there is no such part. */
export function partOf(blocks: readonly Block[], heading: string): readonly Block[] {
  const start = blocks.findIndex((block) => block.kind === 'heading' && block.text === heading);
  if (start < 0) return [];
  const first = blocks[start];
  const level = first?.kind === 'heading' ? first.level : 1;
  const rest = blocks.slice(start + 1);
  const end = rest.findIndex((block) => block.kind === 'heading' && block.level <= level);
  return end < 0 ? rest : rest.slice(0, end);
}
