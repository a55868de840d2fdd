/** `tributary rates`: the exchange rates by which reports convert amounts. */
import { basename } from 'node:path';
import type { Command } from 'commander';
import { answer, type CommonOptions, withCommon } from './command.ts';
import type { Surroundings } from './surroundings.ts';

/** Adds the commands to the program. */
export function addRatesCommands(program: Command, surroundings: Surroundings): void {
  const rates = program.command('rates').description('exchange rates, by which reports convert amounts');
  const load = rates
    .command('import')
    .description('take in a file of the European Central Bank (eurofxref-hist.zip, .csv or .xml)')
    .argument('<file>', 'the file as downloaded');
  withCommon(load).action((file: string, options: CommonOptions) =>
    answer(surroundings, options, async (client) => {
      const done = await client.send('loadExchangeRates', file, { query: { name: basename(file) } });
      const counts = `${done.added} added, ${done.changed} changed, ${done.unchanged} unchanged`;
      return { json: done, text: `${done.read} rates from ${done.firstDay} to ${done.lastDay}: ${counts}\n` };
    }),
  );
  withCommon(rates.command('show').description('which days and currencies there are rates for')).action(
    (options: CommonOptions) =>
      answer(surroundings, options, async (client) => {
        const coverage = await client.call('showExchangeRates');
        const lines = coverage.currencies.map((one) => `${one.currency}  ${one.firstDay} to ${one.lastDay}\n`);
        const text = coverage.source === null ? 'no exchange rates\n' : `${coverage.source}\n${lines.join('')}`;
        return { json: coverage, text };
      }),
  );
}
