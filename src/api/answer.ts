/** From what a handler gave to an HTTP response; from an error to its report. */
import { Readable } from 'node:stream';
import { describeError, type ErrorReport, TributaryError } from '../core/index.ts';
import type { Download, Route } from './contract/route.ts';
import { withoutMoney } from './hide-money.ts';
import type { Services } from './services.ts';
import { STATUS_OF } from './status-codes.ts';

/** Told when an answer breaks off after its head was sent; true if it cut the connection. */
export type BreakOff = (error: unknown) => boolean;

/** The response of a route. Only what its schema names leaves the program, and no amount for whom money is hidden. */
export async function answerOf(
  route: Route,
  given: unknown,
  isMoneyHidden: boolean,
  breakOff: BreakOff,
): Promise<Response> {
  const { answer } = route;
  if (answer.kind === 'json') {
    const value = answer.schema.parse(given);
    return json(isMoneyHidden ? withoutMoney(answer.schema, value) : value, answer.status);
  }
  // the type of handlers ties a Download to every route that is not JSON
  return downloadOf(given as Download, breakOff);
}

function json(value: unknown, status: number): Response {
  return new Response(JSON.stringify(value), { status, headers: { 'content-type': 'application/json' } });
}

/** The first bytes are fetched before the head is sent, so that what fails at once is an error and not a torn file. */
async function downloadOf({ bytes, mediaType, fileName, size }: Download, breakOff: BreakOff): Promise<Response> {
  const iterator = bytes[Symbol.asyncIterator]();
  const first = await iterator.next();
  async function* all(): AsyncGenerator<Uint8Array> {
    try {
      for (let part = first; part.done !== true; part = await iterator.next()) yield bytesOf(part.value);
    } catch (error) {
      if (!breakOff(error)) throw error;
    } finally {
      await iterator.return?.();
    }
  }
  const headers = new Headers({
    'content-type': mediaType,
    'content-disposition': `attachment; filename="${fileName}"`,
  });
  if (size !== null) headers.set('content-length', String(size));
  // Node's web stream type and the DOM's are one object at run time; only their declarations differ.
  return new Response(Readable.toWeb(Readable.from(all())) as ReadableStream<Uint8Array>, { status: 200, headers });
}

function bytesOf(part: Uint8Array | string): Uint8Array {
  return typeof part === 'string' ? Buffer.from(part, 'utf8') : part;
}

/** The response to anything thrown. What is not ours to explain is logged and answered without its inside. */
export function errorResponse(services: Pick<Services, 'log' | 'redactor'>, error: unknown, request: string): Response {
  const report = reportOf(error);
  if (report.code === 'bug') services.log.error('request failed', { request, error: insideOf(error) });
  const { redactor } = services;
  const words = report.words === undefined ? {} : { words: redactor.clean(report.words) };
  return json({ error: { ...report, ...words, message: redactor.clean(report.message) } }, STATUS_OF[report.code]);
}

/** What an error says to who mends the program. */
export function insideOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function reportOf(error: unknown): ErrorReport {
  if (error instanceof TributaryError) return describeError(error);
  const hidden = new TributaryError('bug', 'Tributary itself failed; its log says where. The ledger is as it was.');
  return describeError(hidden);
}
