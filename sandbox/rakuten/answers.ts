/** Ways to answer: JSON, HTML, a streamed CSV, a cut CSV. */
import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const CHUNK_CHARACTERS = 65_536;
const CSV_TYPE = 'text/csv;charset=UTF-8';

/** Joins short texts to pieces of about 64 KiB. */
export function* joinChunks(texts: Iterable<string>): Generator<string> {
  let chunk = '';
  for (const text of texts) {
    chunk += text;
    if (chunk.length < CHUNK_CHARACTERS) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}

/** A JSON answer. */
export function answerJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json;charset=UTF-8', ...headers });
  response.end(text);
}

/** The network's shape of an error. */
export function answerErrors(
  response: ServerResponse,
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  answerJson(response, status, { errors: [message] }, headers);
}

/** A page where a report was expected. */
export function answerHtml(response: ServerResponse): void {
  const title = 'Rakuten Advertising | Reporting';
  response.writeHead(200, { 'content-type': 'text/html;charset=UTF-8' });
  response.end(
    `<!DOCTYPE html>\n<html lang="en"><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`,
  );
}

/** Streams texts; resolves when all was written or the reader has gone. */
export async function answerStream(response: ServerResponse, type: string, texts: Iterable<string>): Promise<void> {
  response.writeHead(200, { 'content-type': type });
  try {
    await pipeline(Readable.from(joinChunks(texts)), response);
  } catch (error) {
    if (!response.destroyed) throw error;
  }
}

/** Streams a report. */
export function answerCsv(response: ServerResponse, fileName: string, body: Iterable<string>): Promise<void> {
  response.setHeader('content-disposition', `attachment; filename="${fileName}"`);
  return answerStream(response, CSV_TYPE, body);
}

/** A report that is cut inside a row. `claimsWhole`: Content-Length promises the whole body, then the line drops. */
export function answerCutCsv(response: ServerResponse, body: Iterable<string>, claimsWhole: boolean): void {
  const whole = Buffer.from([...body].join(''), 'utf8');
  const cut = whole.subarray(0, cutInsideRow(whole));
  const length = claimsWhole ? whole.length : cut.length;
  response.writeHead(200, { 'content-type': CSV_TYPE, 'content-length': length });
  if (claimsWhole) response.write(cut, () => response.destroy());
  else response.end(cut);
}

/** A place after about 60 % of the body that is neither at a row's end nor at its start. */
function cutInsideRow(whole: Buffer): number {
  const wanted = Math.floor(whole.length * 0.6);
  const rowEnd = whole.indexOf('\r\n', wanted);
  return Math.max(1, rowEnd < 0 ? wanted : rowEnd - 4);
}
