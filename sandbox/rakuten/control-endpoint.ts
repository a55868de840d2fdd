/** `/_sandbox/…`: lets another process set the clock, ask for faults, and read the truth and the request log. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { World } from '../world/world.ts';
import { answerErrors, answerJson, answerStream } from './answers.ts';
import { type FaultOptions, type FaultPlan, isFaultKind } from './faults.ts';
import { REPORT_NAMES } from './report-definitions.ts';
import type { RequestRecord } from './request-log.ts';
import type { WorldClock } from './world-clock.ts';

/** What the control endpoint works on. */
export interface ControlService {
  readonly world: World;
  readonly clock: WorldClock;
  readonly faults: FaultPlan;
  readonly requests: readonly RequestRecord[];
}

const MOST_BODY_BYTES = 65_536;

/** A request that cannot be followed; its message is the answer. */
class ControlRefusal extends Error {}

/** Answers one control request. */
export async function answerControl(
  service: ControlService,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    await route(service, `${request.method} ${path}`, request, response);
  } catch (error) {
    if (!(error instanceof ControlRefusal) && !(error instanceof RangeError)) throw error;
    answerErrors(response, 400, error.message);
  }
}

async function route(
  service: ControlService,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const now = (): Date => new Date(service.clock.nowMs());
  switch (name) {
    case 'GET /_sandbox/now':
      return answerJson(response, 200, { now: now().toISOString() });
    case 'POST /_sandbox/now':
      service.clock.set(new Date(textOf(await readBody(request), 'now')));
      return answerJson(response, 200, { now: now().toISOString() });
    case 'POST /_sandbox/faults':
      changeFaults(service.faults, await readBody(request));
      return answerJson(response, 200, { ok: true });
    case 'GET /_sandbox/truth':
      return answerStream(response, 'application/x-ndjson', service.world.truthJson(now()));
    case 'GET /_sandbox/requests':
      return answerJson(response, 200, service.requests);
    default:
      return answerErrors(response, 404, 'No such control');
  }
}

/** `{clear: true}` forgets all faults; `{kind, report?, times?, ms?, retryAfterSeconds?}` queues one. */
function changeFaults(faults: FaultPlan, body: Readonly<Record<string, unknown>>): void {
  if (body['clear'] === true) faults.clear();
  const kind = body['kind'];
  if (kind === undefined && body['clear'] === true) return;
  if (!isFaultKind(kind)) throw new ControlRefusal(`${JSON.stringify(kind)} is not a kind of fault`);
  faults.next(kind, faultOptionsOf(body));
}

function faultOptionsOf(body: Readonly<Record<string, unknown>>): FaultOptions {
  const wanted = body['report'];
  const report = REPORT_NAMES.find((name) => name === wanted);
  if (wanted !== undefined && report === undefined)
    throw new ControlRefusal(`${JSON.stringify(wanted)} is not a report`);
  const times = body['times'] === 'always' ? 'always' : numberOf(body, 'times');
  const ms = numberOf(body, 'ms');
  const retryAfterSeconds = body['retryAfterSeconds'] === null ? null : numberOf(body, 'retryAfterSeconds');
  return {
    ...(report === undefined ? {} : { report }),
    ...(times === undefined ? {} : { times }),
    ...(ms === undefined ? {} : { ms }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
}

function numberOf(body: Readonly<Record<string, unknown>>, name: string): number | undefined {
  const value = body[name];
  if (value === undefined || (typeof value === 'number' && value >= 0)) return value;
  throw new ControlRefusal(`"${name}" is not a number of 0 or more`);
}

function textOf(body: Readonly<Record<string, unknown>>, name: string): string {
  const value = body[name];
  if (typeof value === 'string') return value;
  throw new ControlRefusal(`"${name}" is not a text`);
}

async function readBody(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes: Buffer = chunk as Buffer; // a request without an encoding gives buffers
    size += bytes.length;
    if (size > MOST_BODY_BYTES) throw new ControlRefusal('the body is too large');
    chunks.push(bytes);
  }
  return parseObject(Buffer.concat(chunks).toString('utf8'));
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new ControlRefusal('the body is not JSON');
    throw error;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ControlRefusal('the body is not a JSON object');
  }
  return { ...value };
}
