/** Sites of a workspace, and the book in which the collector looks them up. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openControl } from '../control/index.ts';
import { newSiteKey } from './site.ts';
import { SiteBook } from './site-book.ts';
import { isAllowedHost, isExcludedLink, normalHost } from './site-host.ts';
import { Sites } from './sites.ts';

const folder = mkdtempSync(join(tmpdir(), 'tributary-sites-'));
const { control, close } = openControl(join(folder, 'control.db'));
afterAll(async () => {
  await close();
  rmSync(folder, { recursive: true, force: true });
});

test('a host is what browsers send, however it was typed', () => {
  const typed = ['Blog.Example', 'https://blog.example/a?b', ' blog.example/ ', 'http://blog.example:80'];
  expect(typed.map((text) => normalHost(text))).toEqual(Array(3).fill('blog.example').concat('blog.example'));
  expect(normalHost('bücher.example')).toBe('xn--bcher-kva.example');
  expect(normalHost('*.blog.example')).toBe('*.blog.example');
  expect(normalHost('127.0.0.1:8080')).toBe('127.0.0.1:8080');
  for (const text of ['', ' ', 'a b', 'ftp://x', 'https://user@blog.example', '*']) {
    expect(() => normalHost(text), text).toThrow('The host is a name');
  }
});

test('hosts and links are compared as a person means them', () => {
  const at = (address: string, ...allowed: string[]): boolean => isAllowedHost(new URL(address), allowed);
  expect(at('https://www.a.example/', 'a.example')).toBe(true);
  expect(at('https://a.example/', 'www.a.example')).toBe(true);
  expect(at('https://b.a.example/', 'a.example')).toBe(false);
  expect(at('https://b.a.example/', '*.a.example')).toBe(true);
  expect(at('https://a.example:8443/', 'a.example')).toBe(true);
  expect(at('https://a.example/', 'a.example:8443')).toBe(false);
  expect(isExcludedLink(new URL('https://www.x.example/go/1'), ['x.example/go'])).toBe(true);
  expect(isExcludedLink(new URL('https://x.example/stay'), ['x.example/go'])).toBe(false);
});

test('a site key is short, of letters that nobody confuses, and never the same', () => {
  const keys = new Set(Array.from({ length: 1000 }, newSiteKey));
  expect(keys.size).toBe(1000);
  for (const key of keys) expect(key).toMatch(/^[a-z2-7]{12}$/);
});

test('the book knows every change of every workspace at once', async () => {
  const sites = new Sites(control, () => new Date('2026-03-10T12:00:00Z'));
  const book = new SiteBook();
  let told = 0;
  book.onChange(() => {
    told += 1;
  });
  await book.addWorkspace('main', sites);
  await book.addWorkspace('other', { list: () => Promise.resolve([]), onChange: () => undefined });
  const site = await sites.add({ host: 'blog.example', excludedLinks: ['https://a.example/x', ' '] });
  expect(book.all).toMatchObject([
    { workspaceId: 'main', siteId: site.id, key: site.key, excludedLinks: ['a.example/x'] },
  ]);
  await expect(sites.add({ host: 'https://BLOG.example/' })).rejects.toMatchObject({ code: 'site-host-taken' });
  const changed = await sites.change(site.id, { newKey: true, allowedHosts: ['a.example', 'A.example'] });
  expect(changed.key).not.toBe(site.key);
  expect(book.all.map(({ key, allowedHosts }) => [key, allowedHosts])).toEqual([[changed.key, ['a.example']]]);
  await sites.remove(site.id);
  expect(book.all).toEqual([]);
  await expect(sites.change(site.id, { name: 'x' })).rejects.toMatchObject({ code: 'unknown-site' });
  expect(await sites.retentions()).toEqual([{ siteId: site.id, months: 25 }]);
  await sites.add({ host: 'blog.example' });
  book.removeWorkspace('main');
  expect([book.all, told]).toEqual([[], 7]);
});
