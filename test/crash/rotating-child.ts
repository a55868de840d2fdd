/** A process that rotates the master key of a data folder again and again until it is killed. */
import { join } from 'node:path';
import { openControl, SecretStore } from '../../src/control/index.ts';
import { Redactor } from '../../src/core/index.ts';

const folder = process.argv[2] ?? '';
const { control } = openControl(join(folder, 'control.db'));
const secrets = await SecretStore.open(control, folder, new Redactor(), { current: undefined, old: undefined });
process.stdout.write('ready\n');
for (;;) await secrets.rotate();
