/** From an HTTP request to the checked input of a route; whatever is not understood is refused by name. */
import { z } from 'zod';
import { TributaryError } from '../core/index.ts';
import type { BytesBody, Route } from './contract/route.ts';

/** JSON bodies are small orders; the largest sensible one names 1000 files in about 300 kB. */
const LARGEST_JSON = 1024 * 1024;
/** More faults than this help nobody. */
const FAULTS_SHOWN = 8;

/** The parts of a request as they came. `params` are decoded already. */
export interface Asked {
  readonly params: Readonly<Record<string, string>>;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: ReadableStream<Uint8Array> | null;
}

/** A route's parts after validation; the types are those of its schemas. */
export interface CheckedInput {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** The parameter of every query that names a workspace; no route has one of this name of its own. */
export const WORKSPACE_PARAMETER = 'workspace';

/** The workspace that a request names: in its path, else in its query. Throws `invalid-request` if it names two. */
export function wantedWorkspace({ params, url }: Pick<Asked, 'params' | 'url'>): string | undefined {
  const [inQuery, second] = url.searchParams.getAll(WORKSPACE_PARAMETER);
  const inPath = params[WORKSPACE_PARAMETER];
  if (second !== undefined || (inPath !== undefined && inQuery !== undefined && inPath !== inQuery)) {
    throw invalid('The request names two workspaces.', WORKSPACE_PARAMETER);
  }
  return inPath ?? inQuery;
}

/** Reads and checks every part. Throws `invalid-request` with the field's name, `request-too-large`. */
export async function readRequest(route: Route, asked: Asked): Promise<CheckedInput> {
  checkContentType(route, asked);
  return {
    params: route.params === undefined ? undefined : check(route.params, asked.params, 'path'),
    query: checkQuery(route.query, asked.url.searchParams),
    body: await readBody(route, asked),
  };
}

function invalid(message: string, field?: string): TributaryError {
  return new TributaryError('invalid-request', message, field === undefined ? {} : { column: field });
}

/** Over HTTP a body comes with its length or in chunks. Without a server around it a request may have one unannounced. */
function hasBody({ body: wanted }: Route, { headers, body }: Asked): boolean {
  const length = headers.get('content-length');
  if (length !== null) return length !== '0';
  // the server gives every DELETE a stream, also when a browser or curl sends it without a body
  return headers.has('transfer-encoding') || (wanted !== undefined && body !== null);
}

/** A web page can send a form or plain text to any address without asking; neither is ever taken. */
function checkContentType(route: Route, asked: Asked): void {
  if (!hasBody(route, asked)) return;
  if (route.body === undefined) throw invalid('This address takes no body.');
  const wanted = mediaTypeOf(route.body);
  const given = (asked.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (given !== wanted) throw invalid(`The body has to be sent with the content type ${wanted}.`, 'content-type');
  if (asked.headers.has('content-encoding')) throw invalid('The body has to be sent unpacked.', 'content-encoding');
}

function isBytes(body: z.ZodObject | BytesBody): body is BytesBody {
  return 'kind' in body;
}

/** What a body has to be sent as. */
export function mediaTypeOf(body: z.ZodObject | BytesBody): 'application/json' | 'application/octet-stream' {
  return isBytes(body) ? (body.mediaType ?? 'application/octet-stream') : 'application/json';
}

async function readBody({ body: wanted }: Route, asked: Asked): Promise<unknown> {
  if (wanted === undefined) return undefined;
  if (isBytes(wanted)) {
    if (asked.body === null) throw invalid('The body is missing: it has to be the bytes of the file.');
    return asked.body.pipeThrough(limited(wanted.maxBytes));
  }
  const text = asked.body === null ? '' : await textOf(asked.body.pipeThrough(limited(LARGEST_JSON)));
  return check(wanted, readJson(text), 'body');
}

/** Passes bytes on until there are too many. */
function limited(maxBytes: number): TransformStream<Uint8Array, Uint8Array> {
  let size = 0;
  return new TransformStream({
    transform(chunk, controller) {
      size += chunk.byteLength;
      if (size > maxBytes) {
        controller.error(new TributaryError('request-too-large', `The body is larger than ${maxBytes} bytes.`));
      } else controller.enqueue(chunk);
    },
  });
}

async function textOf(bytes: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    let text = '';
    for await (const chunk of bytes) text += decoder.decode(chunk, { stream: true });
    return text + decoder.decode();
  } catch (error) {
    if (error instanceof TypeError) throw invalid('The body is not UTF-8 text.');
    throw error;
  }
}

function readJson(text: string): unknown {
  if (text.trim() === '') throw invalid('The body is missing: it has to be one JSON object.');
  try {
    return JSON.parse(text);
  } catch {
    throw invalid('The body is not JSON.');
  }
}

function checkQuery(schema: z.ZodObject | undefined, given: URLSearchParams): unknown {
  const shape: Readonly<Record<string, z.core.$ZodType>> = schema?.shape ?? {};
  const values: Record<string, unknown> = {};
  for (const [name, text] of given) {
    if (name === WORKSPACE_PARAMETER) continue; // read before, for every route alike
    const list = isList(shape[name]) ? (values[name] ?? []) : null;
    if (Array.isArray(list))
      values[name] = [...(list as unknown[]), text]; // what earlier rounds put there
    else if (Object.hasOwn(values, name)) throw invalid(`The query names "${shown(name)}" twice.`, name);
    else values[name] = queryValue(shape[name], text);
  }
  return schema === undefined ? check(z.strictObject({}), values, 'query') : check(schema, values, 'query');
}

/** Only a member that is a list may be named several times. */
function isList(schema: z.core.$ZodType | undefined): boolean {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return isList(schema.unwrap());
  return schema instanceof z.ZodArray;
}

/** Queries carry text only: a whole number or a truth value is read as what its schema wants. */
function queryValue(schema: z.core.$ZodType | undefined, text: string): unknown {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return queryValue(schema.unwrap(), text);
  if (schema instanceof z.ZodNumber && /^-?\d{1,15}$/.test(text)) return Number(text);
  if (schema instanceof z.ZodBoolean && /^(true|false)$/.test(text)) return text === 'true';
  return text;
}

function check(schema: z.ZodType, value: unknown, part: 'path' | 'query' | 'body'): unknown {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const faults = read.error.issues.flatMap(faultsOf);
  const texts = faults
    .slice(0, FAULTS_SHOWN)
    .map(({ field, problem }) => (field === '' ? problem : `${field}: ${problem}`));
  throw invalid(`The ${part} is not understood. ${texts.join('; ')}.`, faults[0]?.field || undefined);
}

/** No value is repeated: it may be a secret. */
function faultsOf(issue: z.core.$ZodIssue): { readonly field: string; readonly problem: string }[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      field: [...issue.path, shown(key)].join('.'),
      problem: 'there is no such member',
    }));
  }
  const isMissing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
  return [{ field: issue.path.map(String).join('.'), problem: isMissing ? 'is missing' : issue.message }];
}

/** A foreign name, as far as a message needs it. */
function shown(name: string): string {
  return name.slice(0, 60).replaceAll(/\p{Cc}/gu, '');
}
