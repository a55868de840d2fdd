/** The connections of the installation: what a person told us, with its secrets sealed apart. */
import { randomUUID } from 'node:crypto';
import { type ErrorReport, type Redactor, TributaryError } from '../core/index.ts';
import type { ConnectionRow, ScopeRow } from '../control/index.ts';
import {
  type ConnectionSettings,
  type CountryNetwork,
  type Network,
  readSettings,
  secretFieldsOf,
} from '../networks/index.ts';
import { networkNamed } from './find-network.ts';
import { fingerprintOf, type ScopeStores, scopeOfAccount } from './scopes.ts';
import type { Schedule } from './schedule.ts';
import type { Connection, ConnectionChange, NewConnection } from './service.ts';

/** Sealed secrets by owner, as `control` keeps them. */
export interface SecretKeeper {
  put(ownerId: string, fields: Readonly<Record<string, string>>): Promise<void>;
  get(ownerId: string): Promise<Readonly<Record<string, string>>>;
  remove(ownerId: string): Promise<void>;
}

/** What connections are kept in. */
export interface ConnectionStores extends ScopeStores {
  readonly secrets: SecretKeeper;
  readonly redactor: Redactor;
}

/** A connection ready to be used: its network and its settings with secrets. Never log it. */
export interface OpenConnection {
  readonly row: ConnectionRow;
  readonly network: Network;
  readonly country: CountryNetwork | null;
  readonly settings: ConnectionSettings;
  readonly schedule: Schedule;
}

/** The problems of single reports, by report id. */
export type ReportProblems = Readonly<Record<string, ErrorReport>>;

/** Reads and changes connections. */
export class Connections {
  readonly #stores: ConnectionStores;

  constructor(stores: ConnectionStores) {
    this.#stores = stores;
  }

