import { describe, expect, it } from 'vitest';
import { DATE_FORMATS, type DateFormat, momentReader, readTime } from './read-date.ts';

const read = (format: DateFormat, cell: string, zone = 'UTC') => momentReader(format, zone)(cell);

describe('days', () => {
  it.each<[DateFormat, string, string]>([
    ['YYYY-MM-DD', '2026-03-04', '2026-03-04'],
    ['DD.MM.YYYY', '04.03.2026', '2026-03-04'],
    ['DD.MM.YYYY', '4.3.2026', '2026-03-04'],
    ['D.M.YY', '4.3.26', '2026-03-04'],
    ['DD/MM/YYYY', '04/03/2026', '2026-03-04'],
    ['D/M/YY', '4/3/26', '2026-03-04'],
    ['DD-MM-YYYY', '04-03-2026', '2026-03-04'],
    ['MM/DD/YYYY', '04/03/2026', '2026-04-03'],
    ['M/D/YY', '4/3/26', '2026-04-03'],
    ['YYYY-MM-DD', ' 2024-02-29 ', '2024-02-29'],
  ])('%s: %s', (format, cell, day) => {
    expect(read(format, cell)).toEqual({ day, time: null });
  });
  it.each([
    '2026-03-04',
    '04.03.2026',
    '4.3.26',
    '04/23/2026',
    '23/04/2026',
    '4/23/26',
    '23/4/26',
    '23-04-2026',
    '2026-03-04T01:02:03Z',
  ])('%s is read in one format only', (cell) => {
    expect(DATE_FORMATS.filter((format) => read(format, cell) !== null)).toHaveLength(1);
  });
  it.each<[DateFormat, string]>([
    ['YYYY-MM-DD', '2026-3-4'],
    ['YYYY-MM-DD', '2026-02-29'],
    ['YYYY-MM-DD', '2026-13-01'],
    ['YYYY-MM-DD', '2026-03-00'],
    ['YYYY-MM-DD', '1969-12-31'],
    ['YYYY-MM-DD', '2100-01-01'],
    ['YYYY-MM-DD', '2026-03-04x'],
    ['YYYY-MM-DD', '2026-03-04 24:00'],
    ['YYYY-MM-DD', '2026-03-04 12:60'],
    ['YYYY-MM-DD', '2026-03-04 12:00 PM'],
    ['YYYY-MM-DD', '２０２６-03-04'],
    ['DD.MM.YYYY', '31.04.2026'],
    ['DD/MM/YYYY', '04/13/2026'],
    ['MM/DD/YYYY', '13/04/2026'],
    ['M/D/YY', '4/3/2026'],
    ['MM/DD/YYYY', '4/3/26'],
    ['DD.MM.YYYY', ''],
  ])('%s: "%s" is no day', (format, cell) => {
    expect(read(format, cell)).toBeNull();
  });
  it('may be followed by a time', () => {
    expect(read('DD.MM.YYYY', '04.03.2026 9:05')).toEqual({ day: '2026-03-04', time: '09:05:00' });
    expect(read('YYYY-MM-DD', '2026-03-04T23:59:59.999')).toEqual({ day: '2026-03-04', time: '23:59:59' });
  });
});

describe('times', () => {
  it.each([
    ['9:05', '09:05:00'],
    [' 23:59:59 ', '23:59:59'],
    ['00:00:00,123', '00:00:00'],
  ])('%s', (cell, time) => {
    expect(readTime(cell)).toBe(time);
  });
  it.each(['24:00', '12:60', '12:00:60', '12', '1200', '12:0', '9:05 am', ''])('"%s" is no time', (cell) => {
    expect(readTime(cell)).toBeNull();
  });
});

describe('instants', () => {
  it('agree with Intl at every quarter of an hour of years with odd changes', () => {
    for (const [zone, from] of [
      ['America/St_Johns', '2010-01-01'],
      ['Australia/Lord_Howe', '2026-01-01'],
      ['Asia/Pyongyang', '2018-01-01'],
      ['Pacific/Apia', '2011-01-01'],
    ] as const) {
      const reader = momentReader('instant', zone);
      const local = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
      const start = Date.parse(`${from}T00:00:00Z`);
      for (let at = start; at < start + 366 * 86_400_000; at += 15 * 60_000) {
        const moment = reader(`${new Date(at).toISOString().slice(0, 19)}Z`);
        if (`${moment?.day} ${moment?.time}` !== local.format(at)) expect(moment).toBe(local.format(at));
      }
    }
  });
  it.each([
    // The clocks of Berlin go from 01:59:59 to 03:00:00 on 2026-03-29, and show 02:30:00 twice on 2026-10-25.
    ['2026-03-29T00:59:59Z', 'Europe/Berlin', '2026-03-29', '01:59:59'],
    ['2026-03-29T01:00:00Z', 'Europe/Berlin', '2026-03-29', '03:00:00'],
    ['2026-10-25T00:30:00Z', 'Europe/Berlin', '2026-10-25', '02:30:00'],
    ['2026-10-25T01:30:00Z', 'Europe/Berlin', '2026-10-25', '02:30:00'],
    ['2026-03-01T23:30:00-01:00', 'Asia/Kolkata', '2026-03-02', '06:00:00'],
    ['2026-03-01T00:00:00+14:00', 'Pacific/Apia', '2026-02-28', '23:00:00'],
    ['2025-12-31T23:59:59.5+0000', 'UTC', '2025-12-31', '23:59:59'],
    ['2026-01-01 00:00 Z', 'America/Los_Angeles', '2025-12-31', '16:00:00'],
    ['2026-01-01t00:00:00z', 'UTC', '2026-01-01', '00:00:00'],
    // The clocks of St John's went back at 00:01, in the middle of an hour of UTC.
    ['2010-11-07T02:30:59Z', 'America/St_Johns', '2010-11-07', '00:00:59'],
    ['2010-11-07T02:31:00Z', 'America/St_Johns', '2010-11-06', '23:01:00'],
  ])('%s in %s', (cell, zone, day, time) => {
    expect(read('instant', cell, zone)).toEqual({ day, time });
  });
  it.each([
    '2026-03-01',
    '2026-03-01T12:00:00',
    '2026-03-01T12:00:00 CET',
    '2026-03-01T12:00:00+1',
    '2026-03-01T12:00:00+14:01',
    '2026-03-01T12:00:00+01:60',
    '2026-02-29T12:00:00Z',
    '2026-03-01T24:00:00Z',
    '1772366400',
  ])('%s is none', (cell) => {
    expect(read('instant', cell)).toBeNull();
  });
});
