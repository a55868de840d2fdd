/** The part of the conformance suite about a connection's settings: what a form shows, what is secret, what is refused. */
import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { z } from 'zod';
import type { ConnectionSettings, Network, NetworkApi } from '../contract.ts';
import { secretsIn } from './credentials.ts';

/** What a network gives for its suite. */
export interface ApiUnderTest {
  /** Good settings as a person types them. */
  readonly settings: ConnectionSettings;
  /** The secrets planted in them, and what can be decoded from them: no text that leaves the network may hold one. */
  readonly planted: readonly string[];
  /** The network's folder of fixtures. */
  readonly fixtures: URL;
}

/** Runs the part for one network. */
export function describeSettings(network: Network, api: NetworkApi, given: ApiUnderTest): void {
  const typed = given.settings;
  const prepared = (): ConnectionSettings => network.prepareSettings(typed);
  const parsed = (): ConnectionSettings => network.settings.parse(prepared());

  it('names and explains every setting', () => {
    for (const [name, meta] of fieldsOf(network)) {
      expect(meta['title'], name).toMatch(/\S/);
      expect(meta['description'], name).toMatch(/\S/);
      expect(['undefined', 'boolean'], name).toContain(typeof meta['secret']);
    }
  });
  it('marks what is secret, and knows every form of it', () => {
    const settings = parsed();
    const secrets = api.secrets(settings);
    const marked = fieldsOf(network).filter(([, meta]) => meta['secret'] === true);
    expect(marked.length).toBeGreaterThan(0);
    for (const [name] of marked) if (settings[name] !== undefined) expect(secrets).toContain(settings[name]);
    for (const [name, value] of Object.entries(settings)) {
      const isMarked = marked.some(([other]) => other === name);
      if (!isMarked) expect(secretsIn(inspect(value), [...secrets, ...given.planted]), name).toEqual([]);
    }
    for (const secret of given.planted) expect(secrets.some((known) => known === secret)).toBe(true);
    expect(secrets).toContain(api.account(settings));
  });
  it('gives every connection of an account the same account', () => {
    expect(api.account(parsed())).toBe(api.account(parsed()));
    expect(api.account(parsed())).not.toBe('');
  });
  it('prepares and reads settings again to the same, and leaves what was typed as it was', () => {
    const before = structuredClone(typed);
    expect(network.prepareSettings(prepared())).toEqual(prepared());
    expect(network.settings.parse(parsed())).toEqual(parsed());
    expect(network.settings.parse(network.prepareSettings(parsed()))).toEqual(parsed());
    expect(typed).toEqual(before);
  });
  it('refuses a setting that it does not know', () => {
    expect(network.settings.safeParse({ ...parsed(), noSuchSetting: 1 }).success).toBe(false);
  });
  it('never repeats a secret in what it says of a mistake', () => {
    for (const [name, meta] of fieldsOf(network)) {
      const wrong: readonly unknown[] = [{}, [], ...(meta['secret'] === true ? damaged(given.planted) : given.planted)];
      for (const value of wrong) {
        const said = problemsOf(network, { ...typed, [name]: value });
        if (typeof value === 'object') expect(said, name).not.toBe('');
        const hidden = typeof value === 'string' ? [...given.planted, value] : given.planted;
        expect(secretsIn(said, hidden), said).toEqual([]);
      }
    }
  });
  it('names a country network, an origin, a pace, and reports of its own', () => {
    const settings = parsed();
    const ids = network.countries.map((country) => country.id);
    if (ids.length > 0) expect(ids).toContain(network.countryIdOf(settings));
    else expect(network.countryIdOf(settings)).toBeNull();
    expect(new URL(api.origin(settings)).origin).toBe(api.origin(settings));
    expect(api.requestsPerMinute(settings)).toBeGreaterThan(0);
    const reports = api.reports(settings);
    const reportIds = reports.map((report) => report.reportId);
    expect([...new Set(reportIds)]).toEqual(reportIds);
    for (const id of reportIds) expect(network.reports.map((report) => report.id)).toContain(id);
    for (const { name } of reports) expect(name).toMatch(/\S/);
    expect(reports[0]?.isRequired).toBe(true);
    if (network.unify !== null) expect(network.unify.money).toContain(reportIds[0]);
  });
}

function fieldsOf(network: Network): readonly (readonly [string, Readonly<Record<string, unknown>>])[] {
  const { settings } = network;
  if (!(settings instanceof z.ZodObject))
    throw new Error('settings must be an object schema, so that a form can be made');
  const shape: Readonly<Record<string, z.ZodType>> = settings.shape;
  return Object.entries(shape).map(([name, field]) => [name, field.meta() ?? {}]);
}

/** Texts as they come of a careless copy. */
function damaged(secrets: readonly string[]): readonly string[] {
  return secrets.flatMap((secret) => [secret.slice(0, -9), secret.slice(9), `${secret}${secret}`, `%25${secret}`]);
}

/** Everything that is said when these settings are typed; '' = they are good. */
function problemsOf(network: Network, typed: ConnectionSettings): string {
  try {
    const reading = network.settings.safeParse(network.prepareSettings(typed));
    return reading.success ? '' : inspect(reading.error, { depth: 9 });
  } catch (error) {
    return inspect(error, { depth: 9 });
  }
}
