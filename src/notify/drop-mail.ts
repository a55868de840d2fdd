/**
 * Mails about advertisers of whose lines clearly fewer bring a sub-id back: one when it is noticed, and quiet until it is
 * over. What was told and the mails about it are written in one transaction: a drop is told once, whenever the program ends.
 */
import type { AccountStore, ToldDropTable } from '../control/index.ts';
import type { Message } from './mailer.ts';
import { shortMail } from './mail-text.ts';
import type { DueMail, Outbox } from './outbox.ts';

/** Lines, and those of them whose click or rule is known. */
interface Share {
  readonly lines: number;
  readonly covered: number;
}

/** An advertiser of whose lines fewer are covered than before. */
export interface Drop {
  readonly network: string;
  readonly advertiserId: string;
  readonly advertiser: string | null;
  readonly now: Share;
  readonly before: Share;
}

/** A drop that was told. */
export interface ToldDrop extends Drop {
  /** A day of the workspace. */
  readonly toldOn: string;
}

/** The days that were compared: the newer, and those before them. */
export interface ComparedDays {
  readonly from: string;
  readonly to: string;
  readonly compareFrom: string;
  readonly compareTo: string;
}

/** What these mails need. */
export interface DropMailContext {
  readonly control: AccountStore;
  readonly outbox: Outbox;
  /** The public address, if there is one. */
  readonly origin: string | undefined;
  readonly networkLabel: (network: string) => string;
  /** Which days were compared on a day. */
  readonly daysOf: (day: string) => ComparedDays;
}

const KIND = 'coverage-drop';
/** Viewers can neither mend a link nor make a rule. */
const ROLES = ['owner', 'admin', 'editor'] as const;
/** The address of a link must fit into a mailbox. */
const MOST_IN_LINK = 20;
const MOST_NAMED = 10;

/** Tells members of drops. */
export class DropMail {
  readonly #context: DropMailContext;

  constructor(context: DropMailContext) {
    this.#context = context;
    context.outbox.compose(KIND, (mail) => this.#mail(mail));
  }

  /** The drops that members know of and that are not over. */
  async told(workspaceId: string): Promise<readonly ToldDrop[]> {
    return toldIn(this.#context.control, workspaceId);
  }

  /** Notes what is over, and queues one mail about all that is new for every member who wants it. */
  async tell(workspaceId: string, drops: readonly Drop[], over: readonly ToldDrop[], today: string): Promise<void> {
    if (drops.length === 0 && over.length === 0) return;
    await this.#context.control.transaction().execute(async (store) => {
      for (const { network, advertiserId } of over) {
        const told = store.deleteFrom('told_drops').where('workspace_id', '=', workspaceId);
        await told.where('network', '=', network).where('advertiser_id', '=', advertiserId).execute();
      }
      if (drops.length === 0) return;
      await store
        .insertInto('told_drops')
        .values(drops.map((drop) => rowOf(workspaceId, drop, today)))
        .execute();
      for (const { user_id, email } of await this.#readers(store, workspaceId)) {
        const data = { user: user_id, toldOn: today };
        await this.#context.outbox.queue({ kind: KIND, to: email, about: workspaceId, data }, store);
      }
    });
  }

  #readers(store: AccountStore, workspaceId: string) {
    return store
      .selectFrom('members')
      .innerJoin('users', 'users.id', 'members.user_id')
      .select(['user_id', 'email'])
      .where('workspace_id', '=', workspaceId)
      .where('role', 'in', ROLES)
      .where('mails_drops', '=', 1)
      .orderBy('user_id')
      .execute();
  }

  /** None for who is no member any more or wants none, and none about what is over meanwhile. */
  async #mail({ about, data }: DueMail): Promise<Omit<Message, 'to' | 'id'> | null> {
    const { control, origin, networkLabel, daysOf } = this.#context;
    const [user, day] = [data['user'], data['toldOn']];
    if (origin === undefined || typeof day !== 'string') return null;
    const readers = await this.#readers(control, about);
    const workspace = await control
      .selectFrom('workspaces')
      .select('name')
      .where('workspace_id', '=', about)
      .where('removed_at', 'is', null)
      .executeTakeFirst();
    const drops = (await toldIn(control, about)).filter(({ toldOn }) => toldOn === day);
    const isWanted = readers.some(({ user_id }) => user_id === user);
    if (!isWanted || workspace === undefined || drops.length === 0) return null;
    const search = searchOf(about, drops, daysOf(day));
    return dropMail(drops, {
      workspace: workspace.name,
      origin,
      url: `${origin}/quality?${search.toString()}`,
      networkLabel,
    });
  }
}

