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
