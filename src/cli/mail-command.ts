/** `tributary mail`: whether mail works, and what is on its way. */
import type { Command } from 'commander';
import { answer, type CommonOptions, table, withCommon } from './command.ts';
import type { Surroundings } from './surroundings.ts';

const OFF = 'This installation sends no mail: set TRIBUTARY_SMTP_URL, TRIBUTARY_MAIL_FROM and TRIBUTARY_URL.\n';

/** Adds the commands to the program. */
export function addMailCommands(program: Command, surroundings: Surroundings): void {
  const mail = program.command('mail').description('try mail out; the mails that are on their way');
  const list = mail.command('list', { isDefault: true }).description('the newest mails (the default)');
  withCommon(list).action((options: CommonOptions) =>
    answer(surroundings, options, async (client) => {
      const answered = await client.call('listMails');
      const rows = answered.mails.map((one) => [
        one.createdAt.slice(0, 16),
        one.kind,
        one.to,
        one.status,
        one.problem ?? '',
      ]);
      const none = answered.isOn ? 'There are no mails.\n' : OFF;
      return { json: answered, text: rows.length === 0 ? none : table(rows) };
    }),
  );
  const test = mail
    .command('test')
    .description('send a mail now and say what the mail server answered')
    .argument('<address>', 'to whom');
  withCommon(test).action((to: string, options: CommonOptions) =>
    answer(surroundings, options, async (client) => {
      const done = await client.call('testMail', { body: { to } });
      return { json: done, text: `The mail server took a mail to ${to}.\n` };
    }),
  );
}
