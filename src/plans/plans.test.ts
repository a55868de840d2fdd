import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readPlans } from './plans.ts';

const folder = mkdtempSync(join(tmpdir(), 'tributary-plans-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileWith(value: unknown): string {
  const file = join(folder, 'plans.json');
  writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value));
  return file;
}

const PLAN = {
  id: 'one',
  name: 'One',
  pageviews: 1000,
  prices: [{ amount: '9.90', currency: 'EUR', per: 'month' }],
  features: [],
};

test('plans are read as they are written', async () => {
  expect(await readPlans(fileWith({ plans: [PLAN] }))).toEqual({ trialDays: 15, plans: [PLAN] });
});

test.each([
  ['not JSON', '{', 'is not JSON'],
  ['no plans', { plans: [] }, 'plans: '],
  [
    'a float',
    { plans: [{ ...PLAN, prices: [{ amount: 9.9, currency: 'EUR', per: 'month' }] }] },
    'plans.0.prices.0.amount: ',
  ],
  [
    'a comma',
    { plans: [{ ...PLAN, prices: [{ amount: '9,90', currency: 'EUR', per: 'month' }] }] },
    'wants a decimal text',
  ],
  ['a slip', { plans: [{ ...PLAN, price: '9' }] }, 'plans.0: '],
  ['the same id twice', { plans: [PLAN, PLAN] }, 'two plans have the same id'],
])('%s is refused, with the file and the place', async (_, value, said) => {
  const file = fileWith(value);
  const error: unknown = await readPlans(file).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'invalid-settings' });
  expect(String(error)).toContain(file);
  expect(String(error)).toContain(said);
});

test('a file that is not there is named', async () => {
  await expect(readPlans(join(folder, 'none.json'))).rejects.toThrow(/none\.json, which cannot be read/);
});
