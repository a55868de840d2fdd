import { expect, test } from 'vitest';
import { networks } from '../networks/index.ts';
import { readGuide } from './read-guide.ts';

test('every network has a guide that begins with its quick instructions', async () => {
  for (const network of networks) {
    const markdown = await readGuide(network);
    const headings = [...markdown.matchAll(/^##? (.+)$/gm)].map(([, heading]) => heading);
    expect(headings.slice(0, 2), network.id).toEqual([network.label, 'Quick instructions']);
  }
});
