/** Records of the log as rows of `staged_events`: CSV, which either facts store loads faster than anything else. */
import { open } from 'node:fs/promises';
import { CsvBytes, instantText } from '../core/index.ts';
import type { EventRecord, KeptClick, KeptHead, KeptImpressions, KeptLink, KeptPageview } from './kept.ts';
import { hostOf, trafficSource } from './traffic-source.ts';
import { dayOf } from './visitor-salt.ts';

/** The network's id of the advertiser that a link leads to; '' where the link does not say. */
export type AdvertiserOf = (network: string, link: string) => string;

/** A record at its place in the log. */
export interface PlacedEvent {
  readonly segment: number;
  readonly at: number;
  readonly record: EventRecord;
}

const BUFFER_SIZE = 1 << 16;
/** How many columns only a pageview has. */
const PAGEVIEW_COLUMNS = 14;

/** So many rows take some 20 ms: others on this thread wait no longer for their turn. */
const ROWS_AT_ONCE = 500;

/** Writes the rows of events into a new file. */
export async function stageEvents(
  events: readonly PlacedEvent[],
  path: string,
  advertiserOf: AdvertiserOf,
): Promise<void> {
  const file = await open(path, 'w', 0o600);
  const known = advertisersOnce(advertiserOf);
  try {
    for (let first = 0; first < events.length; first += ROWS_AT_ONCE) {
      await file.appendFile(rowsOf(events.slice(first, first + ROWS_AT_ONCE), known));
    }
  } finally {
    await file.close();
  }
}

/** Readers see the same links again and again; taking one apart costs more than all else of its row. */
function advertisersOnce(advertiserOf: AdvertiserOf): AdvertiserOf {
  const known = new Map<string, string>();
  return (network, link) => {
    const key = `${network} ${link}`;
    const advertiser = known.get(key) ?? advertiserOf(network, link);
    known.set(key, advertiser);
    return advertiser;
  };
}

function rowsOf(events: readonly PlacedEvent[], advertiserOf: AdvertiserOf): Buffer {
  const csv = new CsvBytes(BUFFER_SIZE);
  for (const placed of events) {
    const { event } = placed.record;
    switch (event.kind) {
      case 'pageview':
        pageview(csv, placed, event);
        break;
      case 'impressions':
        impressions(csv, placed, event, advertiserOf);
        break;
      case 'click':
        click(csv, placed, event, advertiserOf);
        break;
    }
  }
  return csv.take();
}

function pageview(csv: CsvBytes, placed: PlacedEvent, event: KeptPageview): void {
  head(csv, placed, event);
  for (const text of [event.referrer, event.title, event.language]) csv.text(text);
  for (const text of [event.author, event.category]) csv.text(text);
  csv.plain(event.publishedOn);
  csv.text(event.tags);
  for (const text of [event.source, event.medium, event.campaign, event.term, event.content]) csv.text(text);
  const pageUrl = `https://${event.pageHost}${event.pagePath}${event.pageQuery === '' ? '' : `?${event.pageQuery}`}`;
  const referrer = event.referrer ?? '';
  const isFromOwnSite = event.isFromOwnSite ?? hostOf(referrer) === event.pageHost.replace(/^www\./, '');
  const came = trafficSource({ pageUrl, referrer, isFromOwnSite });
  for (const text of [came.sourceClass, came.name]) csv.text(text);
  csv.plain('0');
  noLink(csv);
  csv.plain('0');
  noClick(csv);
  csv.endRow();
}

function impressions(csv: CsvBytes, placed: PlacedEvent, event: KeptImpressions, advertiserOf: AdvertiserOf): void {
  const from = csv.size;
  let until = from;
  for (const [index, seen] of event.links.entries()) {
    if (index > 0) csv.again(from, until);
    else {
      head(csv, placed, event);
      noPageview(csv);
      until = csv.size;
    }
    csv.plain(String(index));
    link(csv, seen, advertiserOf);
    csv.plain(String(seen.seen));
    noClick(csv);
    csv.endRow();
  }
}

function click(csv: CsvBytes, placed: PlacedEvent, event: KeptClick, advertiserOf: AdvertiserOf): void {
  head(csv, placed, event);
  noPageview(csv);
  csv.plain('0');
  link(csv, event, advertiserOf);
  csv.plain('0');
  csv.text(event.clickId);
  csv.text(event.way);
  csv.text(event.linkText);
  csv.text(event.heading);
  csv.plain(event.isCancelled ? '1' : '0');
  csv.endRow();
}

function head(csv: CsvBytes, { segment, at, record }: PlacedEvent, event: KeptHead): void {
  csv.text(record.event.kind);
  csv.plain(String(segment));
  csv.plain(String(at));
  csv.text(record.site);
  csv.plain(dayOf(record.atMs));
  csv.plain(instantText(new Date(record.atMs)));
  for (const text of [event.eventId, event.viewId, event.visitor]) csv.text(text);
  for (const text of [event.pageHost, event.pagePath, event.pageQuery]) csv.text(text);
  csv.plain(String(event.sinceMs));
  csv.text(event.country);
  csv.plain(event.countryIsGuess ? '1' : '0');
  csv.text(event.city ?? null);
  for (const text of [event.device, event.browser, event.system]) csv.text(text);
}

function link(
  csv: CsvBytes,
  { link: address, linkHost, network, placement, position }: KeptLink,
  advertiserOf: AdvertiserOf,
): void {
  for (const text of [address, linkHost, network, advertiserOf(network, address), placement]) csv.text(text);
  csv.plain(String(position ?? 0));
}

function noPageview(csv: CsvBytes): void {
  for (let column = 0; column < PAGEVIEW_COLUMNS; column += 1) csv.plain(null);
}

function noLink(csv: CsvBytes): void {
  for (const text of ['', '', '', '', null]) csv.text(text);
  csv.plain('0');
}

function noClick(csv: CsvBytes): void {
  for (const text of [null, '', null, null]) csv.text(text);
  csv.plain('0');
}
