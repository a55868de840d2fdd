/** The guide of each network: the help beside its form, and its pictures. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Guide, type Network, readGuideText } from '../networks/index.ts';

/** In the sources, or where the build puts it, beside the program. */
function placeOf(id: string, file: string): string {
  const isSource = import.meta.url.endsWith('.ts');
  return fileURLToPath(new URL(isSource ? `../networks/${id}/${file}` : `./guides/${id}/${file}`, import.meta.url));
}

/** Reads the guide of a network. */
export async function readGuide({ id }: Network): Promise<Guide> {
  return readGuideText(await readFile(placeOf(id, 'guide.md'), 'utf8'));
}

/** Reads a picture that a guide shows. Only names that stand in the guide may be asked for. */
export async function readGuidePicture({ id }: Network, file: string): Promise<Uint8Array> {
  return readFile(placeOf(id, `guide/${file}`));
}
