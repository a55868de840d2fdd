/** `tributary connections`: our logins at the networks. */
import type { Command } from 'commander';
import type { Connection } from '../imports/index.ts';
import { answer, type CommonOptions, table, wholeNumber, withCommon } from './command.ts';
import { fieldsOf, readSecrets, readSet } from './connection-settings.ts';
import { addTestCommand } from './test-command.ts';
import type { Surroundings } from './surroundings.ts';

interface SettingOptions extends CommonOptions {
  readonly name?: string;
  readonly website?: string;
  readonly set: readonly string[];
  readonly tokenFile?: string;
}

interface AddOptions extends SettingOptions {
  readonly network: string;
  readonly like?: string;
  readonly adoptFiles?: boolean;
}

interface ChangeOptions extends SettingOptions {
  readonly newToken?: boolean;
  readonly every?: string;
  readonly lookBackDays?: string;
  readonly settleDays?: string;
}

/** Adds the commands to the program. */
export function addConnectionCommands(program: Command, surroundings: Surroundings): void {
  const connections = program
    .command('connections')
    .description('list, add, test, change and remove connections to networks');
  addList(connections, surroundings);
  addShow(connections, surroundings);
  addAdd(connections, surroundings);
  addTestCommand(connections, surroundings);
  addChange(connections, surroundings);
  addState(connections, surroundings, 'pause', 'paused', 'pull it no more until it is resumed');
  addState(connections, surroundings, 'resume', 'active', 'pull it again');
  addRemove(connections, surroundings);
}

function addList(connections: Command, surroundings: Surroundings): void {
  const list = connections.command('list', { isDefault: true }).description('all connections (the default)');
  withCommon(list).action((options: CommonOptions) =>
    answer(surroundings, options, async (client) => {
      const answered = await client.call('listConnections');
      const rows = answered.connections.map((one) => [
        one.name,
        one.network,
        one.country ?? '',
        one.state,
        nextOf(one),
      ]);
      return { json: answered, text: rows.length === 0 ? NONE : table(rows) };
    }),
  );
}

function addShow(connections: Command, surroundings: Surroundings): void {
  const show = connections
    .command('show')
    .description('one connection with its settings; of secrets the last 4 characters')
    .argument('<name>', 'its name or id');
  withCommon(show).action((connection: string, options: CommonOptions) =>
    answer(surroundings, options, async (client) => {
      const shown = await client.call('showConnection', { params: { connection } });
      return { json: shown, text: connectionText(shown) };
    }),
  );
}

function connectionText({ name, network, state, problem, scope, settings, reports, nextPullAt }: Connection): string {
  const rows = Object.entries(settings).map(([key, value]) => [`  ${key}`, String(value)]);
  const found = reports.map((report) => [`  ${report.name}`, report.problem?.message ?? 'is pulled']);
  const head = [`${name}: ${network}, ${state}`, ...(problem === null ? [] : [problem.message]), `Scope ${scope}`];
  if (nextPullAt !== null) head.push(`Next pull ${nextPullAt}`);
  return `${head.join('\n')}\nSettings\n${table(rows)}Reports\n${table(found)}`;
}

const NONE = 'There is no connection yet: tributary connections add --network rakuten\n';

function nextOf({ problem, nextPullAt }: Connection): string {
  if (problem !== null) return problem.message;
  return nextPullAt === null ? '' : `next pull ${nextPullAt}`;
}

function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

function withSettings(command: Command): Command {
  const form = command
    .option('--name <name>', 'your own word for it (default: the network and the country)')
    .option('--website <url>', 'the website it is for')
    .option('--set <key=value>', 'a setting that is no secret; may be repeated', collect, [])
    .option('--token-file <file>', 'the file that holds the token; else it is asked for, or read from stdin');
  return withCommon(form);
}