  async list(): Promise<Connection[]> {
    const rows = await this.#stores.control.selectFrom('connections').selectAll().orderBy('created_at').execute();
    return Promise.all(rows.map((row) => this.#shown(row)));
  }

  async show(idOrName: string): Promise<Connection> {
    return this.#shown(await this.#row(idOrName));
  }

  /** The id of a connection named by id or name. Throws `unknown-connection`. */
  async idOf(idOrName: string): Promise<string> {
    return (await this.#row(idOrName)).connection_id;
  }

  /** Opens a connection by id or name. Throws `unknown-connection`. */
  async open(idOrName: string): Promise<OpenConnection> {
    const row = await this.#row(idOrName);
    const network = networkNamed(row.network);
    const secrets = await this.#stores.secrets.get(row.connection_id);
    const settings = network.settings.parse({ ...readJson(row.settings), ...secrets });
    for (const secret of network.api?.secrets(settings) ?? []) this.#stores.redactor.add(secret);
    return { row, network, country: countryIn(network, settings), settings, schedule: scheduleOf(row, network) };
  }

  async add(wish: NewConnection): Promise<Connection> {
    const network = networkNamed(wish.network);
    const base = wish.like === undefined ? {} : await this.#settingsLike(wish.like, network);
    const settings = readSettings(network, { ...base, ...wish.settings });
    for (const secret of network.api?.secrets(settings) ?? []) this.#stores.redactor.add(secret);
    const country = countryIn(network, settings);
    const name = wish.name?.trim() || [network.label, country?.label].filter(Boolean).join(' ');
    await this.#checkName(name, null);
    const connection_id = randomUUID();
    const account = network.api?.account(settings) ?? connection_id;
    const fingerprint = fingerprintOf(network, account);
    const scope_id = await scopeOfAccount(this.#stores, network, country, fingerprint, wish.adoptFiles);
    const [open, secret] = apart(network, settings);
    await this.#stores.secrets.put(connection_id, secret);
    await this.#stores.control
      .insertInto('connections')
      .values({
        connection_id,
        network: network.id,
        scope_id,
        name,
        website: wish.website?.trim() || null,
        settings: JSON.stringify(open),
        schedule: '{}',
        state: 'active',
        problem: null,
        created_at: this.#stores.clock().toISOString(),
      })
      .execute();
    return this.show(connection_id);
  }

  /** What another country of the same account takes over: all of it, for what is said anew counts. */
  async #settingsLike(idOrName: string, network: Network): Promise<ConnectionSettings> {
    const { network: its, settings } = await this.open(idOrName);
    const { currency: _currency, ...rest } = settings; // a country's own
    if (its.id === network.id) return network.countries.length > 0 ? rest : settings;
    throw new TributaryError(
      'invalid-settings',
      `"${idOrName}" is a connection to ${its.label}: its credential is none of ${network.label}.`,
      { column: 'like' },
    );
  }

  async change(idOrName: string, change: ConnectionChange): Promise<Connection> {
    const { row, network, settings } = await this.open(idOrName);
    const next = { ...row };
    if (change.name !== undefined && change.name.trim() !== '') {
      await this.#checkName(change.name.trim(), row.connection_id);
      next.name = change.name.trim();
    }
    if (change.website !== undefined) next.website = change.website?.trim() || null;
    if (change.schedule !== undefined) next.schedule = JSON.stringify(readSchedule(row, network, change.schedule));
    if (change.state !== undefined) next.state = change.state;
    if (change.state === 'active') next.problem = null;
    if (change.settings !== undefined) {
      const read = readSettings(network, { ...settings, ...change.settings });
      this.#checkSameAccount(network, settings, read);
      const [open, secret] = apart(network, read);
      await this.#stores.secrets.put(row.connection_id, secret);
      Object.assign(next, { settings: JSON.stringify(open), problem: null, report_problems: '{}' });
      if (next.state === 'stopped') next.state = 'active';
    }
    const { connection_id, ...values } = next;
    await this.#stores.control
      .updateTable('connections')
      .set(values)
      .where('connection_id', '=', connection_id)
      .execute();
    return this.show(connection_id);
  }

  async remove(idOrName: string): Promise<void> {
    const { connection_id, scope_id } = await this.#row(idOrName);
    const { control, secrets } = this.#stores;
    await control.deleteFrom('connections').where('connection_id', '=', connection_id).execute();
    await secrets.remove(connection_id);
    const left = await control.selectFrom('connections').select('name').where('scope_id', '=', scope_id).execute();
    if (left.length === 0)
      await control.updateTable('scopes').set({ next_pull_at: null }).where('scope_id', '=', scope_id).execute();
  }

  /** Says why the network refuses the whole connection: it is not pulled until a person acts. */
  async stop(id: string, problem: ErrorReport): Promise<void> {
    await this.#stores.control
      .updateTable('connections')
      .set({ state: 'stopped', problem: JSON.stringify(problem) })
      .where('connection_id', '=', id)
      .execute();
  }

  /** Keeps why single reports are not pulled; a connection that was stopped and has a report that works goes on. */
  async setReportProblems(id: string, problems: ReportProblems): Promise<void> {
    await this.#stores.control
      .updateTable('connections')
      .set({ report_problems: JSON.stringify(problems) })
      .where('connection_id', '=', id)
      .execute();
  }

  /** Lets a stopped connection go on, after a test that found a report. */
  async restart(id: string): Promise<void> {
    await this.#stores.control
      .updateTable('connections')
      .set({ state: 'active', problem: null })
      .where('connection_id', '=', id)
      .where('state', '=', 'stopped')
      .execute();
  }

  async scope(scopeId: string): Promise<ScopeRow> {
    return this.#stores.control
      .selectFrom('scopes')
      .selectAll()
      .where('scope_id', '=', scopeId)
      .executeTakeFirstOrThrow();
  }

  async #row(idOrName: string): Promise<ConnectionRow> {
    const row = await this.#stores.control
      .selectFrom('connections')
      .selectAll()
      .where((where) => where.or([where('connection_id', '=', idOrName), where('name', '=', idOrName)]))
      .executeTakeFirst();
    if (row !== undefined) return row;
    const all = await this.#stores.control.selectFrom('connections').select('name').orderBy('name').execute();
    const list = all.length === 0 ? 'there is none yet' : `there is ${all.map(({ name }) => `"${name}"`).join(', ')}`;
    throw new TributaryError('unknown-connection', `There is no connection "${idOrName}": ${list}.`);
  }

  async #checkName(name: string, ownId: string | null): Promise<void> {
    const taken = await this.#stores.control
      .selectFrom('connections')
      .select('connection_id')
      .where('name', '=', name)
      .executeTakeFirst();
    if (taken !== undefined && taken.connection_id !== ownId) {
      throw new TributaryError(
        'connection-name-taken',
        `There is a connection "${name}" already: choose another name.`,
      );
    }
  }

  /** Lines of two accounts must not mix in one scope: another account is another connection. */
  #checkSameAccount(network: Network, before: ConnectionSettings, after: ConnectionSettings): void {
    if (network.api === null) return;
    const isSame =
      network.api.account(before) === network.api.account(after) &&
      countryIn(network, before)?.id === countryIn(network, after)?.id;
    if (isSame) return;
    throw new TributaryError(
      'invalid-settings',
      `These settings are of another account or country of ${network.label}: add a connection for it instead of changing this one.`,
    );
  }

