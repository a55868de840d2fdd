/** The conformance suite that every network passes, offline: what the contract promises, as far as it is about files. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Network } from '../contract.ts';
import { clickIdFault } from '../network-links.ts';
import { asJson, type Fixture, sumsOf, type Table, tableOf, translateAll } from './fixtures.ts';

/** Runs the suite for one network. Call it at the top level of the network's test file. */
export function describeNetwork(network: Network, fixtures: readonly Fixture[]): void {
  describe(`${network.id} keeps the network contract`, () => {
    describeDeclaration(network);
    describeSettings(network);
    describeLinks(network);
    it('has a fixture of every report', () => {
      const covered = new Set(fixtures.map((fixture) => fixture.expected.report));
      expect(network.reports.map((report) => report.id).filter((id) => !covered.has(id))).toEqual([]);
    });
    for (const fixture of fixtures) describeFixture(network, fixture);
  });
}

function describeDeclaration(network: Network): void {
  it('has report ids that are unique and all have a part in the ledger', () => {
    const ids = network.reports.map((report) => report.id);
    expect([...new Set(ids)]).toEqual(ids);
    if (network.unify === null) return;
    const { money, lost, brands } = network.unify;
    expect([...money, ...lost, ...brands].sort()).toEqual([...ids].sort());
  });
  it('has limits above zero and unambiguous countries', () => {
    for (const limit of Object.values(network.limits)) expect(limit).toBeGreaterThan(0);
    const codes = network.countries.map((country) => country.code);
    expect([...new Set(codes)]).toEqual(codes);
    for (const { id, currency } of network.countries) {
      // Two codes may name one country network, but it pays in one currency.
      const sameId = network.countries.filter((other) => other.id === id);
      expect(sameId.every((other) => other.currency === currency)).toBe(true);
    }
  });
  it('names a time zone that exists', () => {
    expect(() => new Intl.DateTimeFormat('en', { timeZone: network.timeZone })).not.toThrow();
  });
}

function describeSettings({ settings }: Network): void {
  it('has a form: an object that takes no unknown setting, with a title and a description of every field', () => {
    expect(settings).toBeInstanceOf(z.ZodObject);
    const form = z.toJSONSchema(settings, { io: 'input', unrepresentable: 'any' });
    expect(form.additionalProperties).toBe(false);
    for (const [name, field] of Object.entries(form.properties ?? {})) {
      expect(typeof field === 'object' && [field.title, field.description], name).toEqual([
        expect.stringMatching(/\S/),
        expect.stringMatching(/\S/),
      ]);
    }
  });
}

function describeLinks({ links }: Network): void {
  if (links === null) return;
  it('has room for a click id wherever a sub-id is written', () => {
    expect(links.forms.map(clickIdFault).filter((fault) => fault !== null)).toEqual([]);
  });
  it('knows nothing of links to other sites', () => {
    for (const url of ['', 'no link', 'https://www.example.com/', 'mailto:someone@example.com']) {
      expect(links.recognise(url)).toBeNull();
      expect(links.tag(url, 'abc')).toBeNull();
    }
  });
}

/** Every link given must be recognised, and the sub-id written into it must come back. */
export function describeTagging(network: Network, urls: readonly string[]): void {
  const { links } = network;
  if (links === null) throw new Error(`${network.id} declares no links`);
  describe(`${network.id} tags links`, () => {
    const maxLength = Math.min(...links.forms.map((form) => form.maxLength ?? 255));
    const isMixed = links.forms.every(({ alphabet }) => new RegExp(`^[${alphabet}]+$`).test('aZ09_-'));
    const longest = (isMixed ? 'aZ09_-' : 'az09').repeat(maxLength).slice(0, maxLength);
    it.each(urls)('%s', (url) => {
      const before = links.recognise(url);
      expect(before?.subId).toBe('');
      for (const subId of ['a', longest.slice(0, 6), longest]) {
        const tagged = links.tag(url, subId) ?? '';
        expect(links.recognise(tagged)).toEqual({ subId, advertiserId: before?.advertiserId });
        expect(links.tag(tagged, 'another')).toBe(tagged);
      }
      expect(() => links.tag(url, `${longest}x`)).toThrow(RangeError);
      expect(() => links.tag(url, '')).toThrow(RangeError);
    });
  });
}

