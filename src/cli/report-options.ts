/** The options of reports on the command line: those of the API, derived from the contract, under the names of a shell. */
import { type Command, Option } from 'commander';
import { z } from 'zod';
import { contract, kebab, NAMED_REPORTS, type NamedReport, type Route } from '../api/index.ts';
import { TributaryError } from '../core/index.ts';

/** Where a shell has a better word than an address. */
const WORDS: Readonly<Record<string, string>> = { f: 'filter', q: 'search' };

/** One member of a report's query. */
interface ReportOption {
  readonly member: string;
  /** Without the dashes. */
  readonly flag: string;
  readonly isList: boolean;
  readonly choices: readonly string[];
  readonly help: string;
}

export function optionsOf({ route }: Pick<NamedReport, 'route'>): readonly ReportOption[] {
  const { query }: Route = contract[route];
  const shape: Readonly<Record<string, z.core.$ZodType>> = query?.shape ?? {};
  return Object.entries(shape).map(([member, schema]): ReportOption => {
    const choices = choicesOf(schema);
    return {
      member,
      flag: WORDS[member] ?? kebab(member),
      isList: unwrapped(schema) instanceof z.ZodArray,
      choices,
      help: [helpOf(schema), choices.length === 0 ? '' : choices.join(' | ')].filter((text) => text !== '').join(' '),
    };
  });
}

/** Declares every option that any report has; which of them one takes is checked when it is known. */
export function declareOptions(command: Command): void {
  const known = new Map(NAMED_REPORTS.flatMap((report) => optionsOf(report).map((one) => [one.flag, one] as const)));
  for (const { flag, isList } of known.values()) {
    const option = new Option(`--${flag} <value>`).hideHelp(); // the help says them by report
    command.addOption(
      isList ? option.argParser((value, before: string[] | undefined) => [...(before ?? []), value]) : option,
    );
  }
}

/** What was said, as the query of a report. Throws `wrong-arguments` for an option that the report does not take. */
export function queryOf(
  { name, route, by }: NamedReport,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const own = optionsOf({ route });
  const query: Record<string, unknown> = {};
  for (const [camel, value] of Object.entries(given)) {
    const flag = kebab(camel);
    const option = own.find((one) => one.flag === flag);
    if (option === undefined) {
      const takes = own.map((one) => `--${one.flag}`).join(', ');
      throw new TributaryError('wrong-arguments', `The report "${name}" takes no --${flag}; it takes ${takes}.`);
    }
    query[option.member] = value;
  }
  if (by === null) return query;
  if (query['by'] !== undefined && query['by'] !== by) {
    throw new TributaryError('wrong-arguments', `The report "${name}" is by ${by}: leave --by out.`);
  }
  return { ...query, by };
}

function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return unwrapped(schema.unwrap());
  return schema instanceof z.ZodPipe ? unwrapped(schema.def.in) : schema;
}

/** The values that it takes, where they are a list; orders without their other way round. */
function choicesOf(schema: z.core.$ZodType): string[] {
  const inner = unwrapped(schema);
  const all = inner instanceof z.ZodEnum ? inner.options.map(String) : [];
  return all.filter((text) => !text.startsWith('-'));
}

function helpOf(schema: z.core.$ZodType): string {
  const told = z.globalRegistry.get(schema)?.description;
  if (told !== undefined) return told;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return helpOf(schema.unwrap());
  return schema instanceof z.ZodPipe ? helpOf(schema.def.in) : '';
}
