import { expect, test } from 'vitest';
import { formOf as schemaOf, networkById } from '../../../../../src/networks/index.ts';
import type { SettingsReading } from '../queries.ts';
import { fieldsOf, foundSentence, keptOf, typedOf } from './settings-schema.ts';

function formOf(id: string) {
  const network = networkById(id);
  if (network === undefined) throw new Error(`no network ${id}`);
  return fieldsOf({ settings: { ...schemaOf(network) }, countries: [...network.countries] });
}

test('the form of Rakuten: the token is secret, the country a choice by name, what has a default is advanced', () => {
  const fields = new Map(formOf('rakuten').map((field) => [field.name, field]));
  expect(fields.get('token')).toMatchObject({ isSecret: true, isRequired: true, kind: 'text' });
  expect(fields.get('country')).toMatchObject({ isCountry: true, kind: 'choice', isAdvanced: false });
  expect(fields.get('country')?.choices).toContainEqual({ value: '1', label: 'United States' });
  expect(fields.get('currency')).toMatchObject({ isCountry: false, isRequired: false });
  expect(fields.get('nonCommissionable')).toMatchObject({ kind: 'switch', preset: true, isAdvanced: true });
  expect(fields.get('requestsPerMinute')).toMatchObject({ isNumber: true, preset: '5', isAdvanced: true });
});

test('the form of a custom network names the columns of a file', () => {
  const columns = formOf('custom').filter((field) => field.isColumn);
  expect(columns.map((field) => field.name)).toEqual(expect.arrayContaining(['date', 'commission', 'order', 'status']));
  expect(columns.filter((field) => field.isRequired).map((field) => field.name)).toEqual(['date', 'commission']);
});

test('what was found is said in one sentence, without anything secret', () => {
  const reading: SettingsReading = {
    fields: { country: '1', betterReport: 'My-Orders', requestsPerMinute: 5 },
    secrets: ['token'],
    found: ['country', 'betterReport'],
    problems: [],
  };
  expect(foundSentence('https://x/?token=S', reading, formOf('rakuten'))).toBe(
    'Token found in the URL you pasted: country network United States, report with Transaction ID My-Orders.',
  );
  expect(foundSentence('S', { ...reading, found: [] }, formOf('rakuten'))).toBe('Token found in what you pasted.');
  expect(foundSentence('S', { ...reading, secrets: [] }, formOf('rakuten'))).toBeNull();
});

test('nothing secret is kept, nothing empty is sent', () => {
  const values = { token: 'S', siteId: '1234567', skuReport: ' ', nonCommissionable: false };
  expect(keptOf(values, formOf('rakuten'))).not.toHaveProperty('token');
  expect(typedOf(values)).toEqual({ token: 'S', siteId: '1234567', nonCommissionable: false });
  // a preset that was wiped out is meant to be empty
  expect(typedOf({ skuReport: '', siteId: '', timeoutSeconds: '' }, formOf('rakuten'))).toEqual({ skuReport: '' });
});