function describeFixture(network: Network, { scenario, text, expected }: Fixture): void {
  const { context } = expected;
  const { settings } = context;
  const table = tableOf(network, text, settings);
  const golden = (other: Table): unknown[] => translateAll(other, context).map(asJson);

  describe(scenario, () => {
    it('translates to what is expected', () => {
      expect(table.report.id).toBe(expected.report);
      expect(golden(table)).toEqual(expected.rows);
    });
    it('keeps every amount exact', () => {
      expect(sumsOf(translateAll(table, context))).toEqual(expected.reportedSums);
    });
    it('gives the same row the same result, in any order, and leaves it as it was', () => {
      const before = structuredClone(table.rows);
      const backwards = golden({ ...table, rows: [...table.rows, ...table.rows].reverse() }).reverse();
      expect(backwards).toEqual([...expected.rows, ...expected.rows]);
      expect(table.rows).toEqual(before);
    });
    it('has settings as the form lets them through', () => {
      if (settings !== undefined) expect(network.settings.parse(network.prepareSettings(settings))).toEqual(settings);
      const zone = settings === undefined ? undefined : network.timeZoneOf?.(settings);
      expect(() => new Intl.DateTimeFormat('en', { timeZone: zone })).not.toThrow();
    });
    it('recognises the report as one only', () => {
      const ofRow = (row: readonly string[]) => network.reports.filter((report) => report.recognises(row, settings));
      expect(ofRow(table.header)).toHaveLength(1);
      for (const row of table.rows) expect(ofRow(row)).toEqual([]);
    });
    it('reads a header with a byte order mark, other case and spaces', () => {
      const header = table.header.map((name, at) => `${at === 0 ? '\ufeff' : ''} ${name.toUpperCase()} `);
      expect(table.report.recognises(header, settings)).toBe(true);
      expect(golden({ ...table, header }).map(withoutColumn)).toEqual(expected.rows.map(withoutColumn));
    });
    describeChangedColumns(network, table, expected);
    if (expected.statusColumn !== null) describeStatus(table, expected, expected.statusColumn);
  });
}

function describeChangedColumns(network: Network, table: Table, expected: Fixture['expected']): void {
  const { context } = expected;
  const whole: Table = { ...table, rows: table.rows.filter((cells) => cells.length === table.header.length) };
  const good = translateAll(whole, context).map(asJson);
  const changed = (change: (cells: readonly string[]) => readonly string[]): Table => ({
    report: table.report,
    header: change(table.header),
    rows: whole.rows.map(change),
  });

  it('reads columns in any order', () => {
    const reversed = changed((cells) => cells.toReversed());
    expect(table.report.recognises(reversed.header, context.settings)).toBe(true);
    expect(translateAll(reversed, context).map(asJson)).toEqual(good);
  });
  it('accepts a column that it does not know', () => {
    const wider = changed((cells) => [...cells, cells === table.header ? 'Something New' : 'x']);
    const reading = table.report.readHeader(wider.header, context);
    expect(reading.kind === 'ok' ? reading.extra : []).toContain('Something New');
    expect(translateAll(wider, context).map(asJson)).toEqual(good);
  });
  it.each(table.header.map((name, at) => [name, at] as const))('never misreads money without %s', (name, at) => {
    const renamed = changed((cells) => (cells === table.header ? cells.with(at, 'Something New') : cells));
    const dropped = changed((cells) => cells.toSpliced(at, 1));
    for (const other of [renamed, dropped]) {
      // A header that no report recognises is read as the report that it was: a person may say which one it is.
      const found = network.reports.find((candidate) => candidate.recognises(other.header, context.settings));
      const report = found ?? table.report;
      const reading = report.readHeader(other.header, context);
      if (reading.kind === 'missing-columns') {
        expect(reading.missing.some((missing) => name.includes(missing) || missing.includes(name))).toBe(true);
      } else {
        expect(partOf(network, report.id)).toBe(partOf(network, table.report.id));
        const translated = translateAll({ ...other, report }, context);
        for (const [index, one] of translated.entries()) {
          const before = good[index];
          if (one.kind === 'line' && isLine(before)) expect(money(asJson(one))).toEqual(money(before));
        }
      }
    }
  });
}

function describeStatus(table: Table, { context }: Fixture['expected'], column: string): void {
  it('rejects a status that it does not know', () => {
    const at = table.header.findIndex((name) => name.trim() === column);
    const rows = table.rows.filter((cells) => cells.length === table.header.length);
    const translated = translateAll({ ...table, rows: rows.map((cells) => cells.with(at, 'No Such Status')) }, context);
    const first = translated[0];
    expect(first?.kind === 'reject' ? first.reject : null).toMatchObject({ code: 'unknown-status', column });
    expect(translated.every((one) => one.kind === 'reject')).toBe(true);
  });
}

/** What a report is to the ledger: money, lost lines or brands. Taking one for the other would misread it. */
function partOf(network: Network, reportId: string): string | undefined {
  return Object.entries(network.unify ?? { money: [reportId] }).find(([, reports]: [string, readonly string[]]) =>
    reports.includes(reportId),
  )?.[0];
}

interface JsonLine {
  readonly line: {
    readonly sales: string;
    readonly commission: string;
    readonly currency: string;
  };
}

function isLine(value: unknown): value is JsonLine {
  return typeof value === 'object' && value !== null && 'line' in value;
}

function money(value: unknown): unknown {
  if (!isLine(value)) throw new Error('not a line');
  const { sales, commission, currency } = value.line;
  return { sales, commission, currency };
}

/** A reject names the column as the header writes it, so only its code can be compared when the header changes. */
function withoutColumn(row: unknown): unknown {
  const isReject = typeof row === 'object' && row !== null && 'reject' in row;
  if (!isReject) return row;
  const { reject } = row as { reject: { code: string } }; // a Translated of kind reject
  return { kind: 'reject', code: reject.code };
}
