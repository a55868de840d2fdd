/** Settings from the environment; the only reader of `process.env`. */
import { resolve } from 'node:path';

/** The data folder: the argument, else `TRIBUTARY_DATA`, else `./data`. Always absolute. */
export function dataFolder(argument: string | undefined): string {
  return resolve(argument ?? process.env['TRIBUTARY_DATA'] ?? 'data');
}

/** Share of differences and conflicts above which a run is held, in hundredths of a percent (default 1 %). */
export const HELD_ABOVE_BASIS_POINTS = 100;

/** The facts server to use instead of the embedded one, if any. */
export function clickhouseUrl(): string | undefined {
  const url = process.env['CLICKHOUSE_URL'];
  return url === undefined || url === '' ? undefined : url;
}

/** The master key and the former one, as the environment writes them. Secrets: never log or print them. */
export interface MasterKeyTexts {
  readonly current: string | undefined;
  readonly old: string | undefined;
}

/** `TRIBUTARY_MASTER_KEY` and, while secrets still have to be re-wrapped, `TRIBUTARY_MASTER_KEY_OLD`; empty = not set. */
export function masterKeyTexts(): MasterKeyTexts {
  return {
    current: process.env['TRIBUTARY_MASTER_KEY'] || undefined,
    old: process.env['TRIBUTARY_MASTER_KEY_OLD'] || undefined,
  };
}
