import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { probeServer } from '../cli/http-transport.ts';
import { TributaryError } from '../core/index.ts';
import { type RunningServer, serve } from './serve.ts';
import type { ServerEntry } from './server-file.ts';
import { openTestServices, type TestServices } from '../../test/server/test-services.ts';

let folder: string;
let open: TestServices;
let server: RunningServer;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tributary-serve-'));
  open = await openTestServices(folder);
  server = await serve(open.services, 0, probeServer);
});
afterEach(async () => {
  await server.close();
  await open.close();
  rmSync(folder, { recursive: true, force: true });
});

const entryOf = (): ServerEntry => JSON.parse(readFileSync(join(folder, 'server.json'), 'utf8')) as ServerEntry;
const withKey = (): { authorization: string } => ({ authorization: `Bearer ${entryOf().key}` });

test('the server answers on loopback with the key of its file, and with no other', async () => {
  expect(entryOf()).toMatchObject({ url: server.url, pid: process.pid });
  expect((await fetch(`${server.url}/api/v1/health`, { headers: withKey() })).status).toBe(200);
  expect((await fetch(`${server.url}/api/v1/health`)).status).toBe(401);
  expect(await probeServer(entryOf())).toBe('ours');
  expect(await probeServer({ ...entryOf(), key: 'w'.repeat(43) })).toBe('other');
  const description = await fetch(`${server.url}/api/v1/openapi.json`);
  expect(description.status).toBe(200);
  expect(await description.text()).toContain('/api/v1/runs');
});

test('a request without a body is taken as one, with its length said or not', async () => {
  for (const headers of [
    {},
    { 'content-length': '0' },
    { 'content-length': '2' },
    { 'transfer-encoding': 'chunked' },
  ]) {
    const status = await new Promise((resolve, reject) => {
      const asked = request(`${server.url}/api/v1/tests/none`, {
        method: 'DELETE',
        headers: { ...withKey(), ...headers },
      });
      asked.once('response', (response) => resolve(response.resume().statusCode));
      asked.once('error', reject);
      asked.end('content-length' in headers && headers['content-length'] === '2' ? '{}' : undefined);
    });
    const hasBody = 'transfer-encoding' in headers || headers['content-length'] === '2';
    expect([headers, status]).toEqual([headers, hasBody ? 400 : 404]);
  }
});

test('the Host and the target that count are those on the wire', async () => {
  const statusOf = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = createConnection({ host: '127.0.0.1', port: Number(new URL(server.url).port) });
      let answer = '';
      socket.on('data', (chunk) => {
        answer += chunk.toString('latin1');
      });
      socket.on('error', reject);
      socket.on('close', () => resolve(answer.split('\r\n')[0] ?? ''));
      socket.write(`${text}\r\nConnection: close\r\n\r\n`);
    });
  expect(await statusOf('GET /api/v1/openapi.json HTTP/1.1\r\nHost: 127.0.0.1')).toContain(' 200 ');
  expect(await statusOf('GET /api/v1/openapi.json HTTP/1.1\r\nHost: evil.example')).toContain(' 403 ');
  expect(await statusOf('GET http://127.0.0.1/ HTTP/1.1\r\nHost: evil.example')).toContain(' 403 ');
  expect(await statusOf('GET /api/v1/openapi.json HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example')).toMatch(
    / (400|403) /,
  );
  expect(await statusOf('GET /api/v1/openapi.json HTTP/1.1')).toContain(' 400 ');
  expect(await statusOf('GET / HTTP/1.0')).toMatch(/ (400|403) /);
});

test('a busy port is passed over, and the last 20 are named when all are', async () => {
  const busy = Number(new URL(server.url).port);
  const other = mkdtempSync(join(tmpdir(), 'tributary-serve-'));
  const second = await serve({ ...open.services, dataFolder: other }, busy, probeServer);
  expect(Number(new URL(second.url).port)).toBeGreaterThan(busy);
  await second.close();
  rmSync(other, { recursive: true, force: true });
});

