import { expect, test } from 'vitest';
import { seededToken } from '../../sandbox/index.ts';
import { networkById } from './registry.ts';
import { inspectSettings } from './settings-form.ts';

const rakuten = networkById('rakuten');
if (rakuten === undefined) throw new Error('no rakuten');
const token = seededToken('form');
const url = `https://ran-reporting.rakutenmarketing.com/en/reports/My-Orders/filters?network=1&token=${encodeURIComponent(token)}`;

test('a pasted URL says what it gives, what is missing, and nothing secret', () => {
  const reading = inspectSettings(rakuten, { token: url });
  expect(reading.found).toContain('country');
  expect(reading.found).toContain('betterReport');
  expect(reading).toMatchObject({
    secrets: ['token'],
    fields: { country: '1', betterReport: 'My-Orders' },
    problems: [{ field: 'siteId' }],
  });
  expect(reading.found).not.toContain('siteId');
  expect(JSON.stringify(reading)).not.toContain(token.slice(10, 40));
});

test('what was typed is not found, and a whole form has its defaults and no problem', () => {
  const reading = inspectSettings(rakuten, { token: url, country: 'UK', siteId: '1234567', betterReport: '' });
  expect(reading).toMatchObject({ fields: { country: '3', requestsPerMinute: 5, siteId: '1234567' }, problems: [] });
  expect(reading.found).not.toContain('country');
});

test('a token in the wrong field is not repeated', () => {
  const reading = inspectSettings(rakuten, { token: url, siteId: token, baseUrl: `http://127.0.0.1/${token}` });
  expect(reading.problems.map((one) => one.field)).toEqual(expect.arrayContaining(['siteId', 'baseUrl']));
  expect(JSON.stringify(reading)).not.toContain(token.slice(10, 40));
});

test('a field that does not exist is a problem at its name', () => {
  expect(inspectSettings(rakuten, { colour: 'blue' }).problems).toContainEqual({
    field: 'colour',
    message: 'There is no such setting.',
  });
});
