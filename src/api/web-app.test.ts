import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { createWebApp, WEB_POLICY } from './web-app.ts';

const folder = mkdtempSync(join(tmpdir(), 'tributary-web-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SCRIPT = 'export const answer = 42;';
const built = join(folder, 'built');
mkdirSync(join(built, 'assets'), { recursive: true });
mkdirSync(join(built, '.vite'));
writeFileSync(join(folder, 'secret.js'), 'secret');
writeFileSync(join(built, 'index.html'), '<!doctype html><p>page</p>');
writeFileSync(join(built, 'theme.js'), SCRIPT);
writeFileSync(join(built, '.vite', 'manifest.json'), '{}');
writeFileSync(join(built, 'assets', 'app-1a2b.js'), SCRIPT);
writeFileSync(join(built, 'assets', 'app-1a2b.js.br'), brotliCompressSync(SCRIPT));
writeFileSync(join(built, 'assets', 'app-1a2b.js.gz'), gzipSync(SCRIPT));
const app = createWebApp(built);

async function get(path: string, headers: Record<string, string> = {}): Promise<Response | null> {
  return app(new Request(`http://127.0.0.1${path}`, { headers }));
}

test('every address of the app is the page, uncached, with its policy', async () => {
  for (const path of ['/', '/overview', '/runs/01J', '/index.html', '/setup?x=1']) {
    const response = await get(path, { accept: 'text/html,*/*' });
    expect(response?.status, path).toBe(200);
    expect(await response?.text(), path).toContain('page');
    expect(response?.headers.get('cache-control')).toBe('no-cache');
    expect(response?.headers.get('content-security-policy')).toBe(WEB_POLICY);
    expect(response?.headers.get('content-type')).toBe('text/html; charset=utf-8');
  }
  expect(WEB_POLICY).not.toContain('unsafe');
});

test('what is not the app is left alone', async () => {
  for (const path of ['/api', '/api/v1/runs', '/api/v1/nothing'])
    expect(await get(path, { accept: 'text/html' })).toBeNull();
  expect(await get('/overview', { accept: 'application/json' })).toBeNull();
  expect(await get('/assets/gone-9f.js', { accept: 'text/html,*/*' })).toBeNull();
  expect(await app(new Request('http://127.0.0.1/', { method: 'POST' }))).toBeNull();
});

test('no path leads out of the folder, nor to what the build keeps for itself', async () => {
  for (const path of [
    '/../secret.js',
    '/..%2fsecret.js',
    '/assets/..%2f..%2fsecret.js',
    '/assets/%2e%2e/%2e%2e/secret.js',
    '/..\\secret.js',
    '/.vite/manifest.json',
    '/assets/app-1a2b.js.br',
    '/assets',
    '/%00',
  ]) {
    expect(await get(path), path).toBeNull();
  }
});

test('hashed files are kept for ever, others are asked for again and known by their tag', async () => {
  const hashed = await get('/assets/app-1a2b.js');
  expect(hashed?.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  const theme = await get('/theme.js');
  expect(theme?.headers.get('cache-control')).toBe('no-cache');
  const etag = theme?.headers.get('etag') ?? '';
  const again = await get('/theme.js', { 'if-none-match': `W/"other", ${etag}` });
  expect([again?.status, await again?.text()]).toEqual([304, '']);
});

test('the compressed form is sent to who takes it', async () => {
  const body = async (accepted: string): Promise<readonly [string | null | undefined, Buffer]> => {
    const response = await get('/assets/app-1a2b.js', { 'accept-encoding': accepted });
    return [
      response?.headers.get('content-encoding'),
      Buffer.from((await response?.arrayBuffer()) ?? new ArrayBuffer()),
    ];
  };
  const [best, packed] = await body('gzip, deflate, br');
  expect([best, brotliDecompressSync(packed).toString()]).toEqual(['br', SCRIPT]);
  expect((await body('gzip'))[0]).toBe('gzip');
  expect((await body('br;q=0, gzip'))[0]).toBe('gzip');
  const [none, plain] = await body('identity');
  expect([none, plain.toString()]).toEqual([null, SCRIPT]);
});

test('a new build is noticed', async () => {
  await get('/');
  writeFileSync(join(built, 'assets', 'new-77.js'), SCRIPT);
  writeFileSync(join(built, 'index.html'), '<p>new</p>');
  utimesSync(join(built, 'index.html'), new Date(), new Date(Date.now() + 5000));
  expect(await (await get('/'))?.text()).toContain('new');
  expect((await get('/assets/new-77.js'))?.status).toBe(200);
});

test('without a build the page says in words what to do', async () => {
  const missing = createWebApp(join(folder, 'nothing'));
  const response = await missing(new Request('http://127.0.0.1/'));
  expect([response?.status, response?.headers.get('content-type')]).toEqual([503, 'text/plain; charset=utf-8']);
  expect(await response?.text()).toContain('npm run build');
});
