/** The guide of each network: the help beside its form. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Network } from '../networks/index.ts';

/** Reads the guide of a network as Markdown: from the sources, or where the build puts it, beside the program. */
export async function readGuide({ id }: Network): Promise<string> {
  const isSource = import.meta.url.endsWith('.ts');
  const path = isSource ? `../networks/${id}/guide.md` : `./guides/${id}.md`;
  return readFile(fileURLToPath(new URL(path, import.meta.url)), 'utf8');
}
