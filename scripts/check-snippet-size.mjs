// The size budget of the browser script, as brotli: the script, and the links of the networks in it. Prints both beside peers.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, say } from './setup.mjs';

const SCRIPT_BYTES = 1500;
/** For every rule of a network's links. */
const RULE_BYTES = 45;

/** What others load, brotli 11 of the minified file, as measured in November 2026; none of them writes sub-ids. */
const PEERS = [
  ['Fathom lite', 1042],
  ['Dub, with outbound domains', 1877],
  ['OpenPanel web 1.4', 1754],
  ['GoatCounter', 1845],
  ['Umami', 1933],
  ['Plausible npm tracker 0.4', 2355],
  ['Simple Analytics, with automatic events', 4774],
  ['Rybbit', 4170],
  ['Swetrix 4.6', 5433],
  ['Matomo', 19064],
];

const { sizes } = JSON.parse(readFileSync(join(root, 'dist', 'snippet', 'snippet.json'), 'utf8'));
const script = sizes.withoutNetworks.brotli;
const table = sizes.script.brotli - script;
const faults = [];
say(`browser script ${script} bytes of ${SCRIPT_BYTES}; ${sizes.rules} rules of networks add ${table}`);
for (const [name, bytes] of PEERS) say(`  ${String(bytes).padStart(6)}  ${name}`);
if (script > SCRIPT_BYTES) faults.push(`The browser script is ${script} bytes, more than ${SCRIPT_BYTES}.`);
if (table > RULE_BYTES * sizes.rules)
  faults.push(`The links of the networks are more than ${RULE_BYTES} bytes a rule.`);
for (const fault of faults) say(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
