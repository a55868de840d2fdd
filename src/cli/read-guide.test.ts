import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { darkTwinOf, networks } from '../networks/index.ts';
import { readGuide, readGuidePicture } from './read-guide.ts';

const QUICK_STEPS = 8;

test.each(networks.map((network) => [network.id, network] as const))(
  'the guide of %s: a day, a short list of quick instructions, details, questions',
  async (_, network) => {
    const { blocks, updated } = await readGuide(network);
    expect(updated).toMatch(/^20\d\d-\d\d-\d\d$/);
    const headings = blocks.flatMap((block) => (block.kind === 'heading' && block.level < 3 ? [block.text] : []));
    expect(headings).toEqual([network.label, 'Quick instructions', 'Detailed instructions', 'Questions']);
    const start = blocks.findIndex((block) => block.kind === 'heading' && block.text === 'Quick instructions');
    const steps = blocks[start + 1];
    expect(steps).toMatchObject({ kind: 'list', isOrdered: true });
    expect(steps?.kind === 'list' ? steps.items.length : 0).toBeLessThanOrEqual(QUICK_STEPS);
  },
);

test.each(networks.map((network) => [network.id, network] as const))(
  'the pictures of %s: every one is there, is shown, says what it is, and works in both themes',
  async (id, network) => {
    const { blocks } = await readGuide(network);
    const shown = blocks.flatMap((block) => (block.kind === 'picture' ? [block] : []));
    const folder = new URL(`../networks/${id}/guide`, import.meta.url);
    const files = new Set(shown.flatMap(({ file }) => [file, darkTwinOf(file)]));
    expect([...files].sort()).toEqual(readdirSync(folder).sort());
    for (const { file, alt } of shown) {
      expect(alt.length, file).toBeGreaterThan(20);
      const text = Buffer.from(await readGuidePicture(network, file)).toString('utf8');
      if (!file.endsWith('.svg')) continue;
      expect(text, file).toMatch(/^<svg [^>]*viewBox="0 0 \d+ \d+" width="\d+" height="\d+"/);
      expect(text, file).toContain('prefers-color-scheme: dark');
      expect(text, file).toContain('<title>');
      expect(text, `${file} asks for something else`).not.toMatch(/href|url\(|@import|<script|<foreignObject/);
    }
  },
);
