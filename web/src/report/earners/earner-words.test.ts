import { expect, it } from 'vitest';
import { confidenceText, CREDITS, linkLabel, rowLabel, valueLabel } from './earner-words.ts';

it('reads links by the shop behind them', () => {
  expect(linkLabel('https://click.example/deeplink?id=1&murl=https%3A%2F%2Fwww.shop.example%2Fknife')).toBe(
    'shop.example/knife',
  );
  expect(linkLabel('https://www.shop.example/?tag=1')).toBe('shop.example');
  expect(linkLabel('not a link')).toBe('not a link');
});

it('never claims more than is known', () => {
  expect(['1.0000', '0.9990', '0.7120', null].map(confidenceText)).toEqual(['certain', '> 99%', '71%', '—']);
  expect(rowLabel('page', { key: '(none)', label: '(none)', page: null })).toBe('Not attributed');
  expect(rowLabel('device', { key: '(none)', label: '(none)', page: null })).toBe('Not known');
});

it('names links and pages in filters as rows do', () => {
  const link = 'https://click.example/deeplink?id=1&murl=https%3A%2F%2Fwww.shop.example%2Fknife';
  expect(valueLabel('link', link)).toBe('shop.example/knife');
  expect(valueLabel('page', 'garten.example/b%C3%A4ume')).toBe('garten.example/bäume');
});

it('tells a direct visit from no visit', () => {
  const source = (key: string): string => rowLabel('source', { key, label: key, page: null });
  expect([source('(direct)'), source('(none)'), source('Google')]).toEqual(['Direct', 'No visit known', 'Google']);
});

it('says of what a credit is', () => {
  expect(JSON.stringify(CREDITS.source)).not.toContain('page');
  expect(CREDITS.source.map(({ id }) => id)).toEqual(CREDITS.page.map(({ id }) => id));
});
