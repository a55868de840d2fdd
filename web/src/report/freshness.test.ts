import { expect, it } from 'vitest';
import { demoFreshnessWords, freshnessWords, missingStreams } from './freshness.ts';
import type { FreshnessReply } from './queries.ts';

type Stream = FreshnessReply['streams'][number];
const stream: Stream = {
  scope: 'rakuten:1',
  network: 'rakuten',
  networkLabel: 'Rakuten',
  countryLabel: 'United States',
  connections: [],
  state: 'fresh',
  lastRun: null,
  lastDay: '2026-11-24',
  nextPullAt: '2026-11-25T14:30:00Z',
  problem: null,
};
const at = new Date('2026-11-25T12:12:00Z');

it('says when the figures were brought up to date and when the next come', () => {
  const words = freshnessWords({ asOf: '2026-11-25T12:00:00Z', streams: [stream] }, at, 'en-GB');
  expect(words.tone).toBe('fresh');
  expect(words.text).toMatch(/^Updated 12 minutes ago · next \d\d:30$/);
  expect(words.problems).toEqual([]);
});

it('is stale when one stream is, and says which and why', () => {
  const late: Stream = { ...stream, countryLabel: 'Canada', state: 'late' };
  const words = freshnessWords({ asOf: '2026-11-25T12:00:00Z', streams: [stream, late] }, at);
  expect(words.tone).toBe('stale');
  expect(words.problems).toEqual(['Rakuten, Canada: the next pull is overdue.']);
});

it('names the streams that have nothing for a period', () => {
  const empty: Stream = { ...stream, scope: 'rakuten:3', lastDay: null };
  const stopped: Stream = { ...stream, scope: 'rakuten:5', state: 'stopped', lastDay: '2026-10-03' };
  const of = (to: string) =>
    missingStreams({ asOf: null, streams: [stream, empty, stopped] }, to, '2026-11-25').map(({ scope }) => scope);
  expect(of('2026-10-31')).toEqual(['rakuten:3', 'rakuten:5']);
  expect(of('2026-09-30')).toEqual(['rakuten:3']);
});

it('says of a demo up to which day its sales go, and wants nobody', () => {
  const paused: Stream = { ...stream, scope: 'rakuten:3', state: 'paused', lastDay: '2026-11-25', nextPullAt: null };
  const reply = { asOf: '2026-11-25T12:00:00Z', streams: [stream, paused] };
  expect(demoFreshnessWords(reply, 'en-GB')).toEqual({
    tone: 'fresh',
    ...{ text: 'Demo data up to 25 Nov', updated: 'Data up to 25 Nov', next: null, problems: [] },
  });
  expect(demoFreshnessWords({ asOf: null, streams: [] }).tone).toBe('none');
});