test('a second server on the same folder is refused and leaves the first as it was', async () => {
  const before = entryOf();
  const second = serve(open.services, 0, probeServer);
  await expect(second).rejects.toMatchObject({ code: 'data-folder-busy' });
  await expect(second).rejects.toThrow(server.url);
  expect(entryOf()).toEqual(before);
  expect(await probeServer(before)).toBe('ours');
});

test('a file sent is taken in under its name and leaves no copy, broken or not', async () => {
  const address = `${server.url}/api/v1/uploads?network=testnet&name=${encodeURIComponent('März 1.csv')}`;
  const headers = { ...withKey(), 'content-type': 'application/octet-stream' };
  const sent = await fetch(address, { method: 'POST', headers, body: 'a,b\n'.repeat(100_000) });
  expect(sent.status).toBe(201);
  expect(await sent.json()).toMatchObject({ files: [{ name: 'März 1.csv' }] });
  const empty = await fetch(address, { method: 'POST', headers, body: '' });
  expect([empty.status, await empty.json()]).toMatchObject([422, { error: { code: 'empty-file' } }]);
  await new Promise<void>((resolve) => {
    const upload = request(address, { method: 'POST', headers: { ...headers, 'content-length': '1000000' } });
    upload.on('error', () => resolve());
    upload.write('a,b\n');
    setTimeout(() => upload.destroy(), 100);
  });
  await expect.poll(() => readdirSync(folder).filter((file) => file.startsWith('upload'))).toEqual([]);
  expect(open.imports.takenPaths).toHaveLength(2);
});

test('an answer that breaks half-way breaks the connection: nobody takes it for whole', async () => {
  for (const size of [100, null as unknown as number]) {
    await server.close(); // with null the answer has no length that would betray it, as an export has none
    const imports = Object.assign(Object.create(open.imports) as typeof open.imports, {
      answer: async () => ({ name: 'a.csv', size, bytes: brokenAfter('the first part') }),
    });
    const main = { ...open.main, imports };
    server = await serve({ ...open.services, openWorkspace: () => Promise.resolve(main) }, 0, probeServer);
    const response = await fetch(`${server.url}/api/v1/runs/x/answers/1`, { headers: withKey() });
    expect(response.status).toBe(200);
    await expect(response.text(), `size ${size}`).rejects.toThrow();
  }
  expect(open.logged.filter((line) => line.includes('the disk is gone'))).toHaveLength(2);
});

async function* brokenAfter(text: string): AsyncGenerator<string> {
  yield text;
  await new Promise((resolve) => setTimeout(resolve, 50));
  throw new Error('the disk is gone');
}

test('closing ends what waits, removes the file and frees the port, all within 3 s', async () => {
  const run = await open.imports.startFileImport({ network: 'testnet', preview: true, files: [] });
  open.imports.runSettled = () => new Promise(() => undefined);
  const waiting = fetch(`${server.url}/api/v1/runs/${run.id}?waitMs=30000`, { headers: withKey() });
  const failed = expect(waiting).rejects.toThrow();
  await new Promise((resolve) => setTimeout(resolve, 100));
  const started = performance.now();
  await server.close();
  await failed;
  expect(performance.now() - started).toBeLessThan(3000);
  expect(readdirSync(folder)).not.toContain('server.json');
  const again = createServer();
  await new Promise<void>((resolve) => again.listen(Number(new URL(server.url).port), '127.0.0.1', resolve));
  await new Promise((resolve) => again.close(resolve));
  server = await serve(open.services, 0, probeServer);
});

test('no free port is an error that says so', async () => {
  const other = mkdtempSync(join(tmpdir(), 'tributary-serve-'));
  const refused = serve({ ...open.services, dataFolder: other }, 65_536, probeServer);
  await expect(refused).rejects.toBeInstanceOf(TributaryError);
  rmSync(other, { recursive: true, force: true });
});
