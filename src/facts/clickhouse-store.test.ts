import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it, type TestContext } from 'vitest';
import { startClickhouse, type TestClickhouse } from '../../test/clickhouse/server.ts';
import { openClickhouse } from './clickhouse-store.ts';

let server: TestClickhouse;

beforeAll(async () => {
  server = await startClickhouse();
});

afterAll(async () => {
  if ('stop' in server) await server.stop();
});

function urlFor(test: TestContext): string {
  return 'url' in server ? server.url : test.skip(server.skipped);
}

it('finds its facts again when it opens once more, and leaves the work tables of a writer alone', async (test) => {
  const url = urlFor(test);
  const writing = await openClickhouse(url);
  await writing.exclusive(async (writer) => {
    await writer.run(`insert into closed_lines values (1, 2, 3)`);
    await writer.run(`insert into work_orders values ('10', 'order')`);
    const reading = await openClickhouse(url);
    expect(await reading.query('select * from closed_lines')).toEqual([
      { reported_id: '1', line_run_seq: '2', run_seq: '3' },
    ]);
    await reading.close();
    expect(await writer.query('select count(*) as n from work_orders')).toEqual([{ n: '1' }]);
  });
  await writing.close();
  const next = await openClickhouse(url);
  const left = await next.exclusive((writer) => writer.query('select count(*) as n from work_orders'));
  expect(left).toEqual([{ n: '0' }]);
  await next.close();
});

it('keeps to the database its URL names', async (test) => {
  const url = urlFor(test);
  const store = await openClickhouse(url);
  await store.run('create database if not exists other');
  const other = await openClickhouse(`${url}/other`);
  await other.run(`insert into posted_runs values (1, 'there', '2024-02-29 10:11:12')`);
  expect(await store.query('select * from posted_runs')).toEqual([]);
  expect(await other.query('select run_id from posted_runs')).toEqual([{ run_id: 'there' }]);
  await other.close();
  await store.close();
});

it('names itself to the server as its URL says, and does not open when the server refuses', async () => {
  const seen: (string | undefined)[] = [];
  const refusing = createServer((request, response) => {
    seen.push(request.headers.authorization);
    response.writeHead(403).end('Code: 516. DB::Exception: me: Authentication failed. (AUTHENTICATION_FAILED)');
  });
  await new Promise<void>((resolve) => refusing.listen(0, '127.0.0.1', resolve));
  const { port } = refusing.address() as AddressInfo; // a listening TCP server has one
  await expect(openClickhouse(`http://me:a%20word@127.0.0.1:${port}/facts`)).rejects.toThrow('Authentication failed');
  expect(seen).toEqual([`Basic ${Buffer.from('me:a word').toString('base64')}`]);
  refusing.close();
});
