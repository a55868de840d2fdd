import { createServer, type RequestListener } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { inspect } from 'node:util';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { TributaryError } from './errors.ts';
import { createOutbound, type Outbound, type OutboundAnswer, type OutboundRequest } from './outbound.ts';
import { OutboundError } from './outbound-error.ts';

const SECRET = 'planted-token-8c1f';
const outbound = createOutbound();
const servers: Server[] = [];
const sockets = new Set<Socket>();

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

async function start(server: Server, host = '127.0.0.1'): Promise<string> {
  servers.push(server);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo; // a server that listens on a TCP port has this address
  return `http://127.0.0.1:${port}`;
}

const serve = (listener: RequestListener): Promise<string> => start(createServer(listener));

/** A server that answers every connection, once something came, with these bytes and leaves it to `then`. */
const serveBytes = (bytes: string | Buffer, then: (socket: Socket) => void = () => undefined): Promise<string> =>
  start(
    createTcpServer((socket) => {
      socket.once('data', () => socket.write(bytes, () => then(socket)));
    }),
  );

function ask(
  origin: string,
  change: Partial<OutboundRequest> = {},
  door: Outbound = outbound,
): Promise<OutboundAnswer> {
  const url = new URL(`${origin}/report?token=${SECRET}`);
  return door.request({ url, purpose: 'network-report', allowedOrigins: [origin], timeoutMs: 5_000, ...change });
}

async function read(answer: OutboundAnswer): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of answer.bytes) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The error of a request or of its body; nothing of the query may be in any part of it. */
async function failureOf(answer: Promise<OutboundAnswer>): Promise<TributaryError> {
  try {
    await read(await answer);
  } catch (error) {
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(SECRET);
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('/report');
    if (error instanceof TributaryError) return error;
    throw error;
  }
  throw new Error('the request did not fail');
}

async function brokenOf(answer: Promise<OutboundAnswer>): Promise<OutboundError> {
  const error = await failureOf(answer);
  if (error instanceof OutboundError) return error;
  throw error;
}

test('an answer of any status comes back with its headers and bytes; a redirect is not followed', async () => {
  const paths: string[] = [];
  const origin = await serve((request, response) => {
    paths.push(request.url ?? '');
    response.writeHead(302, { location: '/elsewhere', 'X-Some': ['a', 'b'] }).end('moved');
  });
  const answer = await ask(origin);
  expect(answer.status).toBe(302);
  expect([answer.header('LOCATION'), answer.header('x-some'), answer.header('x-none')]).toEqual([
    '/elsewhere',
    'a, b',
    null,
  ]);
  expect((await read(answer)).toString()).toBe('moved');
  expect(paths).toEqual([`/report?token=${SECRET}`]);
});

test('headers and a body are sent', async () => {
  const origin = await serve((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      const { accept, authorization, host, 'accept-encoding': encoding, 'content-length': length } = request.headers;
      response.end(JSON.stringify([request.method, accept, authorization, host, encoding, length, body]));
    });
  });
  const answer = await ask(origin, {
    method: 'POST',
    body: '{"ä":1}',
    headers: { accept: 'text/csv', authorization: 'Bearer x' },
  });
  const host = new URL(origin).host;
  expect(JSON.parse((await read(answer)).toString())).toEqual([
    'POST',
    'text/csv',
    'Bearer x',
    host,
    'gzip, deflate, br',
    '8',
    '{"ä":1}',
  ]);
});

test('nothing is sent to an origin that is not allowed, nor to this machine by a name', async () => {
  let requests = 0;
  const origin = await serve((_request, response) => {
    requests += 1;
    response.end();
  });
  expect((await failureOf(ask(origin, { allowedOrigins: [] }))).code).toBe('address-refused');
  expect((await failureOf(ask(origin, { allowedOrigins: ['http://127.0.0.1:1'] }))).code).toBe('address-refused');
  for (const address of ['127.0.0.1', '10.1.2.3', '169.254.169.254', '100.64.0.1']) {
    const door = createOutbound({ resolve: async () => [{ address, family: 4 }] });
    const error = await failureOf(ask('https://reports.example.com', {}, door));
    expect(error.code).toBe('address-refused');
    expect(error.message).toContain(`reports.example.com leads to ${address}`);
  }
  const mapped = createOutbound({ resolve: async () => [{ address: '::ffff:127.0.0.1', family: 6 }] });
  expect((await failureOf(ask('https://reports.example.com', {}, mapped))).code).toBe('address-refused');
  expect(requests).toBe(0);
});

