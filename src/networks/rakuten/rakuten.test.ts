import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { describeNetwork, describeTagging } from '../testing/conformance.ts';
import { loadFixtures } from '../testing/fixtures.ts';
import { rakuten } from './rakuten.ts';

describeNetwork(rakuten, loadFixtures(new URL('./fixtures/', import.meta.url)));

describeTagging(rakuten, [
  'https://click.linksynergy.com/deeplink?id=AbCdEfGhIjK&mid=3358&murl=https%3A%2F%2Fwww.example.com%2Fp%3Fa%3D1%26u1%3Dx',
  'https://click.linksynergy.com/deeplink?id=AbCdEfGhIjK&mid=3358&murl=https://www.example.com/p?a=1&b=2',
  'https://click.linksynergy.com/deeplink?id=AbCdEfGhIjK&mid=3358&u1=&murl=https%3A%2F%2Fwww.example.com%2F',
  'http://CLICK.linksynergy.com/fs-bin/click?id=AbCdEfGhIjK&offerid=111111.10000000&type=3&subid=0',
  'https://click.linksynergy.com/link?id=AbCdEfGhIjK&offerid=1.2&type=15&murl=https%3A%2F%2Fwww.example.com%2F#part',
  'https://click.linksynergy.com/deeplink',
]);

describe('rakuten', () => {
  it('knows the country networks and what they pay in', () => {
    const known = Object.fromEntries(
      rakuten.countries.map((country) => [country.code, [country.id, country.currency]]),
    );
    expect(known).toEqual({
      US: ['1', 'USD'],
      UK: ['3', 'GBP'],
      GB: ['3', 'GBP'],
      CA: ['5', 'CAD'],
      FR: ['7', 'EUR'],
      BR: ['8', 'BRL'],
      DE: ['9', 'EUR'],
      AU: ['41', 'AUD'],
      JP: ['11', 'JPY'],
      EU: ['31', null],
      LA: ['54', null],
    });
  });
  it('has a help page with both kinds of instructions and every report by its name', () => {
    const guide = readFileSync(new URL('guide.md', import.meta.url), 'utf8');
    expect(guide).toContain('## Quick instructions');
    expect(guide).toContain('## Detailed instructions');
    for (const report of rakuten.reports) expect(guide).toContain(report.label);
  });
});
