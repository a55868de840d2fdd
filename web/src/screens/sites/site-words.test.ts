import { describe, expect, it } from 'vitest';
import type { Collector, SiteStatus } from './queries.ts';
import { collectorTrouble, placesWords, isOnlyHere, linkWords, siteHealth, snippetOf } from './site-words.ts';

const NOW = new Date('2026-03-09T12:00:00Z');
const none = { received: 0, accepted: 0, dropped: 0, byKind: {}, byReason: {} };
const status = (more: Partial<SiteStatus>): SiteStatus => ({
  site: 's',
  firstEventAt: null,
  lastEventAt: null,
  today: none,
  total: none,
  ...more,
});

describe('the collector', () => {
  type Pulse = NonNullable<NonNullable<Collector['collector']>['pulse']>;
  const counts = { firstEventAt: null, lastEventAt: null, today: none, total: none };
  const said = (more: Partial<Pulse>): Collector => ({
    collector: {
      ...{ url: 'https://s.example/c', scriptUrl: 'https://s.example/t.js', isRunning: true, fault: null },
      ...{ lagBytes: 0, oldestUnappliedMs: null, damages: 0, deadLetters: 0 },
      pulse: {
        ...{ accepted: 0, dropped: {}, refused: 0, connections: 0, waiting: 0, faults: 0, fault: null, places: null },
        ...more,
      },
    },
    unknownSites: counts,
  });
  const database = { database: 'Test-Country', builtOn: '2026-11-01', hasCities: false, fault: null };

  it('tells of a disk that hangs or hung, and of a database that cannot be read', () => {
    expect(collectorTrouble(said({}))).toBeNull();
    expect(collectorTrouble(said({ fault: 'the disk has not answered for 500 ms' }))).toContain('are refused');
    expect(collectorTrouble(said({ refused: 1204 }))).toContain('1,204 requests were refused');
    expect(collectorTrouble(said({ places: database }))).toBeNull();
    expect(collectorTrouble(said({ places: { ...database, fault: 'ENOENT' } }))).toContain('stays in use');
  });

  it('says where countries come from', () => {
    expect(placesWords(said({}))).toBeNull();
    expect(placesWords(said({ places: database }))).toMatch(/Test-Country of .*2026/);
  });
});

describe('a site', () => {
  it('waits, receives, or has gone silent', () => {
    expect(siteHealth(status({}), NOW)).toMatchObject({ tone: 'waiting', advice: null });
    expect(siteHealth(status({ lastEventAt: '2026-03-09T11:00:00Z' }), NOW).tone).toBe('good');
    expect(siteHealth(status({ lastEventAt: '2026-03-01T11:00:00Z' }), NOW).advice).toContain('8 days ago');
    expect(siteHealth(status({ total: { ...none, received: 1, dropped: 1 } }), NOW).word).toBe('Only dropped');
  });

  it('of a demo is made up, however long ago its last reader came', () => {
    const past = status({ lastEventAt: '2026-03-01T11:00:00Z' });
    expect(siteHealth(past, NOW, true)).toMatchObject({ word: 'Made up', advice: null });
  });

  it('has a tag that begins shut where consent is wanted', () => {
    expect(snippetOf('https://s.example/t.js', { key: 'abc', privacy: 'daily' })).toBe(
      '<script defer src="https://s.example/t.js" data-site="abc"></script>',
    );
    expect(snippetOf('https://s.example/t.js', { key: 'abc', privacy: 'consent' })).toContain('data-consent="no"');
  });

  it('is told when its script is reachable from this machine alone', () => {
    expect(['http://127.0.0.1:1/t.js', 'http://localhost/t.js', 'https://s.example/t.js'].map(isOnlyHere)).toEqual([
      true,
      true,
      false,
    ]);
  });
});

it('says where the id of a click goes, also in a path', () => {
  const link = { link: '', advertiserId: null, subId: '', written: null, inside: [], example: '', excludedBy: [] };
  const network = { id: 'partnerize', label: 'Partnerize' };
  expect(linkWords({ ...link, outcome: 'tagged', network, parameter: '/pubref:' })).toContain('the path (/pubref:)');
  const second = linkWords({ ...link, outcome: 'tagged', network, parameter: 'clickref2', subId: 'mail' });
  expect(second).toContain('Your sub-id “mail” stays as it is. At the click its id goes into “clickref2”');
  expect(linkWords({ ...link, outcome: 'kept', network, parameter: 'u1', subId: 'mail' })).toContain('“mail”');
});
