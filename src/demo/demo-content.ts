/** What the team of the simulated publisher has added to its workspace. All of it is made up. Pure. */
import type { NewSite } from '../sites/index.ts';

interface DemoSite extends Pick<NewSite, 'host'> {
  readonly name: string;
  /** The id of its country network. */
  readonly country: string;
  /** The name of its connection. */
  readonly label: string;
}

/** The three sites, each with a country network of its own: as the simulated world has them. */
export const SITES: readonly DemoSite[] = [
  { host: 'kitchen-notes.example', name: 'Kitchen Notes', country: '1', label: 'Kitchen Notes (US)' },
  { host: 'trail-diary.example', name: 'Trail Diary', country: '3', label: 'Trail Diary (GB)' },
  { host: 'gartenblick.example', name: 'Gartenblick', country: '9', label: 'Gartenblick (DE)' },
];

/** Views that everybody in the workspace sees. */
export const VIEWS = [
  { screen: 'overview', name: 'By shop', query: 'stack=advertiser' },
  { screen: 'overview', name: 'Last 12 months', query: 'period=12mo&by=month&stack=advertiser' },
  { screen: 'transactions', name: 'Taken back, 91 days', query: 'period=91d&f=status%3Ais%3Areversed' },
] as const;

const DAY_MS = 86_400_000;
const NOTES: readonly { readonly daysAgo: number; readonly lastsDays: number; readonly text: string }[] = [
  { daysAgo: 5, lastsDays: 1, text: 'Newsletter: five skillets we keep' },
  { daysAgo: 18, lastsDays: 3, text: 'Trail Diary on a podcast' },
  { daysAgo: 47, lastsDays: 1, text: 'New comparison of stand mixers' },
  { daysAgo: 96, lastsDays: 1, text: 'Gartenblick moved to a faster host' },
  { daysAgo: 170, lastsDays: 2, text: 'Old guides brought up to date' },
];

/** Notes on days before `now`. */
export function notesOf(now: Date): readonly { day: string; endDay: string | null; text: string }[] {
  const dayBefore = (days: number): string => new Date(now.getTime() - days * DAY_MS).toISOString().slice(0, 10);
  return NOTES.map(({ daysAgo, lastsDays, text }) => ({
    day: dayBefore(daysAgo),
    endDay: lastsDays > 1 ? dayBefore(daysAgo - lastsDays + 1) : null,
    text,
  }));
}

/** What some of the labels mean that the team wrote into its links before it had the browser script. */
export const LABELS = [
  { text: 'post-1_*', page: 'https://kitchen-notes.example/best-cast-iron-skillets/' },
  { text: 'post-9_*', page: 'https://kitchen-notes.example/how-to-sharpen/' },
  { text: 'post-17_*', page: 'https://kitchen-notes.example/cast-iron-care-2/' },
  { text: 'post-32_*', page: 'https://trail-diary.example/night-walks/' },
  { text: 'post-40_*', page: 'https://gartenblick.example/gartenscheren-test/' },
] as const;
