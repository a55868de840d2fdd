/** Requests that are none, lie about their length or never end: each is refused or counted, and the others are served. */
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSiteCounts } from './site-counts.ts';
import { openDuckdb } from '../facts/index.ts';
import { collecting, SITE } from '../../test/events/collecting.ts';
import { BROWSER, pageview, SITE_KEY } from '../../test/events/sent-events.ts';

const NOON = Date.parse('2026-03-10T12:00:00Z');
const HEAD = ['POST /c HTTP/1.1', 'Host: collect.example', 'Origin: https://blog.example', `User-Agent: ${BROWSER}`];

/** Sends text as it is, and gives what came back until the other side ends it or nothing came for a moment. */
function sends(port: number, pieces: readonly string[], most = 3000): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1');
    const end = (): void => {
      socket.destroy();
      resolve(answer);
    };
    const timer = setTimeout(end, most);
    socket.on('data', (part: Buffer) => (answer += part.toString('latin1')));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(timer);
      end();
    });
    for (const piece of pieces) socket.write(piece, 'utf8');
  });
}
const request = (headers: readonly string[], body: string): string =>
  `${[...HEAD, ...headers].join('\r\n')}\r\n\r\n${body}`;
const statusesOf = (answer: string): string[] =>
  [...answer.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status ?? '');
const bodyOf = (n: number): string => JSON.stringify(pageview(n));

test('whatever comes over the wire: nothing breaks, all that was taken is counted', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-attacks-'));
  const facts = await openDuckdb(join(folder, 'facts.duckdb'));
  const collector = await collecting({ folder, facts, nowMs: () => NOON });
  const port = Number(new URL(collector.url).port);
  try {
    const body = bodyOf(1);
    const length = Buffer.byteLength(body);
    const close = 'Connection: close';
    expect(statusesOf(await sends(port, [request([close, `Content-Length: ${length}`], body)]))).toEqual(['202']);
    // shorter than it is: a cut event is counted, and the rest is no request, which ends the connection
    expect(statusesOf(await sends(port, [request([`Content-Length: ${length - 9}`], body)]))).toEqual(['400']);
    // longer than it is: it never ends
    expect(await sends(port, [request([`Content-Length: ${length + 9}`], body)], 500)).toBe('');
    expect(statusesOf(await sends(port, [request(['Content-Length: -1'], body)]))).toEqual(['400']);
    expect(statusesOf(await sends(port, [request(['Content-Length: 10485760'], 'x')]))).toEqual(['413']);
    const piece = `4000\r\n${'x'.repeat(0x4000)}\r\n`;
    const endless = await sends(port, [request(['Transfer-Encoding: chunked'], ''), ...Array<string>(640).fill(piece)]);
    expect(statusesOf(endless).every((status) => status === '413')).toBe(true); // or cut off while it still sent
    const both = request(['Transfer-Encoding: chunked', `Content-Length: ${length}`], `0\r\n\r\n`);
    expect(statusesOf(await sends(port, [both]))).toEqual(['400']);
    // several behind one another, in the order in which they came
    const pipelined = [2, 3, 4].map((n) => request([`Content-Length: ${Buffer.byteLength(bodyOf(n))}`], bodyOf(n)));
    expect(statusesOf(await sends(port, [pipelined.join('')], 800))).toEqual(['202', '202', '202']);
    expect(statusesOf(await sends(port, [`${HEAD.join('\r\n')}\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`]))).toEqual([
      '431',
    ]);
    expect(statusesOf(await sends(port, ['\0\x16\x03\x01 no http at all\r\n\r\n']))).toEqual(['400']);
    // many that say nothing
    const idle = Array.from({ length: 300 }, () => connect(port, '127.0.0.1').on('error', () => undefined));
    expect(await collector.post(pageview(5))).toBe(202);
    for (const socket of idle) socket.destroy();
    expect(await collector.applier.applyAll()).toBe(true);
    const own = await readSiteCounts(facts, SITE.siteId, '2026-03-10');
    const unknown = await readSiteCounts(facts, '', '2026-03-10');
    expect([SITE_KEY, own.total.byKind, own.total.byReason]).toEqual([SITE_KEY, { pageview: 5 }, {}]);
    expect(unknown.total.byReason).toEqual({ invalid: 1, 'too-large': 2 });
  } finally {
    await collector.stop();
    await facts.close();
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);
