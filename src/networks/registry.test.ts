import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { networkById, networks } from './registry.ts';

describe('registry', () => {
  const folders = readdirSync(new URL('.', import.meta.url), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'testing')
    .map((entry) => entry.name);

  it('lists every folder of a network, and nothing else', () => {
    expect(networks.map((network) => network.id).sort()).toEqual(folders.sort());
  });
  it.each(folders)('%s has its definition, its help page and its fixtures', (id) => {
    for (const file of [`${id}.ts`, 'guide.md', 'fixtures']) {
      expect(existsSync(new URL(`${id}/${file}`, import.meta.url)), file).toBe(true);
    }
  });
  it('finds a network by its id', () => {
    expect(networkById('rakuten')?.label).toBe('Rakuten Advertising');
    expect(networkById('Rakuten')).toBeUndefined();
  });
});