function addAdd(connections: Command, surroundings: Surroundings): void {
  const add = connections
    .command('add')
    .description('add a connection; the token is asked for and never a part of the command line')
    .requiredOption('--network <name>', 'the network, e.g. rakuten')
    .option('--like <name>', 'a connection whose token and settings count here too, e.g. of another country')
    .option('--adopt-files', 'files imported without a connection are of this account')
    .option('--no-adopt-files', 'they are of another account');
  withSettings(add).action((options: AddOptions) =>
    answer(surroundings, options, async (client) => {
      const fields = await fieldsOf(client, options.network);
      const plain = readSet(options.set, fields);
      const { network, name, website, like, adoptFiles, tokenFile } = options;
      const isAsked = like === undefined || tokenFile !== undefined;
      const settings = { ...plain, ...(isAsked ? await readSecrets(surroundings, fields, tokenFile) : {}) };
      const added = await client.call('addConnection', {
        body: { network, name, website, like, adoptFiles, settings },
      });
      const next = `tributary connections test "${added.name}"`;
      return { json: added, text: `Added "${added.name}".\nNext: ${next}\n` };
    }),
  );
}

function addChange(connections: Command, surroundings: Surroundings): void {
  const change = connections
    .command('change')
    .alias('edit')
    .description('change a connection; what is not named stays')
    .argument('<name>', 'its name or id')
    .option('--new-token', 'ask for a new token (or read it from stdin)')
    .option('--every <hours>', 'pull it so often, 1 to 168')
    .option('--look-back-days <n>', 'days that each pull reads again, 1 to 31')
    .option('--settle-days <n>', 'days that are read again once a day, 1 to 400');
  withSettings(change).action((connection: string, options: ChangeOptions) =>
    answer(surroundings, options, async (client) => {
      const params = { connection };
      const { network } = await client.call('showConnection', { params });
      const fields = await fieldsOf(client, network);
      const plain = readSet(options.set, fields);
      const hasToken = options.newToken === true || options.tokenFile !== undefined;
      const secrets = hasToken ? await readSecrets(surroundings, fields, options.tokenFile) : {};
      const settings = { ...plain, ...secrets };
      const { name, website } = options;
      const schedule = scheduleIn(options);
      const body = { name, website, schedule, settings: Object.keys(settings).length === 0 ? undefined : settings };
      const changed = await client.call('changeConnection', { params, body });
      return { json: changed, text: `Changed "${changed.name}".\n` };
    }),
  );
}

/** The parts of the schedule that were named; undefined: none. */
function scheduleIn({ every, lookBackDays, settleDays }: ChangeOptions) {
  const parts = {
    ...(every === undefined ? {} : { everyHours: wholeNumber('--every', every, 1, 168) }),
    ...(lookBackDays === undefined ? {} : { lookBackDays: wholeNumber('--look-back-days', lookBackDays, 1, 31) }),
    ...(settleDays === undefined ? {} : { settleDays: wholeNumber('--settle-days', settleDays, 1, 400) }),
  };
  return Object.keys(parts).length === 0 ? undefined : parts;
}

function addState(
  connections: Command,
  surroundings: Surroundings,
  verb: string,
  state: 'active' | 'paused',
  description: string,
): void {
  const command = connections.command(verb).description(description).argument('<name>', 'its name or id');
  withCommon(command).action((connection: string, options: CommonOptions) =>
    answer(surroundings, options, async (client) => {
      const changed = await client.call('changeConnection', { params: { connection }, body: { state } });
      return { json: changed, text: `"${changed.name}" is ${changed.state}.\n` };
    }),
  );
}

function addRemove(connections: Command, surroundings: Surroundings): void {
  const remove = connections
    .command('remove')
    .description('forget a connection and its token; the ledger keeps what it has')
    .argument('<name>', 'its name or id');
  withCommon(remove).action((connection: string, options: CommonOptions) =>
    answer(surroundings, options, async (client) => {
      const removed = await client.call('deleteConnection', { params: { connection } });
      return { json: removed, text: `Removed "${connection}". The ledger is as it was.\n` };
    }),
  );
}