  async #shown(row: ConnectionRow): Promise<Connection> {
    const { network, country, settings, schedule } = await this.open(row.connection_id);
    const scope = await this.scope(row.scope_id);
    const problems = reportProblemsOf(row);
    const shown: Record<string, unknown> = { ...settings };
    for (const field of secretFieldsOf(network)) shown[field] = lastFour(shown[field]);
    return {
      id: row.connection_id,
      network: row.network,
      name: row.name,
      country: country?.id ?? null,
      scope: row.scope_id,
      website: row.website,
      settings: shown,
      state: row.state,
      problem: row.problem === null ? null : (JSON.parse(row.problem) as ErrorReport), // written by stop() above
      reports: (network.api?.reports(settings) ?? []).map((report) => ({
        ...report,
        problem: problems[report.reportId] ?? null,
      })),
      schedule,
      createdAt: row.created_at,
      nextPullAt: row.state === 'active' && network.api !== null ? scope.next_pull_at : null,
      depthMonths: scope.months,
    };
  }
}

/** Why single reports of a connection are not pulled. */
export function reportProblemsOf(row: ConnectionRow): ReportProblems {
  return JSON.parse(row.report_problems) as ReportProblems; // written by setReportProblems
}

/** The settings that a manifest, an order or a translation may see. */
export function withoutSecrets(network: Network, settings: ConnectionSettings): ConnectionSettings {
  return apart(network, settings)[0];
}

function apart(network: Network, settings: ConnectionSettings): [ConnectionSettings, Record<string, string>] {
  const names = new Set(secretFieldsOf(network));
  const open = Object.fromEntries(Object.entries(settings).filter(([name]) => !names.has(name)));
  const secret: Record<string, string> = {};
  for (const name of names) {
    const value = settings[name];
    if (typeof value !== 'string') throw new Error(`the secret "${name}" of ${network.id} is no text`);
    secret[name] = value;
  }
  return [open, secret];
}

function lastFour(value: unknown): string {
  return typeof value === 'string' && value.length > 8 ? `…${value.slice(-4)}` : '…';
}

function countryIn(network: Network, settings: ConnectionSettings): CountryNetwork | null {
  const id = network.countryIdOf(settings);
  const country = network.countries.find((one) => one.id === id) ?? null;
  const currency = network.currencyOf(settings);
  return country === null || currency === null ? country : { ...country, currency: country.currency ?? currency };
}

function readJson(text: string): ConnectionSettings {
  return JSON.parse(text) as ConnectionSettings; // the network's schema checks it right after
}

function scheduleOf(row: ConnectionRow, network: Network): Schedule {
  const kept = JSON.parse(row.schedule) as Partial<Schedule>; // written by change() through readSchedule
  return { everyHours: 4, lookBackDays: 3, settleDays: network.limits.settleDays, ...kept };
}

const SCHEDULE_LIMITS = { everyHours: [1, 168], settleDays: [1, 400], lookBackDays: [1, 31] } as const;

function readSchedule(
  row: ConnectionRow,
  network: Network,
  wish: { readonly [part in keyof Schedule]?: number | undefined },
): Schedule {
  const next = { ...scheduleOf(row, network) };
  for (const part of Object.keys(SCHEDULE_LIMITS) as (keyof Schedule)[]) {
    // the keys of that const object are exactly those of Schedule
    const value = wish[part];
    if (value === undefined) continue;
    const [least, most] = SCHEDULE_LIMITS[part];
    if (!Number.isInteger(value) || value < least || value > most) {
      throw new TributaryError('invalid-settings', `${part} is a whole number from ${least} to ${most}.`, {
        column: part,
      });
    }
    Object.assign(next, { [part]: value });
  }
  return next;
}
