/** `tributary workspaces`: publishers of this installation, each with everything of their own. */
import type { Command } from 'commander';
import type { Standing } from '../plans/index.ts';
import { answer, type CommonOptions, table, withCommon } from './command.ts';
import type { Surroundings } from './surroundings.ts';

/** Adds the commands to the program. */
export function addWorkspaceCommands(program: Command, surroundings: Surroundings): void {
  const workspaces = program
    .command('workspaces')
    .description('list, create, rename and remove workspaces: one for each publisher; set the plan of one');
  addList(workspaces, surroundings);
  addCreate(workspaces, surroundings);
  addRename(workspaces, surroundings);
  addRemove(workspaces, surroundings);
  addPlan(workspaces, surroundings);
}

function addList(workspaces: Command, surroundings: Surroundings): void {
  const list = workspaces.command('list', { isDefault: true }).description('all workspaces (the default)');
  withCommon(list).action((options: CommonOptions) =>
    answer(surroundings, options, async (client) => {
      const answered = await client.call('listWorkspaces');
      const rows = answered.workspaces.map(({ id, name, kind, standing }) => [
        ...[id, name, kind === 'demo' ? 'demo' : ''],
        ...(standing === null || kind === 'demo' ? [] : [standingWords(standing)]),
      ]);
      return { json: answered, text: table(rows) };
    }),
  );
}

function addCreate(workspaces: Command, surroundings: Surroundings): void {
  const create = workspaces
    .command('create')
    .description('make an empty workspace; "user invite --workspace" brings people in')
    .argument('<name>', 'the publisher');
  withCommon(create).action((name: string, options: CommonOptions) =>
    answer(surroundings, options, async (client) => {
      const created = await client.call('createWorkspace', { body: { name } });
      const next = `Next: tributary user invite EMAIL --role owner --workspace ${created.id}\n`;
      return { json: created, text: `Made ${created.name} with the id ${created.id}.\n${next}` };
    }),
  );
}

function addRename(workspaces: Command, surroundings: Surroundings): void {
  const rename = workspaces
    .command('rename')
    .description('give a workspace another name')
    .argument('<workspace>', 'its id or name')
    .argument('<name>', 'its new name');
  withCommon(rename).action((workspace: string, name: string, options: CommonOptions) =>
    answer(surroundings, options, async (client) => {
      const renamed = await client.call('changeWorkspace', { params: { workspace }, body: { name } });
      return { json: renamed, text: `${renamed.id} is called ${renamed.name}.\n` };
    }),
  );
}

function addRemove(workspaces: Command, surroundings: Surroundings): void {
  const remove = workspaces
    .command('remove')
    .description('remove a workspace with everything in it; it cannot be brought back')
    .argument('<workspace>', 'its id or name')
    .requiredOption('--confirm <name>', 'its name, repeated');
  withCommon(remove).action((workspace: string, options: CommonOptions & { readonly confirm: string }) =>
    answer(surroundings, options, async (client) => {
      const { deleted } = await client.call('deleteWorkspace', {
        params: { workspace },
        body: { name: options.confirm },
      });
      return { json: { deleted }, text: `Removed ${deleted} with everything in it.\n` };
    }),
  );
}

function addPlan(workspaces: Command, surroundings: Surroundings): void {
  const plan = workspaces
    .command('plan')
    .description('put a workspace of a hosted installation on a plan')
    .argument('<workspace>', 'its id')
    .argument('<plan>', 'the id of a plan in the file of TRIBUTARY_PLANS, or none')
    .option('--until <day>', 'the last day, like 2026-12-31 (UTC); without it: until another word');
  withCommon(plan).action((workspace: string, wanted: string, options: CommonOptions & { readonly until?: string }) =>
    answer(surroundings, options, async (client) => {
      const body = { workspace, plan: wanted === 'none' ? null : wanted, until: options.until ?? null };
      const standing = await client.call('setPlan', { body });
      return { json: standing, text: `${workspace}: ${standingWords(standing)}\n` };
    }),
  );
}

function standingWords({ state, plan, endsAt, daysLeft }: Standing): string {
  if (state === 'active') return `on the plan ${plan}${endsAt === null ? '' : `, which ends at ${endsAt}`}.`;
  if (state === 'trial') return `on trial, ${daysLeft} ${daysLeft === 1 ? 'day' : 'days'} left.`;
  return state === 'over' ? `over since ${endsAt}: read-only.` : 'never limited.';
}
