/** What runs are called, what they did and what their buttons say. Pure. */
import type { Tone } from '../../ui/status-chip.tsx';
import type { Connection, Network, Receipt, Run } from '../connections/queries.ts';
import { formatNumber } from '../../format/numbers.ts';

const STATES: Readonly<Record<Run['state'], readonly [word: string, tone: Tone]>> = {
  queued: ['Queued', 'accent'],
  fetching: ['Fetching', 'accent'],
  waiting: ['Waiting for the network', 'waiting'],
  staging: ['Reading', 'accent'],
  preview: ['Waits for you', 'waiting'],
  held: ['Held for you', 'waiting'],
  posted: ['Uploaded', 'good'],
  discarded: ['Discarded', 'quiet'],
  failed: ['Failed', 'bad'],
};

const KINDS: Readonly<Record<Run['kind'], string>> = { files: 'Files', pull: 'Pull', replay: 'Replay' };

export function stateWord(state: Run['state']): string {
  return STATES[state][0];
}

export function stateTone(state: Run['state']): Tone {
  return STATES[state][1];
}

export function waitsForPerson(run: Pick<Run, 'state'>): boolean {
  return run.state === 'preview' || run.state === 'held';
}

/** "Pull of My shop", "Files of Rakuten Advertising". */
export function runName(run: Run, connections: readonly Connection[], networks: readonly Network[]): string {
  const connection = connections.find((one) => one.id === run.connection)?.name;
  const network = networks.find((one) => one.id === run.network)?.label ?? run.network;
  return `${KINDS[run.kind]} of ${connection ?? network}`;
}

/** How many, in words: ("sale", 1) → "1 sale", ("sale", 3412) → "3,412 sales". */
export function counted(count: number, word: string, locale?: string): string {
  return `${formatNumber(count, 0, locale)} ${word}${count === 1 ? '' : 's'}`;
}

/** What an upload would do: "Upload 3,412 sales", "Upload 12 new, 3 changed and 1 withdrawn", "Confirm: nothing changes". */
export function uploadLabel(receipts: readonly Receipt[], locale?: string): string {
  const sum = (part: 'added' | 'changed' | 'withdrawn'): number => receipts.reduce((all, one) => all + one[part], 0);
  const [added, changed, withdrawn] = [sum('added'), sum('changed'), sum('withdrawn')];
  const reports = new Set(receipts.flatMap((one) => one.files.map((file) => file.name))).size;
  if (added + changed + withdrawn === 0) return 'Confirm: nothing changes';
  if (changed + withdrawn === 0) {
    return `Upload ${counted(added, 'sale', locale)}${reports > 1 && reports < 10 ? ` from ${counted(reports, 'report', locale)}` : ''}`;
  }
  const parts = [
    [added, 'new'],
    [changed, 'changed'],
    [withdrawn, 'withdrawn'],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, word]) => `${formatNumber(count, 0, locale)} ${word}`);
  return `Upload ${said.length > 1 ? `${said.slice(0, -1).join(', ')} and ${said.at(-1)}` : said[0]}`;
}

/** What a run did or would do, in one line. */
export function runSummary(run: Run, locale?: string): string {
  if (run.error !== null) return run.error.message;
  const { receipt } = run;
  if (receipt === null) return run.progress?.stage ?? stateWord(run.state);
  const rejected = rejectedOf(receipt);
  const parts: readonly (readonly [number, string])[] = [
    [receipt.added, 'new'],
    [receipt.changed, 'changed'],
    [receipt.withdrawn, 'withdrawn'],
    [receipt.conflicts, receipt.conflicts === 1 ? 'conflict' : 'conflicts'],
    [rejected, 'rejected'],
  ];
  const said = parts.filter(([count]) => count > 0).map(([count, word]) => `${formatNumber(count, 0, locale)} ${word}`);
  return said.length === 0 ? 'Nothing changed' : said.join(', ');
}

/** Why a run is held, one sentence each: what is unusual about it. */
export function heldReasons({ withdrawn, conflicts, totals }: Receipt, locale?: string): readonly string[] {
  const lines = totals.reduce((sum, one) => sum + one.lines, 0);
  const reasons: string[] = [];
  if (withdrawn > 0) {
    const all = counted(lines + withdrawn, 'line', locale);
    const gone = formatNumber(withdrawn, 0, locale);
    reasons.push(`${gone} of ${all} that the ledger holds for these days are gone from the network’s reports.`);
  }
  if (conflicts > 0) {
    reasons.push(
      conflicts === 1
        ? 'One line contradicts another report of the same order.'
        : `${counted(conflicts, 'line', locale)} contradict another report of the same order.`,
    );
  }
  return reasons.length > 0 ? reasons : ['Many lines have other amounts in one report than in another: see Conflicts.'];
}

/** "689 sales, Jul 2026 – Nov 2026": what was found and over which months. `months` as YYYY-MM. */
export function foundSpan(months: readonly string[], nameOf: (month: string) => string): string | null {
  const sorted = [...new Set(months)].toSorted();
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return null;
  return first === last ? nameOf(first) : `${nameOf(first)} – ${nameOf(last)}`;
}

/** How many rows were not understood. */
export function rejectedOf(receipt: Receipt): number {
  return receipt.files.reduce((count, file) => count + file.rejected.length, 0);
}
