import { createSign, generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createOutbound, type Outbound } from './outbound.ts';
import { OutboundError } from './outbound-error.ts';

const servers: Server[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

/** One DER value: tag, length, content. */
function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const ascii = (text: string): Buffer => Buffer.from(text, 'ascii');
const hex = (text: string): Buffer => Buffer.from(text, 'hex');

/** A certificate for one DNS name that signs itself, and its key; made anew so that no key lies in the repository. */
function certificateFor(name: string): { readonly cert: string; readonly key: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ecdsaWithSha256 = der(0x30, der(0x06, hex('2a8648ce3d040302')));
  const issuer = der(0x30, der(0x31, der(0x30, der(0x06, hex('550403')), der(0x0c, ascii(name)))));
  const validity = der(0x30, der(0x17, ascii('200101000000Z')), der(0x17, ascii('491231235959Z')));
  const names = der(0x30, der(0x06, hex('551d11')), der(0x04, der(0x30, der(0x82, ascii(name)))));
  const content = der(
    0x30,
    der(0xa0, der(0x02, hex('02'))),
    der(0x02, hex('01')),
    ecdsaWithSha256,
    issuer,
    validity,
    issuer,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, der(0x30, names)),
  );
  const signature = createSign('sha256').update(content).sign(privateKey);
  const whole = der(0x30, content, ecdsaWithSha256, der(0x03, hex('00'), signature)).toString('base64');
  const cert = [
    '-----BEGIN CERTIFICATE-----',
    ...(whole.match(/.{1,64}/g) ?? []),
    '-----END CERTIFICATE-----',
    '',
  ].join('\n');
  return { cert, key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
}

async function start(server: Server): Promise<string> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a server that listens on a TCP port has this address
  return `https://localhost:${port}`;
}

async function ask(door: Outbound, origin: string, connectTimeoutMs = 30_000): Promise<string> {
  const request = { purpose: 'network-report', allowedOrigins: [origin], timeoutMs: 60_000 } as const;
  const answer = await door.request({ url: new URL(`${origin}/?token=x`), connectTimeoutMs, ...request });
  let text = '';
  for await (const chunk of answer.bytes) text += Buffer.from(chunk).toString();
  return text;
}

async function reasonOf(asked: Promise<string>): Promise<string> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof OutboundError) return error.reason;
    throw error;
  }
}

const resolve = async () => [{ address: '127.0.0.1', family: 4 as const }];

test('the certificate must be for the name in the URL and signed by somebody known', async () => {
  const right = certificateFor('localhost');
  const names: string[] = [];
  const recordName = (name: string, done: (error: Error | null) => void): void => {
    names.push(name);
    done(null);
  };
  const server = createServer({ ...right, SNICallback: recordName }, (_request, response) => response.end('private'));
  const origin = await start(server);
  expect(await ask(createOutbound({ resolve, authorities: right.cert }), origin)).toBe('private');
  expect(names).toEqual(['localhost']);
  expect(await reasonOf(ask(createOutbound({ resolve }), origin))).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');

  const wrong = certificateFor('reports.example.com');
  const other = await start(createServer(wrong, (_request, response) => response.end('private')));
  const astray = await reasonOf(ask(createOutbound({ resolve, authorities: wrong.cert }), other));
  expect(astray).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
});

test('certificates are checked even where the environment says not to', async () => {
  const before = process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
  const server = createServer(certificateFor('localhost'), (_request, response) => response.end('private'));
  const origin = await start(server);
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
  try {
    expect(await reasonOf(ask(createOutbound({ resolve }), origin))).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
  } finally {
    if (before === undefined) delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    else process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = before;
  }
});

test('a host that takes the connection and says nothing is a broken connection, not a time-out', async () => {
  const server = createTcpServer((socket) => socket.on('error', () => undefined).resume());
  const origin = await start(server);
  expect(await reasonOf(ask(createOutbound({ resolve }), origin, 300))).toBe('ETIMEDOUT');
});
