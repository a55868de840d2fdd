import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TributaryError } from '../../core/index.ts';
import { networkById } from '../registry.ts';
import { describeNetwork } from '../testing/conformance.ts';
import { loadFixtures, tableOf } from '../testing/fixtures.ts';
import { custom } from './custom.ts';
import { FIELDS, mappingSchema } from './settings.ts';

const fixtures = loadFixtures(new URL('./fixtures/', import.meta.url));
describeNetwork(custom, fixtures);

const MAPPING = {
  program: 'Example Pans',
  date: 'Date',
  dateFormat: 'YYYY-MM-DD',
  commission: 'Commission',
  decimalMark: '.',
  fixedCurrency: 'EUR',
  id: 'Id',
};

/** Translates one row of a file with the given header by the least mapping with some changes. */
function translate(change: Record<string, unknown>, header: string, cells: readonly string[]): unknown {
  const settings = mappingSchema.parse({ ...MAPPING, ...change });
  const reading = custom.reports[0]?.readHeader(header.split(','), { country: null, currency: null, settings });
  return reading?.kind === 'ok' ? reading.translate(cells) : reading;
}

describe('custom', () => {
  it('has no API, no links and nothing to unify, and says so', () => {
    expect(networkById('custom')).toBe(custom);
    expect([custom.api, custom.links, custom.unify, custom.countries]).toEqual([null, null, null, []]);
  });
  it('takes zone, delimiter and currency from the settings', () => {
    const settings = mappingSchema.parse({ ...MAPPING, timeZone: 'Europe/Berlin', delimiter: 'tab' });
    expect(custom.timeZoneOf?.(settings)).toBe('Europe/Berlin');
    expect(custom.delimiterOf?.(settings)).toBe('\t');
    expect(custom.currencyOf(settings)).toBe('EUR');
    expect(custom.countryIdOf(settings)).toBeNull();
  });
  it('has a help page with both kinds of instructions and every setting by its title', () => {
    const guide = readFileSync(new URL('guide.md', import.meta.url), 'utf8');
    expect(guide).toContain('## Quick instructions');
    expect(guide).toContain('## Detailed instructions');
    for (const field of Object.values(mappingSchema.shape)) expect(guide).toContain(field.meta()?.title);
  });
});

describe.each(fixtures)('$scenario', ({ text, expected }) => {
  const { context } = expected;
  const { report, header } = tableOf(custom, text, context.settings);
  const mapped = FIELDS.map((field) => context.settings?.[field]).filter((name) => typeof name === 'string');

  it('recognises nothing without settings, and says what is needed', () => {
    expect(report.recognises(header)).toBe(false);
    const read = () => report.readHeader(header, { country: null, currency: null });
    expect(read).toThrow(TributaryError);
    expect(read).toThrow(/saved mapping/);
  });
  it.each(mapped)('reports the mapped column %s as missing when it is renamed or dropped', (name) => {
    const at = header.findIndex((cell) => cell.replace('\ufeff', '').replaceAll('"', '') === name);
    expect(at).toBeGreaterThanOrEqual(0);
    for (const other of [header.with(at, 'Something New'), header.toSpliced(at, 1)]) {
      expect(report.recognises(other, context.settings)).toBe(false);
      expect(report.readHeader(other, context)).toEqual({ kind: 'missing-columns', missing: [name] });
    }
    const twice = [...header, name];
    expect(report.recognises(twice, context.settings)).toBe(false);
    expect(report.readHeader(twice, context)).toMatchObject({ missing: [`${name} (it stands there twice)`] });
  });
});

