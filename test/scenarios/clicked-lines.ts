/** Readers of four days who read two pages each and follow a link on the second, and the lines that most of them earned. */
import { makeClickId } from '../../src/core/index.ts';
import type { FactsStore } from '../../src/facts/index.ts';
import { loadEvents } from '../clickhouse/tracked.ts';
import type { WorldLine } from './publisher.ts';

export const LINES = 44;
const instantOf = (n: number): string => `2026-03-0${1 + (n % 4)} 08:${String(n).padStart(2, '0')}:00.000000`;
const idOf = (n: number): string => makeClickId(Date.UTC(2026, 2, 1 + (n % 4), 8, n), new Uint8Array(10));

export async function fill(facts: FactsStore, folder: string): Promise<void> {
  const some = Array.from({ length: LINES }, (_, n) => n);
  const head = (n: number) => ({
    site_id: 'site-1',
    visitor: `reader-${n}`,
    page_host: 'kitchen.example',
    happened_at: instantOf(n),
  });
  const views = some.flatMap((n) =>
    [0, 1].map((step) => ({
      ...{
        ...head(n),
        log_at: 2 * n + step,
        event_id: `v${n}-${step}`,
        view_id: `v${n}-${step}`,
        page_path: `/${(n + step) % 3}`,
      },
      ...{ source_class: step === 0 ? 'search' : 'internal', source_name: 'Google' },
    })),
  );
  const link = {
    link: 'https://go.example/1',
    link_host: 'go.example',
    network: 'rakuten',
    advertiser_id: '3358',
    position: 1,
  };
  const clicks = some.map((n) => ({
    ...{ ...head(n), ...link, log_at: n, event_id: `c${n}`, view_id: `v${n}-1`, page_path: `/${(n + 1) % 3}` },
    click_id: n % 4 === 3 ? null : idOf(n),
  }));
  await loadEvents(facts, folder, 'pageviews', views);
  await loadEvents(facts, folder, 'clicks', clicks);
}

export const linesOf = (from: number, to: number): WorldLine[] =>
  Array.from({ length: to - from }, (_, place) => {
    const n = from + place;
    return {
      ...{ id: `T${n}`, order: `O${n}`, mid: '3358', sku: 'S', on: `3/${1 + (n % 4)}/26`, at: '09:59:59' },
      ...{ sales: '10.01', commission: `${n}.0007`, items: 1, status: 'locked', subId: n % 4 === 3 ? '' : idOf(n) },
    };
  });
