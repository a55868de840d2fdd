import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { createWorld } from '../world/world.ts';
import { sendReaders } from './send-readers.ts';
import { readerEvents } from './visits.ts';

const tracking = {
  blockedShare: 0,
  strippedShare: 0,
  lostEventShare: 0,
  otherDeviceShare: 0,
  foldingShare: 0,
  truncatingShare: 0,
};
const world = createWorld({ tracking, startDay: '2026-05-01', endDay: '2026-05-02', ordersPerDay: 2 });
const options = { siteKeys: new Map([['site-2', 'kkk']]) };

test('only readers of sites with a key are sent, from now on, and a collector that refuses is told of once', async () => {
  const came: { readonly body: string; readonly origin: string | undefined; readonly address: unknown }[] = [];
  const stop = new AbortController();
  const collector = createServer((request, response) => {
    void text(request).then((body) => {
      came.push({ body, origin: request.headers.origin, address: request.headers['x-forwarded-for'] });
      response.writeHead(came.length < 3 ? 503 : 202).end();
      if (came.length === 5) stop.abort();
    });
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  const { port } = collector.address() as AddressInfo; // it listens on a port
  const all = [...readerEvents(world, options)];
  const beganMs = all[20]?.atMs ?? 0;
  const moments = [beganMs];
  const said: string[] = [];
  await sendReaders(world, options, {
    url: `http://127.0.0.1:${port}/c`,
    nowMs: () => moments.shift() ?? world.ordersEndAt.getTime(), // after the first look all of them are due
    stop: stop.signal,
    err: (line) => said.push(line),
  });
  collector.closeAllConnections();
  collector.close();
  const due = all.filter(({ atMs }) => atMs >= beganMs).slice(0, 5);
  expect(came.map(({ body }) => body)).toEqual(due.map(({ event }) => JSON.stringify(event)));
  expect(came.map(({ address }) => address)).toEqual(due.map(({ browser }) => browser.address));
  expect(new Set(came.map(({ origin }) => origin))).toEqual(new Set(['https://trail-diary.example']));
  expect(said).toEqual([`http://127.0.0.1:${port}/c answers a reader with 503\n`]);
});