async function toldIn(store: AccountStore, workspaceId: string): Promise<readonly ToldDrop[]> {
  const rows = await store
    .selectFrom('told_drops')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('network')
    .orderBy('advertiser_id')
    .execute();
  return rows.map((row) => ({
    ...{ network: row.network, advertiserId: row.advertiser_id, advertiser: row.advertiser, toldOn: row.told_on },
    now: { lines: row.line_count, covered: row.covered },
    before: { lines: row.lines_before, covered: row.covered_before },
  }));
}

function rowOf(workspace_id: string, { network, advertiserId, advertiser, now, before }: Drop, today: string) {
  const row: ToldDropTable = {
    ...{ workspace_id, network, advertiser_id: advertiserId, advertiser, told_on: today },
    ...{ covered: now.covered, line_count: now.lines, covered_before: before.covered, lines_before: before.lines },
  };
  return row;
}

/** The screen of sub-ids, narrowed to them, as its own links say it. */
function searchOf(workspaceId: string, drops: readonly Drop[], days: ComparedDays): URLSearchParams {
  const shown = drops.slice(0, MOST_IN_LINK);
  const filter = (dimension: string, values: readonly string[]): [string, string] => {
    const written = [...new Set(values)].map((value) => value.replaceAll(/[\\|]/g, String.raw`\$&`));
    return ['f', `${dimension}:is:${written.join('|')}`];
  };
  return new URLSearchParams([
    ['ws', workspaceId],
    ['of', 'coverage'],
    ['period', 'custom'],
    ['from', days.from],
    ['to', days.to],
    ['cmp', 'custom'],
    ['cfrom', days.compareFrom],
    ['cto', days.compareTo],
    filter(
      'network',
      shown.map(({ network }) => network),
    ),
    filter(
      'advertiser',
      shown.map(({ advertiserId }) => advertiserId),
    ),
  ]);
}

interface DropWords {
  readonly workspace: string;
  readonly origin: string;
  readonly url: string;
  readonly networkLabel: (network: string) => string;
}

/** The mail. It names no amount: also who sees none may read it. Pure. */
export function dropMail(
  drops: readonly Drop[],
  { workspace, origin, url, networkLabel }: DropWords,
): Omit<Message, 'to' | 'id'> {
  const named = drops.map(({ network, advertiserId, advertiser, now, before }) => {
    const name = `${advertiser ?? advertiserId} (${networkLabel(network)})`;
    return `${name}: ${percent(now)} of ${now.lines} lines, before ${percent(before)} of ${before.lines}.`;
  });
  const more = named.length - MOST_NAMED;
  const [first] = drops;
  const who = drops.length === 1 ? (first?.advertiser ?? first?.advertiserId ?? '') : `${drops.length} advertisers`;
  return shortMail({
    subject: `${who}: fewer sub-ids come back`,
    paragraphs: [
      `In ${workspace}, clearly fewer lines of the last 7 days bring a sub-id back that says which click or rule earned them than in the 28 days before:`,
      ...named.slice(0, MOST_NAMED),
      ...(more > 0 ? [`And ${more} more.`] : []),
      'Without it no page is known to have earned a line. Look whether the links lost their sub-id, or the report its column.',
    ],
    link: { label: drops.length === 1 ? 'Look at its sub-ids' : 'Look at their sub-ids', url },
    after: `You hear of this once, and again if it was back and drops anew. Whether you get such mails is a setting of your account: ${origin}/settings/account`,
  });
}

function percent({ lines, covered }: Share): string {
  return `${Math.round((100 * covered) / lines)} %`;
}
