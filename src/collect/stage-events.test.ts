import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { KeptPageview } from './kept.ts';
import { stageEvents } from './stage-events.ts';

const folder = mkdtempSync(join(tmpdir(), 'tributary-stage-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function sourceClassOf(more: Partial<KeptPageview>): Promise<string | undefined> {
  const event: KeptPageview = {
    ...{ kind: 'pageview', eventId: 'e', viewId: 'v', visitor: null, pageHost: 'www.blog.example', pagePath: '/' },
    ...{ pageQuery: '', sinceMs: 0, country: null, countryIsGuess: false, device: 'phone', browser: '', system: '' },
    ...{ referrer: null, title: null, language: null, author: null, category: null, publishedOn: null, tags: null },
    ...{ source: null, medium: null, campaign: null, term: null, content: null, ...more },
  };
  const record = { record: 'event', workspace: 'w', site: 's', atMs: 0, event } as const;
  const file = join(folder, 'events.csv');
  rmSync(file, { force: true });
  await stageEvents([{ segment: 1, at: 0, record }], file, () => '');
  return /internal|referral|direct/.exec(readFileSync(file, 'utf8'))?.[0];
}

test('a page of another host of the site is no arrival; a record of an earlier version knows the host of its page alone', async () => {
  const shop = 'https://shop.example/mugs';
  expect(await sourceClassOf({ referrer: shop, isFromOwnSite: true })).toBe('internal');
  expect(await sourceClassOf({ referrer: shop, isFromOwnSite: false })).toBe('referral');
  expect(await sourceClassOf({ referrer: shop })).toBe('referral');
  expect(await sourceClassOf({ referrer: 'https://blog.example/a' })).toBe('internal');
  expect(await sourceClassOf({})).toBe('direct');
});
