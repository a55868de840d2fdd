import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { createLog, createOutbound, Redactor, TributaryError } from '../core/index.ts';
import { type HttpAnswer, NetworkError, type NetworkHttp } from './contract.ts';
import { createNetworkHttp, type NetworkHttpOptions } from './http.ts';
import { Pacer } from './pacer.ts';
import { VirtualTime } from './testing/virtual-time.ts';

const SECRET = 'planted+token/8c1f==';
const START = '2026-11-25T00:00:00Z';
const servers: Server[] = [];

afterEach(async () => {
  const closing = servers.splice(0).map((server) => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    return closed;
  });
  await Promise.all(closing);
});

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

interface Network {
  readonly origin: string;
  /** Virtual instants at which requests came, in ms after the start. */
  readonly arrivedMs: number[];
}

/** A server that gives each request the next answer, and the last one to all others. */
async function serve(time: VirtualTime, ...answers: readonly Answer[]): Promise<Network> {
  const arrivedMs: number[] = [];
  const server = createServer((request, response) => {
    arrivedMs.push(time.clock().getTime() - Date.parse(START));
    answers[Math.min(arrivedMs.length, answers.length) - 1]?.(request, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a server that listens on a TCP port has this address
  return { origin: `http://127.0.0.1:${port}`, arrivedMs };
}

const status =
  (code: number, headers: Record<string, string> = {}, body = ''): Answer =>
  (_request, response) =>
    void response.writeHead(code, headers).end(body);
const ok = status(200, {}, 'a report');
const hangUp: Answer = (request) => (request.socket as Socket).resetAndDestroy(); // a server's socket is one of TCP

interface Setting {
  readonly http: NetworkHttp;
  readonly logged: string[];
}

/** HTTP over a real server and virtual time. The redactor knows no secret unless a test gives it one. */
function httpFor(time: VirtualTime, origin: string, change: Partial<NetworkHttpOptions> = {}): Setting {
  const logged: string[] = [];
  const http = createNetworkHttp({
    outbound: time.watch(createOutbound()),
    pacer: new Pacer(time),
    accountKey: 'account',
    requestsPerMinute: 60,
    origin,
    redactor: new Redactor(),
    clock: time.clock,
    sleep: time.sleep,
    random: () => 0.5,
    log: createLog(new Redactor(), (line) => logged.push(line)),
    signal: new AbortController().signal,
    ...change,
  });
  return { http, logged };
}

const urlOf = (origin: string): URL =>
  new URL(`${origin}/en/reports/a-report/filters?token=${encodeURIComponent(SECRET)}`);

/** Whether a text shows the planted secret in any of its forms. */
const showsSecret = (text: string): boolean =>
  [SECRET, encodeURIComponent(SECRET), 'planted'].some((form) => text.includes(form));

const eventOf = (line: string): unknown => JSON.parse(line);

/** The error of a request or of its body; the planted secret may be in no part of it. */
async function errorOf(time: VirtualTime, asked: Promise<HttpAnswer>): Promise<unknown> {
  try {
    await readAll(await time.run(asked));
  } catch (error) {
    expect(showsSecret(inspect(error, { depth: 10, showHidden: true }))).toBe(false);
    return error;
  }
  throw new Error('the request did not fail');
}

async function networkErrorOf(time: VirtualTime, asked: Promise<HttpAnswer>): Promise<NetworkError> {
  const error = await errorOf(time, asked);
  if (error instanceof NetworkError) return error;
  throw error;
}

async function readAll(answer: HttpAnswer): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of answer.bytes) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

test('2xx and other 4xx are answers, asked once', async () => {
  for (const code of [200, 204, 400, 401, 403, 404, 408, 410, 422]) {
    const time = new VirtualTime(START);
    const { origin, arrivedMs } = await serve(time, status(code, { 'x-some': 'value', 'retry-after': '5' }));
    const { http, logged } = httpFor(time, origin);
    const answer = await time.run(http.get(urlOf(origin)));
    expect([answer.status, answer.header('X-Some'), answer.header('x-none')]).toEqual([code, 'value', null]);
    await readAll(answer);
    expect([arrivedMs, logged, time.sleptMs]).toEqual([[0], [], []]);
  }
});

test('the request is told without secrets, in whichever form the URL writes them', async () => {
  const time = new VirtualTime(START);
  const { origin } = await serve(time, ok);
  const redactor = new Redactor();
  redactor.add(SECRET);
  const { http } = httpFor(time, origin, { redactor });
  const plain = new URL(`${origin}/r?token=${SECRET}&bdate=2026-11-01`);
  const params = new URL(`${origin}/r`);
  params.searchParams.set('token', SECRET);
  for (const url of [urlOf(origin), plain, params]) {
    const { request } = await time.run(http.get(url));
    expect(showsSecret(request)).toBe(false);
    expect(request).toMatch(/^GET http:\/\/127\.0\.0\.1:\d+\/.*\?token=\[secret\]/);
  }
  expect((await time.run(http.get(plain))).request).toBe(`GET ${origin}/r?token=[secret]&bdate=2026-11-01`);
});

test('what is asked for is sent: accept and a query as it is', async () => {
  const time = new VirtualTime(START);
  const { origin } = await serve(time, (request, response) => response.end(`${request.headers.accept} ${request.url}`));
  const { http } = httpFor(time, origin);
  const answer = await time.run(http.get(urlOf(origin), { accept: 'text/csv' }));
  const { pathname, search } = urlOf(origin);
  expect(await answer.text()).toBe(`text/csv ${pathname}${search}`);
});

test('two connections of one account together never send more than the pace in any minute', async () => {
  const time = new VirtualTime(START);
  const throttle = status(429, { 'retry-after': '7' });
  // Fixed places, far enough apart that no request meets four of them.
  const faults = new Map([
    [4, throttle],
    [11, hangUp],
    [12, throttle],
    [20, status(502)],
    [27, throttle],
  ]);
  const answers = Array.from({ length: 40 }, (_, index) => faults.get(index) ?? ok);
  const { origin, arrivedMs } = await serve(time, ...answers);
  const pacer = new Pacer(time);
  const shared = { pacer, requestsPerMinute: 5 };
  const connections = [httpFor(time, origin, shared), httpFor(time, origin, shared)];
  const pull = async ({ http }: Setting, count: number): Promise<void> => {
    for (let done = 0; done < count; done += 1) await readAll(await http.get(urlOf(origin)));
  };
  // A third one asks for all at once.
  const burst = httpFor(time, origin, shared);
  const all = Array.from({ length: 8 }, () => pull(burst, 1));
  await time.run(Promise.all([...connections.map((connection) => pull(connection, 12)), ...all]));
  expect(arrivedMs).toHaveLength(2 * 12 + 8 + faults.size);
  for (const first of arrivedMs) {
    expect(arrivedMs.filter((ms) => ms >= first && ms < first + 60_000).length).toBeLessThanOrEqual(5);
  }
  // And it is no slower than 5 in 61 s, save for one last wait of a retry.
  expect(Math.max(...arrivedMs)).toBeLessThan(Math.ceil(arrivedMs.length / 5) * 61_000);
});

test('another account is not held up', async () => {
  const time = new VirtualTime(START);
  const { origin, arrivedMs } = await serve(time, ok);
  const pacer = new Pacer(time);
  const one = httpFor(time, origin, { pacer, requestsPerMinute: 1 });
  const other = httpFor(time, origin, { pacer, requestsPerMinute: 1, accountKey: 'other' });
  await time.run(Promise.all([one, other].map(({ http }) => http.get(urlOf(origin)))));
  expect(arrivedMs).toEqual([0, 0]);
});

test('Retry-After is waited for as it says, in seconds and as a date, and holds the other connections too', async () => {
  const time = new VirtualTime(START);
  const { origin, arrivedMs } = await serve(
    time,
    status(429, { 'retry-after': '12' }),
    status(503, { 'retry-after': 'Wed, 25 Nov 2026 00:00:42 GMT' }),
    ok,
  );
  const pacer = new Pacer(time);
  const one = httpFor(time, origin, { pacer });
  const other = httpFor(time, origin, { pacer });
  const first = one.http.get(urlOf(origin));
  const later = time.sleep(1_000).then(() => other.http.get(urlOf(origin)));
  await time.run(Promise.all([first, later]));
  expect(arrivedMs[0]).toBe(0);
  expect(arrivedMs.slice(1)).toEqual([12_000, 12_000, 42_000]);
  expect([...one.logged, ...other.logged].map(eventOf)).toMatchObject([
    { msg: 'network request is tried again', reason: 'status 429', attempt: 1, attempts: 4, waitMs: 12_000 },
    { msg: 'network request is tried again', reason: 'status 503', waitMs: 30_000 },
  ]);
});

test('a longer Retry-After than we wait for is thrown at once with its instant', async () => {
  for (const [code, errorCode] of [
    [429, 'network-throttled'],
    [503, 'network-unavailable'],
  ] as const) {
    const time = new VirtualTime(START);
    const { origin, arrivedMs } = await serve(time, status(code, { 'retry-after': '121' }));
    const error = await networkErrorOf(time, httpFor(time, origin).http.get(urlOf(origin)));
    expect([error.kind, error.code]).toEqual(['rate-limited', errorCode]);
    expect(error.retryAt?.toISOString()).toBe('2026-11-25T00:02:01.000Z');
    expect(error.message).toContain('2026-11-25T00:02:01Z');
    expect([arrivedMs, time.sleptMs]).toEqual([[0], []]);
  }
  const time = new VirtualTime(START);
  const { origin, arrivedMs } = await serve(time, status(429, { 'retry-after': '120' }), ok);
  await time.run(httpFor(time, origin).http.get(urlOf(origin)));
  expect(arrivedMs).toEqual([0, 120_000]);
});

test.each([
  [500, 'unavailable', 'network-unavailable', null],
  [502, 'unavailable', 'network-unavailable', null],
  [499, 'unavailable', 'network-unavailable', null],
  [429, 'rate-limited', 'network-throttled', 60_000],
] as const)('status %i is tried 4 times with growing waits, then thrown', async (code, kind, errorCode, retryMs) => {
  const time = new VirtualTime(START);
  const { origin, arrivedMs } = await serve(time, status(code, {}, `about ${SECRET}`));
  const { http, logged } = httpFor(time, origin);
  const error = await networkErrorOf(time, http.get(urlOf(origin)));
  expect([error.kind, error.code]).toEqual([kind, errorCode]);
  expect(error.message).toMatch(/It was tried 4 times\.$/);
  const waits = code === 429 ? [10_000, 20_000, 30_000] : [1_000, 2_000, 4_000];
  expect(time.sleptMs).toEqual(waits);
  expect(arrivedMs).toHaveLength(4);
  const retryAt = retryMs === null ? null : new Date(time.clock().getTime() + retryMs);
  expect(error.retryAt).toEqual(retryAt);
  expect(logged).toHaveLength(3);
  expect(logged.filter(showsSecret)).toEqual([]);
  expect(eventOf(logged[0] ?? '')).toMatchObject({ path: '/en/reports/a-report/filters', reason: `status ${code}` });
});

test('the last Retry-After becomes the instant to come back', async () => {
  const time = new VirtualTime(START);
  const { origin } = await serve(time, status(429, { 'retry-after': '5' }));
  const error = await networkErrorOf(time, httpFor(time, origin).http.get(urlOf(origin)));
  expect(time.sleptMs).toEqual([5_000, 5_000, 5_000]);
  expect(error.retryAt?.toISOString()).toBe('2026-11-25T00:00:20.000Z');
});

test('a Retry-After of 0 or one that nobody understands leaves the back-off, never a hammering', async () => {
  for (const header of ['0', 'soon', 'Tue, 24 Nov 2026 00:00:00 GMT']) {
    const time = new VirtualTime(START);
    const { origin } = await serve(time, status(503, { 'retry-after': header }));
    const error = await networkErrorOf(time, httpFor(time, origin).http.get(urlOf(origin)));
    expect([error.kind, error.retryAt, time.sleptMs]).toEqual(['unavailable', null, [1_000, 2_000, 4_000]]);
  }
});

test('the jitter is full and the waits are capped', async () => {
  for (const value of [0, 0.25, 0.999_999]) {
    const time = new VirtualTime(START);
    const { origin } = await serve(time, status(500));
    const { http } = httpFor(time, origin, { random: () => value, attempts: 9 });
    await networkErrorOf(time, http.get(urlOf(origin)));
    const bounds = [2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000];
    const waits = time.sleptMs.slice(0, 8);
    expect(waits).toEqual(bounds.map((bound) => Math.round(bound * value)));
  }
});

test('the body of an answer that is tried again is not left open', async () => {
  const time = new VirtualTime(START);
  let isClosed: (() => void) | undefined;
  const closed = new Promise<void>((resolve) => {
    isClosed = resolve;
  });
  const endless: Answer = (request, response) => {
    request.on('close', () => isClosed?.());
    response.writeHead(500).write('for ever');
  };
  const { origin } = await serve(time, endless, ok);
  await time.run(httpFor(time, origin).http.get(urlOf(origin)));
  await closed;
});

test('a broken connection is tried again and, if it lasts, thrown with what broke it', async () => {
  const time = new VirtualTime(START);
  const { origin, arrivedMs } = await serve(time, hangUp, hangUp, ok);
  const { http, logged } = httpFor(time, origin);
  const answer = await time.run(http.get(urlOf(origin)));
  expect(await answer.text()).toBe('a report');
  expect(arrivedMs).toEqual([0, 1_000, 3_000]);
  expect(logged.filter(showsSecret)).toEqual([]);
  expect(logged.map(eventOf)).toMatchObject([{ reason: 'ECONNRESET' }, { reason: 'ECONNRESET' }]);

  const broken = await serve(time, hangUp);
  const error = await networkErrorOf(time, httpFor(time, broken.origin).http.get(urlOf(broken.origin)));
  expect([error.kind, error.code]).toEqual(['unavailable', 'network-unavailable']);
  expect(error.message).toMatch(/failed: the connection broke off\. It was tried 4 times\.$/);
  expect(broken.arrivedMs).toHaveLength(4);
});

test('a time-out of the head is thrown at once, so that the caller can ask for less', async () => {
  const time = new VirtualTime(START);
  const { origin, arrivedMs } = await serve(time, () => undefined);
  const error = await networkErrorOf(time, httpFor(time, origin).http.get(urlOf(origin), { timeoutMs: 500 }));
  expect([error.kind, error.code]).toEqual(['unavailable', 'network-timeout']);
  await networkErrorOf(time, httpFor(time, origin, { timeoutMs: 500 }).http.get(urlOf(origin)));
  expect([arrivedMs, time.sleptMs]).toEqual([[0, 0], []]);
});

test('a redirect is neither followed nor an answer, and an unknown status is not one either', async () => {
  for (const code of [301, 302, 303, 304, 307, 308, 600, 999]) {
    const time = new VirtualTime(START);
    const { origin, arrivedMs } = await serve(time, status(code, { location: `/login?token=${SECRET}` }));
    const error = await networkErrorOf(time, httpFor(time, origin).http.get(urlOf(origin)));
    expect([error.kind, error.code, arrivedMs]).toEqual(['contract', 'network-answer', [0]]);
    expect(error.message).toContain(String(code));
  }
});

test('another origin is refused without being asked, and not tried again', async () => {
  const time = new VirtualTime(START);
  const { origin, arrivedMs } = await serve(time, ok);
  const { http } = httpFor(time, 'https://reports.example.com');
  const error = await errorOf(time, http.get(urlOf(origin)));
  expect(error).toBeInstanceOf(TributaryError);
  expect(error).toMatchObject({ code: 'address-refused' });
  expect([arrivedMs, time.sleptMs]).toEqual([[], []]);
});

const cutOff: Answer = (_request, response) => {
  response.writeHead(200, { 'content-length': '100' });
  response.write('0123456789', () => response.socket?.end());
};
const stalls: Answer = (_request, response) => {
  response.writeHead(200, { 'content-length': '100' });
  response.write('0123456789');
};

test.each([
  ['ends before its Content-Length', cutOff, 'unavailable', 'network-unavailable'],
  ['stalls', stalls, 'unavailable', 'network-unavailable'],
  ['is too large', status(200, {}, 'x'.repeat(1_001)), 'contract', 'answer-too-large'],
  ['is in an unknown encoding', status(200, { 'content-encoding': 'zstd' }, SECRET), 'contract', 'network-answer'],
  [
    'is not what its encoding says',
    status(200, { 'content-encoding': 'gzip' }, SECRET),
    'unavailable',
    'network-unavailable',
  ],
] as const)('a body that %s is thrown while it is read, and not asked for again', async (_what, answer, kind, code) => {
  const time = new VirtualTime(START);
  const { origin, arrivedMs } = await serve(time, answer);
  const { http, logged } = httpFor(time, origin, { idleTimeoutMs: 500, maxBytes: 1_000 });
  const error = await networkErrorOf(time, http.get(urlOf(origin)));
  expect([error.kind, error.code]).toEqual([kind, code]);
  const text = time.run(http.get(urlOf(origin))).then((other) => other.text());
  await expect(text).rejects.toMatchObject({ kind, code });
  expect([arrivedMs, logged]).toEqual([[0, 0], []]);
});

test('a body that never ends is ended by the overall limit as a time-out', async () => {
  const time = new VirtualTime(START);
  const { origin } = await serve(time, (_request, response) => {
    const timer = setInterval(() => response.write('x'), 10);
    response.on('close', () => clearInterval(timer));
  });
  const { http } = httpFor(time, origin, { overallTimeoutMs: 100 });
  const error = await networkErrorOf(time, http.get(urlOf(origin)));
  expect([error.kind, error.code]).toEqual(['unavailable', 'network-timeout']);
});

test('text gives the decoded beginning of a body, whole characters only', async () => {
  const time = new VirtualTime(START);
  const body = gzipSync(`\u{FEFF}${'ä'.repeat(50_000)}`);
  const { origin } = await serve(time, (_request, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(body);
  });
  const { http } = httpFor(time, origin);
  expect(await (await time.run(http.get(urlOf(origin)))).text(4)).toBe('');
  expect(await (await time.run(http.get(urlOf(origin)))).text(8)).toBe('ää');
  expect(await (await time.run(http.get(urlOf(origin)))).text()).toBe('ä'.repeat((64 * 1024 - 4) / 2));
  const answer = await time.run(http.get(urlOf(origin)));
  expect(await answer.text(1_000_000)).toBe('ä'.repeat(50_000));
  await expect(answer.text()).rejects.toThrow('can be read once');
});

test('an abort throws its own reason at once: before, while pacing, between attempts, while asking, while reading', async () => {
  const reason = new Error('stop');
  const time = new VirtualTime(START);
  const { origin, arrivedMs } = await serve(time, status(500), stalls, stalls);
  const aborted = httpFor(time, origin, { signal: AbortSignal.abort(reason) });
  await expect(aborted.http.get(urlOf(origin))).rejects.toBe(reason);
  expect(arrivedMs).toEqual([]);

  const asleep = new AbortController();
  const retrying = httpFor(time, origin, { signal: asleep.signal }).http.get(urlOf(origin));
  await expect.poll(() => time.sleeping).toBe(1);
  asleep.abort(reason);
  await expect(retrying).rejects.toBe(reason);
  expect(arrivedMs).toHaveLength(1);

  const paced = new AbortController();
  const http = httpFor(time, origin, { signal: paced.signal, requestsPerMinute: 1, idleTimeoutMs: 5_000 }).http;
  const answer = await http.get(urlOf(origin));
  const waiting = http.get(urlOf(origin));
  const reading = readAll(answer);
  await expect.poll(() => time.sleeping).toBe(1);
  paced.abort(reason);
  await expect(waiting).rejects.toBe(reason);
  await expect(reading).rejects.toBe(reason);
  expect(arrivedMs).toHaveLength(2);

  const silent = await serve(time, () => undefined);
  const asking = new AbortController();
  const asked = httpFor(time, silent.origin, { signal: asking.signal }).http.get(urlOf(silent.origin));
  await expect.poll(() => silent.arrivedMs.length).toBe(1);
  asking.abort(reason);
  await expect(asked).rejects.toBe(reason);
  expect(silent.arrivedMs).toHaveLength(1);
});
