/**
 * Attribution benchmark. First its truth: a simulated publisher whose every order is known. Then its size: a year of events
 * and entries, made here, and what attribution and the reports over events take. Each time stands beside a plain scan of
 * the same tables in the same run: machines differ, ratios travel.
 * `npm run bench -- attribution [truth|size] [--full] [--entries N] [--events N] [--data FOLDER]`.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { benchSize, makeData } from './attribution/size.ts';
import { benchTruth } from './attribution/truth.ts';

/** What a publisher of middle size has in a year, and the size that everything has to bear. */
const USUAL = { entries: 100_000, events: 2_000_000 } as const;
const FULL = { entries: 1_000_000, events: 20_000_000 } as const;

const rest = process.argv.slice(3);
if (rest[0] === '--make') {
  const [, data = '', entries, events] = rest;
  await makeData(data, { entries: Number(entries), events: Number(events) });
} else {
  const { values, positionals } = parseArgs({
    args: rest,
    allowPositionals: true,
    options: {
      full: { type: 'boolean', default: false },
      entries: { type: 'string' },
      events: { type: 'string' },
      data: { type: 'string' },
      rounds: { type: 'string', default: '20' },
    },
  });
  const [part] = positionals;
  const usual = values.full ? FULL : USUAL;
  const size = { entries: Number(values.entries ?? usual.entries), events: Number(values.events ?? usual.events) };
  if (part !== 'size') await benchTruth();
  if (part !== 'truth')
    await benchSize(size, Number(values.rounds), values.data !== undefined && existsSync(values.data), values.data);
}
