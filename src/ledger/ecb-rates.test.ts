import { expect, test } from 'vitest';
import { describeError } from '../core/index.ts';
import { conversionRates } from './conversion.ts';
import { readEcbRates } from './ecb-rates.ts';

const read = (text: string) => readEcbRates('rates', Buffer.from(text));

const WANTED = [
  { day: '2026-11-24', currency: 'USD', rate: '1.0492' },
  { day: '2026-11-24', currency: 'JPY', rate: '162.10' },
];

test('every form in which the bank publishes', async () => {
  expect(await read('Date,USD,JPY,\n2026-11-24,1.0492,162.10,\n')).toEqual(WANTED);
  expect(await read('\uFEFFDate, USD, JPY, \r\n24 November 2026, 1.0492, 162.10, \r\n')).toEqual(WANTED);
  expect(await read('Date,USD,CYP,JPY,\n2026-11-24,1.0492,N/A,162.10,\n\n')).toEqual(WANTED);
  const xml = `<?xml version="1.0"?><gesmes:Envelope><Cube><Cube time='2026-11-24'>
    <Cube currency='USD' rate='1.0492'/><Cube rate="162.10" currency="JPY"/></Cube></Cube></gesmes:Envelope>`;
  expect(await read(xml)).toEqual(WANTED);
});

test.each([
  ['Date,USD,\n2026-11-24,1,05,\n', 2, null],
  ['Date,USD,JPY,\n2026-11-23,1.05,160,\n2026-11-24,1.05,abc,\n', 3, 'JPY'],
  ['Date,USD,\n2026-11-24,0,\n', 2, 'USD'],
  ['Date,USD,\n2026-11-24,-1.05,\n', 2, 'USD'],
  ['Date,USD,\n2026-11-24,1.123456789,\n', 2, 'USD'],
  ['Date,USD,\n2026-02-30,1.05,\n', 2, 'Date'],
  ['Date,dollars,\n2026-02-20,1.05,\n', 1, 'dollars'],
  ['Order ID,MID\n1,2\n', 1, 'Date'],
  ['Date,USD,JPY,\n2026-11-24,1.05,\n', 2, 'JPY'],
  ['Date,USD,\n2026-11-24,1.05,\n2026-11-24,1.06,\n', null, null],
  ['Date,USD,\n', null, null],
  ["<Cube time='2026-11-24'>\n<Cube currency='USD' rate='x'/></Cube>", 2, 'USD'],
  ["<Cube currency='USD' rate='1'/>", 1, 'time'],
  ['<html></html>', null, null],
])('%j is refused where it is wrong', async (text, line, column) => {
  const error = describeError(await read(text).catch((thrown: unknown) => thrown));
  expect([error.code, error.line, error.column]).toEqual(['unreadable-rates', line, column]);
});

test('a damaged archive', async () => {
  const error = await readEcbRates('rates.zip', Buffer.from('PK\u0003\u0004 and no more')).catch(
    (thrown: unknown) => thrown,
  );
  expect(describeError(error).code).toBe('bad-zip');
});

const RATES = new Map([
  [
    'USD',
    [
      { day: '2026-11-20', rate: '1.05' },
      { day: '2026-11-30', rate: '1.10' },
    ],
  ],
  ['JPY', [{ day: '2026-11-19', rate: '160' }]],
]);
const range = (currency: string, firstDay: string, lastDay = firstDay) => ({ currency, firstDay, lastDay });

test('the last rate on or before the day counts, for a week; then there is none', () => {
  const found = conversionRates('EUR', [range('USD', '2026-11-19', '2026-11-30')], RATES);
  expect(found.map(({ day, rateDay }) => [day.slice(8), rateDay.slice(8)])).toEqual([
    ...['20', '21', '22', '23', '24', '25', '26', '27'].map((day) => [day, '20']),
    ['30', '30'],
  ]);
  expect(found[0]).toMatchObject({ numerator: 20n, denominator: 21n });
});

test('a cross rate goes through the euro as an exact fraction, and is as old as its older half', () => {
  expect(conversionRates('JPY', [range('USD', '2026-11-21')], RATES)).toEqual([
    { currency: 'USD', day: '2026-11-21', numerator: 3200n, denominator: 21n, rateDay: '2026-11-19' },
  ]);
  expect(conversionRates('USD', [range('EUR', '2026-11-21')], RATES)[0]).toMatchObject({
    numerator: 21n,
    denominator: 20n,
  });
  expect(conversionRates('USD', [range('USD', '2026-11-21')], RATES)).toEqual([]);
  expect(conversionRates('CHF', [range('USD', '2026-11-21')], RATES)).toEqual([]);
});
