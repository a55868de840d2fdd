import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { custom } from './custom.ts';
import { mappingSchema } from './settings.ts';

const LEAST = {
  program: 'Example Pans',
  date: 'Date',
  dateFormat: 'YYYY-MM-DD',
  commission: 'Commission',
  decimalMark: '.',
  fixedCurrency: 'EUR',
  id: 'Id',
};

/** The setting that a person has to change, and why; null = the mapping is accepted. */
function problemOf(change: Record<string, unknown>): string | null {
  const read = mappingSchema.safeParse(custom.prepareSettings({ ...LEAST, ...change }));
  const [issue] = read.error?.issues ?? [];
  return issue === undefined ? null : `${issue.path.join('.')}: ${issue.message}`;
}

describe('the mapping of a custom connection', () => {
  it('needs little, and names the defaults that it fills in', () => {
    expect(mappingSchema.parse(LEAST)).toEqual({ ...LEAST, timeZone: 'UTC', delimiter: ',' });
  });
  it('stays the same when what came out goes in again', () => {
    const messy = {
      ...LEAST,
      date: '  Date ',
      fixedCurrency: ' eur ',
      timeZone: ' Europe/Berlin',
      status: 'S',
      pendingWords: ' a , b',
    };
    const once = mappingSchema.parse(messy);
    expect(once).toMatchObject({
      date: 'Date',
      fixedCurrency: 'EUR',
      timeZone: 'Europe/Berlin',
      pendingWords: 'a , b',
    });
    expect(mappingSchema.parse(once)).toEqual(once);
  });
  it('takes fields that were left empty for left out', () => {
    expect(problemOf({ sku: '', sales: '  ', status: null })).toBeNull();
    expect(problemOf({ date: ' ' })).toBe('date: name a column of the file');
  });
  it.each([
    [{ date: undefined }, 'date: name a column of the file'],
    [{ commission: undefined }, 'commission: name a column of the file'],
    [{ dateFormat: undefined }, 'dateFormat: choose one of "YYYY-MM-DD"'],
    [{ dateFormat: 'YY/MM/DD' }, 'dateFormat: choose one of'],
    [{ decimalMark: undefined }, 'decimalMark: choose one of ".", ","'],
    [{ delimiter: '|' }, 'delimiter: choose one of'],
    [{ id: undefined }, 'id: name the column of unique line ids'],
    [{ program: undefined }, 'program: name the program, or'],
    [{ advertiser: 'Shop' }, 'program: name the program or the column of advertisers, not both'],
    [{ furtherSubIds: 'clickref2' }, 'subId: name the first of the sub-id columns'],
    [{ fixedCurrency: undefined }, 'fixedCurrency: name the currency'],
    [{ fixedCurrency: 'EURO' }, 'fixedCurrency: is no currency'],
    [{ fixedCurrency: 'XXX' }, 'fixedCurrency: is no currency'],
    [{ timeZone: 'Berlin' }, 'timeZone: is no time zone'],
    [{ timeZone: '+01:00' }, 'timeZone: is no time zone'],
    [{ dateFormat: 'instant', time: 'Time' }, 'time: an instant has its time in it'],
    [{ status: 'Status' }, 'approvedWords: say which words'],
    [{ approvedWords: 'paid' }, 'status: name the column'],
    [{ status: 'Status', approvedWords: 'Paid, OK', reversedWords: 'void,paid' }, 'approvedWords: the word "paid"'],
    [{ sku: 7 }, 'sku: '],
    [{ sku: 'x'.repeat(201) }, 'sku: has more than 200 characters'],
  ])('%o is refused at the setting to change', (change, problem) => {
    expect(problemOf(change)).toContain(problem);
  });
  it.each([
    [{ id: undefined, order: 'Order' }],
    [{ program: undefined, advertiser: 'Shop' }],
    [{ fixedCurrency: undefined, currency: 'Currency' }],
    [{ currency: 'Currency' }],
    [{ id: 'Order', order: 'Order' }],
    [{ timeZone: 'America/Argentina/Buenos_Aires' }],
  ])('%o is accepted', (change) => {
    expect(problemOf(change)).toBeNull();
  });
  it('takes no setting that it does not know', () => {
    expect(mappingSchema.safeParse({ ...LEAST, Date: 'x' }).error?.issues[0]?.code).toBe('unrecognized_keys');
  });
  it('says in its form what must be filled in', () => {
    const form = z.toJSONSchema(mappingSchema, { io: 'input' });
    expect(form.required?.toSorted()).toEqual(['commission', 'date', 'dateFormat', 'decimalMark']);
  });
});