describe('a line', () => {
  it('of an id alone is an order of its own of the program, and says nothing that the file does not', () => {
    expect(translate({}, 'Date,Commission,Id', ['2026-03-01', '1.5', 'L-1'])).toEqual({
      kind: 'line',
      line: {
        advertiserId: 'Example Pans',
        advertiser: 'Example Pans',
        orderId: 'L-1',
        sku: '',
        product: null,
        brand: null,
        subId: null,
        transactionId: 'L-1',
        occurredOn: '2026-03-01',
        occurredTime: '',
        processedOn: null,
        processedTime: null,
        currency: 'EUR',
        sales: 0n,
        commission: 15_000n,
        items: 0,
        status: null,
        networkStatus: null,
        reason: null,
        referrer: null,
      },
    });
  });
  it('has all of its sub-ids as one text, the blank ones left out', () => {
    const change = { subId: 'Ref', furtherSubIds: 'ref2, Ref 3 ' };
    const header = 'Date,Commission,Id,Ref,Ref 3,REF2';
    const line = (...cells: string[]) => translate(change, header, ['2026-03-01', '1.5', 'L-1', ...cells]);
    expect(line('mail', 'c', ' b ')).toMatchObject({ line: { subId: 'mail b c' } });
    expect(line('mail', '', '')).toMatchObject({ line: { subId: 'mail' } });
    expect(line(' ', 'c', '')).toMatchObject({ line: { subId: 'c' } });
    expect(line('', '', '')).toMatchObject({ line: { subId: '' } });
    const missing = translate(change, 'Date,Commission,Id,Ref,Ref2', ['2026-03-01', '1.5', 'L-1', 'a', 'b']);
    expect(missing).toEqual({ kind: 'missing-columns', missing: ['Ref 3'] });
  });
  it('with id and order keeps both; with a blank order it is an order of its own', () => {
    const header = 'Date,Commission,Id,Order';
    const line = (order: string) => translate({ order: 'Order' }, header, ['2026-03-01', '1.5', 'L-1', order]);
    expect(line('O-1')).toMatchObject({ line: { orderId: 'O-1', transactionId: 'L-1' } });
    expect(line(' ')).toMatchObject({ line: { orderId: 'L-1', transactionId: 'L-1' } });
  });
  it('without an id must have its order number, and its booking day where that is mapped', () => {
    const change = { id: undefined, order: 'Order', processedDate: 'Booked' };
    const line = (...cells: string[]) =>
      translate(change, 'Date,Commission,Order,Booked', ['2026-03-01', '1.5', ...cells]);
    expect(line('O-1', '2026-03-02')).toMatchObject({ line: { transactionId: null, processedOn: '2026-03-02' } });
    expect(line('', '2026-03-02')).toMatchObject({ reject: { code: 'missing-value', column: 'Order' } });
    expect(line('O-1', '')).toMatchObject({ reject: { code: 'missing-value', column: 'Booked' } });
  });
  it('that was reversed keeps its amounts: no negative line is made up', () => {
    const change = { status: 'Status', pendingWords: 'open', reversedWords: 'Returned, fraud  check' };
    const line = (status: string) =>
      translate(change, 'Date,Commission,Id,Status', ['2026-03-01', '1.5', 'L-1', status]);
    expect(line('RETURNED')).toMatchObject({ line: { status: 'reversed', commission: 15_000n } });
    expect(line(' Fraud check')).toMatchObject({ line: { status: 'reversed', networkStatus: ' Fraud check' } });
    expect(line('returned,')).toMatchObject({ reject: { code: 'unknown-status', column: 'Status' } });
  });
  it('with a fixed currency and a currency column is refused in another currency, and filled in where blank', () => {
    const line = (currency: string) =>
      translate({ currency: 'Currency' }, 'Date,Commission,Id,Currency', ['2026-03-01', '1.5', 'L-1', currency]);
    expect(line('')).toMatchObject({ line: { currency: 'EUR' } });
    expect(line('USD')).toMatchObject({ reject: { code: 'wrong-currency', column: 'Currency' } });
  });
  it('whose day has a time is refused where the time has a column of its own', () => {
    const line = (date: string) =>
      translate({ time: 'Time' }, 'Date,Time,Commission,Id', [date, '12:00', '1.5', 'L-1']);
    expect(line('2026-03-01')).toMatchObject({ line: { occurredTime: '12:00:00' } });
    expect(line('2026-03-01 11:00')).toMatchObject({ reject: { code: 'unreadable-date', column: 'Date' } });
  });
});
