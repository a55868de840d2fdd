/** `tributary user`: the members of the workspace. Links are printed for you to hand over; invitations are mailed too, where there is mail. */
import { type Command, Option } from 'commander';
import { publicOrigin } from '../core/index.ts';
import type { ApiClient } from './api-client.ts';
import { answer, type CommonOptions, table, withCommon } from './command.ts';
import type { Surroundings } from './surroundings.ts';

type Role = 'owner' | 'admin' | 'editor' | 'viewer';
const ROLES: readonly Role[] = ['owner', 'admin', 'editor', 'viewer'];

interface RoleOptions extends CommonOptions {
  readonly role: Role;
  readonly hideMoney?: boolean;
}

/** Adds the commands to the program. */
export function addUserCommands(program: Command, surroundings: Surroundings): void {
  const user = program
    .command('user')
    .description('list, invite, change and remove the members; links for new passwords');
  addList(user, surroundings);
  addInvite(user, surroundings);
  addReset(user, surroundings);
  addSetRole(user, surroundings);
  addRemove(user, surroundings);
  addRenew(user, surroundings);
}

/** A link as a person opens it. */
function addressOf(client: ApiClient, path: string): string {
  return `${publicOrigin() ?? client.origin}${path}`;
}

function addList(user: Command, surroundings: Surroundings): void {
  const list = user.command('list', { isDefault: true }).description('all members and open invitations (the default)');
  withCommon(list).action((options: CommonOptions) =>
    answer(surroundings, options, async (client) => {
      const answered = await client.call('listMembers');
      const sees = (hidesMoney: boolean): string => (hidesMoney ? 'without money' : '');
      const rows = [
        ...answered.members.map((one) => [
          one.email,
          one.name,
          one.role,
          sees(one.hidesMoney),
          one.twoFactor ? 'second factor' : '',
        ]),
        ...answered.invitations.map((one) => [one.email, '(invited)', one.role, sees(one.hidesMoney), '']),
      ];
      return { json: answered, text: rows.length === 0 ? NONE : table(rows) };
    }),
  );
}

const NONE = 'There is no member yet: "tributary start" prints the link for the first one.\n';

function addInvite(user: Command, surroundings: Surroundings): void {
  const invite = user
    .command('invite')
    .description('print a link with which someone becomes a member')
    .argument('<email>', 'their e-mail address')
    .addOption(new Option('--role <role>', 'what they may do').choices(ROLES).default('viewer'))
    .option('--hide-money', 'every amount is hidden from them');
  withCommon(invite).action((email: string, options: RoleOptions) =>
    answer(surroundings, options, async (client) => {
      const { role, hideMoney } = options;
      const invited = await client.call('inviteMember', { body: { email, role, hidesMoney: hideMoney ?? false } });
      const address = addressOf(client, invited.link.path);
      const mailed = invited.invitation.mail === null ? '' : 'They get one by e-mail too.\n';
      const text = `${address}\nHand it over to ${email}: it works once, until ${invited.link.expiresAt}.\n${mailed}`;
      return { json: { ...invited, address }, text };
    }),
  );
}

function addReset(user: Command, surroundings: Surroundings): void {
  const reset = user
    .command('reset-password')
    .description('print a link with which a member sets a new password')
    .argument('<email>', 'their e-mail address')
    .option('--remove-two-factor', 'they have lost the second factor and every recovery code; passkeys go too');
  withCommon(reset).action((member: string, options: CommonOptions & { readonly removeTwoFactor?: boolean }) =>
    answer(surroundings, options, async (client) => {
      const body = { removesTwoFactor: options.removeTwoFactor ?? false };
      const link = await client.call('makePasswordLink', { params: { member }, body });
      const address = addressOf(client, link.path);
      const text = `${address}\nHand it over to ${member}: it works once, until ${link.expiresAt}.\n`;
      return { json: { ...link, address }, text };
    }),
  );
}

function addSetRole(user: Command, surroundings: Surroundings): void {
  const change = user
    .command('set-role')
    .description('change what a member may do; they have to sign in again')
    .argument('<email>', 'their e-mail address')
    .argument('<role>', ROLES.join(', '), (role: string) => role)
    .option('--hide-money', 'every amount is hidden from them')
    .option('--no-hide-money', 'they see amounts');
  withCommon(change).action((member: string, role: Role, options: RoleOptions) =>
    answer(surroundings, options, async (client) => {
      const body = { role, hidesMoney: options.hideMoney };
      const changed = await client.call('changeMember', { params: { member }, body });
      return {
        json: changed,
        text: `${changed.email} is ${changed.role}${changed.hidesMoney ? ', without money' : ''}.\n`,
      };
    }),
  );
}

function addRemove(user: Command, surroundings: Surroundings): void {
  const remove = user
    .command('remove')
    .description('remove a member, or take an invitation back; sessions and keys end at once')
    .argument('<email>', 'their e-mail address');
  withCommon(remove).action((email: string, options: CommonOptions) =>
    answer(surroundings, options, async (client) => {
      const { invitations } = await client.call('listMembers');
      const invited = invitations.find((one) => one.email === email.toLowerCase());
      if (invited === undefined) await client.call('removeMember', { params: { member: email } });
      else await client.call('withdrawInvitation', { params: { invitation: invited.id } });
      return { json: { removed: email }, text: `Removed ${email}.\n` };
    }),
  );
}

function addRenew(user: Command, surroundings: Surroundings): void {
  const renew = user
    .command('renew-secret')
    .description('after the master key was lost: let people sign in again; every session and second factor ends');
  withCommon(renew).action((options: CommonOptions) =>
    answer(surroundings, options, async (client) => {
      const renewed = await client.call('renewSignInSecret');
      return {
        json: renewed,
        text: 'Everyone can sign in with their password. Second factors have to be set up again.\n',
      };
    }),
  );
}
