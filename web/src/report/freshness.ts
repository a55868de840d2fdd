/** How fresh the figures are, for the bar and every screen, in words: "updated 12 min ago · next 14:30", and what is wrong where they are old. Pure. */
import { formatAgo, formatDay, formatInstant } from '../format/moments.ts';
import type { FreshnessReply } from './queries.ts';

type Stream = FreshnessReply['streams'][number];

export interface FreshnessWords {
  /** `none`: nothing was imported yet. `stale`: some stream is late, fails or is stopped. */
  readonly tone: 'fresh' | 'stale' | 'none';
  readonly text: string;
  /** The two halves of the text; null: no pull is planned. */
  readonly updated: string;
  readonly next: string | null;
  /** One sentence for each stream that needs somebody. */
  readonly problems: readonly string[];
}

const STALE: ReadonlySet<Stream['state']> = new Set(['late', 'failing', 'stopped', 'waiting']);

/** The streams that somebody has to look after. */
export function needsSomebody({ streams }: FreshnessReply): readonly Stream[] {
  return streams.filter(({ state }) => STALE.has(state));
}

/** The name of a stream: Rakuten Advertising, United States. */
export function streamName({ networkLabel, countryLabel }: Stream): string {
  return countryLabel === '' ? networkLabel : `${networkLabel}, ${countryLabel}`;
}

function problemOf(stream: Stream): string {
  const name = streamName(stream);
  const said = stream.problem?.message;
  if (stream.state === 'late') return `${name}: the next pull is overdue.`;
  if (stream.state === 'waiting') return `${name}: an import waits for you.`;
  if (stream.state === 'stopped') return `${name}: the network refuses the credential. ${said ?? ''}`.trim();
  return `${name}: ${said ?? 'the last pull failed.'}`;
}

/** What is said of all streams at the instant `at`. */
export function freshnessWords({ asOf, streams }: FreshnessReply, at: Date, locale?: string): FreshnessWords {
  const stale = needsSomebody({ asOf, streams });
  const [nextAt] = streams.flatMap(({ nextPullAt }) => nextPullAt ?? []).sort();
  const updated = asOf === null ? 'Nothing imported yet' : `Updated ${formatAgo(asOf, at, locale)}`;
  const next = nextAt === undefined ? null : `next ${clockTime(nextAt, at, locale)}`;
  const tone = stale.length > 0 ? 'stale' : asOf === null ? 'none' : 'fresh';
  const text = next === null ? updated : `${updated} · ${next}`;
  return { tone, text, updated, next, problems: stale.map(problemOf) };
}

/** The same of a demo, whose network is gone: the day that its sales go up to, and nobody is wanted. */
export function demoFreshnessWords(reply: FreshnessReply, locale?: string): FreshnessWords {
  const lastDay = lastDayOf(reply);
  if (lastDay === null) return { tone: 'none', text: 'Demo data', updated: 'Demo data', next: null, problems: [] };
  const upTo = `up to ${formatDay(lastDay, { year: false }, locale)}`;
  return { tone: 'fresh', text: `Demo data ${upTo}`, updated: `Data ${upTo}`, next: null, problems: [] };
}

/** A time of this day as 14:30, any other with its day. */
function clockTime(instant: string, at: Date, locale: string | undefined): string {
  const then = new Date(instant);
  if (then.toDateString() !== at.toDateString()) return formatInstant(instant, locale);
  return new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(then);
}

/** Streams whose data end before a period's last day but today, or that have none: the period's figures lack them. */
export function missingStreams({ streams }: FreshnessReply, to: string, today: string): readonly Stream[] {
  const wanted = to >= today ? null : to;
  return streams.filter(
    ({ lastDay, state }) => lastDay === null || (STALE.has(state) && wanted !== null && lastDay < wanted),
  );
}

/** The last day with data of any stream; null: none. */
export function lastDayOf({ streams }: FreshnessReply): string | null {
  return (
    streams
      .flatMap(({ lastDay }) => lastDay ?? [])
      .sort()
      .at(-1) ?? null
  );
}
