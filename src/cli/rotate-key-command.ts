/** `tributary rotate-key`: a new master key for the stored secrets. */
import type { Command } from 'commander';
import { answer, type CommonOptions, withCommon } from './command.ts';
import type { Surroundings } from './surroundings.ts';

const REMOVE = 'Nothing uses TRIBUTARY_MASTER_KEY_OLD any more: remove it.\n';

/** Adds the command to the program. */
export function addRotateKeyCommand(program: Command, surroundings: Surroundings): void {
  const rotate = program
    .command('rotate-key')
    .description('make a new master key and wrap every stored secret with it');
  withCommon(rotate).action((options: CommonOptions) =>
    answer(surroundings, options, async (client) => {
      const rotation = await client.call('rotateKeys');
      const { keyId, total, retiredKeyIds, source } = rotation;
      const gone = retiredKeyIds.length > 0 && source === 'environment' ? REMOVE : '';
      return { json: rotation, text: `Every stored secret (${total}) is wrapped by the key ${keyId}.\n${gone}` };
    }),
  );
}