test('the connection goes to the address that was checked: one look-up, and no other answer of it counts', async () => {
  let requests = 0;
  const origin = await serve((request, response) => {
    requests += 1;
    response.end(request.headers.host);
  });
  const named = origin.replace('127.0.0.1', 'localhost');
  let lookUps = 0;
  const door = createOutbound({
    resolve: async () => {
      lookUps += 1;
      return [{ address: lookUps === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 }];
    },
  });
  expect((await read(await ask(named, {}, door))).toString()).toBe(new URL(named).host);
  expect(lookUps).toBe(1);
  // The machine's own resolver would lead to the server; ours leads to where nothing listens.
  const astray = createOutbound({ resolve: async () => [{ address: '127.0.0.2', family: 4 }] });
  expect((await brokenOf(ask(named, { connectTimeoutMs: 500 }, astray))).failure).toBe('broken');
  expect(requests).toBe(1);
});

test('the next address of a name is tried when the first one refuses', async () => {
  const origin = await serve((_request, response) => response.end('here'));
  const door = createOutbound({
    resolve: async () => [
      { address: '127.0.0.2', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ],
  });
  const answer = await ask(origin.replace('127.0.0.1', 'localhost'), {}, door);
  expect((await read(answer)).toString()).toBe('here');
});

test('a name that does not exist and a port where nobody listens are broken connections', async () => {
  const none = createOutbound({
    resolve: async () => {
      throw Object.assign(new Error('getaddrinfo ENOTFOUND reports.example.com'), { code: 'ENOTFOUND' });
    },
  });
  const unknown = await brokenOf(ask('https://reports.example.com', {}, none));
  expect([unknown.failure, unknown.reason, unknown.code]).toEqual(['broken', 'ENOTFOUND', 'network-unavailable']);
  expect(unknown.message).toMatch(/^The request to reports.example.com failed: there is no host of that name/);
  const empty = createOutbound({ resolve: async () => [] });
  expect((await brokenOf(ask('https://reports.example.com', {}, empty))).reason).toBe('ENOTFOUND');
  const origin = await serve(() => undefined);
  await new Promise((resolve) => servers.pop()?.close(resolve));
  expect((await brokenOf(ask(origin))).reason).toBe('ECONNREFUSED');
});

test('no head in time is a time-out, also while a name is looked up; the connection is closed', async () => {
  const origin = await serve(() => undefined);
  const error = await brokenOf(ask(origin, { timeoutMs: 300 }));
  expect([error.failure, error.code]).toEqual(['no-answer', 'network-timeout']);
  expect(error.message).toBe(`${new URL(origin).host} did not answer within 300 ms.`);
  await expect.poll(() => sockets.size).toBe(0);
  const slow = createOutbound({ resolve: () => new Promise(() => undefined) });
  expect((await brokenOf(ask('https://reports.example.com', { timeoutMs: 30 }, slow))).failure).toBe('no-answer');
});

test('a body may take longer than the head was allowed to', async () => {
  const origin = await serve((_request, response) => {
    response.write('a');
    setTimeout(() => response.end('b'), 900);
  });
  expect((await read(await ask(origin, { timeoutMs: 600 }))).toString()).toBe('ab');
});

test('a connection that breaks before the head is broken, and what came is not in the error', async () => {
  const hangUp = await serveBytes('', (socket) => socket.resetAndDestroy());
  expect((await brokenOf(ask(hangUp))).failure).toBe('broken');
  const end = await serveBytes('', (socket) => socket.end());
  expect((await brokenOf(ask(end))).failure).toBe('broken');
  // A broken proxy repeats the request, token included; Node keeps the bytes in its error.
  const echo = await serveBytes(`GET /report?token=${SECRET} HTTP/1.1\r\n\r\n`);
  expect((await brokenOf(ask(echo))).reason).toBe('HPE_INVALID_CONSTANT');
});

const HEAD = 'HTTP/1.1 200 OK\r\nConnection: close\r\n';

test('a body that ends before its Content-Length, or inside a chunk, is no body', async () => {
  const short = await serveBytes(`${HEAD}Content-Length: 100\r\n\r\n0123456789`, (socket) => socket.end());
  const error = await brokenOf(ask(short));
  expect([error.failure, error.code]).toEqual(['broken', 'network-unavailable']);
  const chunked = await serveBytes(`${HEAD}Transfer-Encoding: chunked\r\n\r\na\r\n0123456789\r\n`, (socket) =>
    socket.end(),
  );
  expect((await brokenOf(ask(chunked))).failure).toBe('broken');
  const whole = await serveBytes(`${HEAD}Content-Length: 10\r\n\r\n0123456789`, (socket) => socket.end());
  expect((await read(await ask(whole))).toString()).toBe('0123456789');
});

test('what came before the break is given, then the break is thrown', async () => {
  const origin = await serveBytes(`${HEAD}Content-Length: 100\r\n\r\n0123456789`, (socket) => {
    setTimeout(() => socket.resetAndDestroy(), 300);
  });
  let text = '';
  const reading = (async () => {
    for await (const chunk of (await ask(origin)).bytes) text += Buffer.from(chunk).toString();
  })();
  await expect(reading).rejects.toMatchObject({ failure: 'broken', reason: 'ECONNRESET' });
  expect(text).toBe('0123456789');
});

test('a body that stalls is given up, a reader that takes its time is not', async () => {
  const stalled = await serveBytes(`${HEAD}Content-Length: 100\r\n\r\n0123456789`);
  const error = await brokenOf(ask(stalled, { idleTimeoutMs: 50 }));
  expect([error.failure, error.code]).toEqual(['stalled', 'network-unavailable']);
  const origin = await serve((_request, response) => response.end(Buffer.alloc(400_000)));
  let sizeBytes = 0;
  for await (const chunk of (await ask(origin, { idleTimeoutMs: 400 })).bytes) {
    if (sizeBytes === 0) await wait(600);
    sizeBytes += chunk.byteLength;
  }
  expect(sizeBytes).toBe(400_000);
});

test('a body that trickles for ever ends with the overall limit', async () => {
  const origin = await serve((_request, response) => {
    const timer = setInterval(() => response.write('x'), 10);
    response.on('close', () => clearInterval(timer));
  });
  const error = await brokenOf(ask(origin, { idleTimeoutMs: 1_000, overallTimeoutMs: 120 }));
  expect([error.failure, error.code]).toEqual(['took-too-long', 'network-timeout']);
});

const LETTERS = 'a,b,c\r\n'.repeat(20_000);
const ENCODINGS: readonly [string, (text: string) => Buffer][] = [
  ['gzip', gzipSync],
  ['x-gzip', gzipSync],
  ['GZIP', gzipSync],
  ['br', brotliCompressSync],
  ['deflate', deflateSync],
  ['deflate', deflateRawSync],
  ['identity', (text) => Buffer.from(text)],
];

test.each(ENCODINGS)('an answer in %s is decoded', async (encoding, encode) => {
  const body = encode(LETTERS);
  const origin = await serve((_request, response) => {
    response.writeHead(200, { 'content-encoding': encoding, 'content-length': body.byteLength }).end(body);
  });
  expect((await read(await ask(origin))).toString()).toBe(LETTERS);
  const empty = await serve((_request, response) => response.writeHead(200, { 'content-encoding': encoding }).end());
  expect((await read(await ask(empty))).toString()).toBe('');
});

test('a compressed answer that is cut, damaged or in an unknown encoding is an error', async () => {
  const cut = gzipSync(LETTERS).subarray(0, -9);
  const origin = await serve((_request, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': cut.byteLength }).end(cut);
  });
  const error = await brokenOf(ask(origin));
  expect([error.failure, error.reason]).toEqual(['broken', 'Z_BUF_ERROR']);
  const page = await serve((_request, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(`<html>${SECRET}`);
  });
  expect((await brokenOf(ask(page))).reason).toBe('Z_DATA_ERROR');
  const short = await serveBytes(
    Buffer.concat([Buffer.from(`${HEAD}Content-Encoding: gzip\r\nContent-Length: 9999\r\n\r\n`), cut]),
    (socket) => socket.end(),
  );
  expect((await brokenOf(ask(short))).failure).toBe('broken');
  const unknown = await serve((_request, response) => {
    response.writeHead(200, { 'content-encoding': 'zstd' }).end('x');
  });
  const unreadable = await brokenOf(ask(unknown));
  expect([unreadable.failure, unreadable.code]).toEqual(['unreadable', 'network-answer']);
});

test('the cap counts decoded bytes and lets a body of exactly its size through', async () => {
  const plain = await serve((_request, response) => response.end(Buffer.alloc(5_000)));
  expect((await read(await ask(plain, { maxBytes: 5_000 }))).byteLength).toBe(5_000);
  const error = await brokenOf(ask(plain, { maxBytes: 4_999 }));
  expect([error.failure, error.code]).toEqual(['too-large', 'answer-too-large']);
  // 50 MB of zeros in 50 kB.
  const bomb = gzipSync(Buffer.alloc(50_000_000));
  const zipped = await serve((_request, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
  });
  let sizeBytes = 0;
  const reading = (async () => {
    for await (const chunk of (await ask(zipped, { maxBytes: 1_000_000 })).bytes) sizeBytes += chunk.byteLength;
  })();
  await expect(reading).rejects.toMatchObject({ failure: 'too-large' });
  expect(sizeBytes).toBeLessThanOrEqual(1_000_000);
  const endless = await serve((_request, response) => {
    response.writeHead(200, { 'content-length': 10 ** 12 });
    response.write('x');
  });
  expect((await brokenOf(ask(endless))).failure).toBe('too-large');
});

test.each(['identity', 'gzip'])(
  'an abort throws its own reason: before, while waiting, inside a %s body',
  async (encoding) => {
    const reason = 'a reason that is no Error';
    let requests = 0;
    const silent = await serve(() => {
      requests += 1;
    });
    await expect(ask(silent, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(requests).toBe(0);
    const waiting = new AbortController();
    const asked = ask(silent, { signal: waiting.signal });
    setTimeout(() => waiting.abort(reason), 30);
    await expect(asked).rejects.toBe(reason);
    const body = encoding === 'gzip' ? gzipSync(LETTERS).subarray(0, -50) : Buffer.from('some');
    const half = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': encoding });
      response.write(body);
    });
    const reading = new AbortController();
    const answer = await ask(half, { signal: reading.signal });
    setTimeout(() => reading.abort(reason), 50);
    await expect(read(answer)).rejects.toBe(reason);
  },
);

test('after an abort not one more chunk is given, not even of what was decoded before', async () => {
  const body = gzipSync(Buffer.alloc(5_000_000));
  const origin = await serve((_request, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(body);
  });
  const reason = new Error('stop');
  const controller = new AbortController();
  let chunks = 0;
  const reading = (async () => {
    for await (const _chunk of (await ask(origin, { signal: controller.signal })).bytes) {
      chunks += 1;
      controller.abort(reason);
    }
  })();
  await expect(reading).rejects.toBe(reason);
  expect(chunks).toBe(1);
});

test('a body is read once; a reader that stops, and a discard, close the connection', async () => {
  const closed: (() => void)[] = [];
  const origin = await serve((request, response) => {
    request.on('close', () => closed.shift()?.());
    response.write(Buffer.alloc(100_000));
  });
  const untilClosed = (): Promise<void> => new Promise((resolve) => closed.push(resolve));
  const stopped = untilClosed();
  const answer = await ask(origin);
  for await (const chunk of answer.bytes) {
    expect(chunk.byteLength).toBeGreaterThan(0);
    break;
  }
  await stopped;
  await expect(read(answer)).rejects.toThrow('can be read once');
  const discarded = untilClosed();
  const other = await ask(origin);
  other.discard();
  await discarded;
  await expect(read(other)).rejects.toThrow('can be read once');
});

test('many requests leave nothing listening on their common signal', async () => {
  const warnings: Error[] = [];
  const onWarning = (warning: Error): void => void warnings.push(warning);
  process.on('warning', onWarning);
  const origin = await serve((_request, response) => response.end('ok'));
  const { signal } = new AbortController();
  for (let count = 0; count < 200; count += 1) await read(await ask(origin, { signal }));
  await wait(10);
  process.off('warning', onWarning);
  expect(warnings).toEqual([]);
});
