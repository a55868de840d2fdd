/** What the program says of its own doing: one JSON line an event, on stderr. No secret gets through. */
import { type DestinationStream, pino } from 'pino';
import type { Redactor } from './redactor.ts';

/** Fields of an event; values are printed as JSON. */
export type LogFields = Readonly<Record<string, unknown>>;

/** A log. Events are short constant texts (`run posted`), what varies is in the fields. */
export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

/** A log that says nothing. */
export const silentLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A log whose every line passes through the redactor; `write` takes whole lines (default: stderr). */
export function createLog(
  redactor: Redactor,
  write: (line: string) => void = (line) => process.stderr.write(line),
): Log {
  const destination: DestinationStream = { write: (line) => write(redactor.clean(line)) };
  const logger = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination);
  return {
    info: (event, fields = {}) => logger.info(fields, event),
    warn: (event, fields = {}) => logger.warn(fields, event),
    error: (event, fields = {}) => logger.error(fields, event),
  };
}
