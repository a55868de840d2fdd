/** Mails about coverage over many days, with the real accounts and outbox, and a clock of the test's own. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { answered, type House, openHouse } from '../../test/access/house.ts';
import { DropMail, type Message } from '../notify/index.ts';
import { type Watched, watchedDays } from '../reports/index.ts';
import { CoverageWatch } from './watch-coverage.ts';

const ORIGIN = 'https://tributary.example';
let house: House;
let now: Date;
let sent: Message[];
/** Covered lines of 100 of the advertiser's newest; before it were 90 of 100, unless a test says otherwise. */
let covered: number;
let before: number;

beforeEach(async () => {
  [now, sent, covered, before] = [new Date('2026-03-01T08:00:00Z'), [], 90, 90];
  const mailer = {
    send: (message: Message): Promise<void> => {
      sent.push(message);
      return Promise.resolve();
    },
  };
  house = await openHouse(ORIGIN, { mailer, clock: () => now });
});
afterEach(() => house.close());

const acme = (): Watched => ({
  ...{ network: 'rakuten', advertiserId: '33|58', advertiser: 'Acme' },
  ...{ now: { lines: 100, covered }, before: { lines: 100, covered: before } },
});

/** A program as it is after its start: what it knows besides its stores is nothing. */
function started(watched = () => [acme()]): CoverageWatch {
  const { outbox } = house.services.access;
  const context = {
    control: house.control,
    outbox,
    origin: ORIGIN,
    networkLabel: () => 'Rakuten',
    daysOf: watchedDays,
  };
  const workspace = {
    id: 'main',
    today: () => Promise.resolve(now.toISOString().slice(0, 10)),
    coverage: () => Promise.resolve(watched()),
  };
  return new CoverageWatch({
    ...{ mail: new DropMail(context), log: house.services.log },
    workspaces: () => Promise.resolve([workspace]),
  });
}

/** Days pass, each with a look and the outbox sending; how many mails each brought. */
async function days(watch: CoverageWatch, count: number): Promise<readonly number[]> {
  const mails: number[] = [];
  for (let day = 0; day < count; day += 1) {
    const until = sent.length;
    await watch.look();
    await house.services.access.outbox.settle();
    mails.push(sent.length - until);
    now = new Date(now.getTime() + 86_400_000);
  }
  return mails;
}

test('one mail for a drop, none while it lasts, and one again once it had recovered', async () => {
  await house.setUp();
  const watch = started();
  expect(await days(watch, 2)).toEqual([0, 0]);
  covered = 40;
  expect(await days(watch, 3)).toEqual([1, 0, 0]);
  expect(await days(started(), 1)).toEqual([0]); // a restart is no news
  covered = 84; // six points below what it was
  expect(await days(watch, 1)).toEqual([0]);
  covered = 30;
  expect(await days(watch, 1)).toEqual([0]);
  covered = 85; // five
  expect(await days(watch, 1)).toEqual([0]);
  covered = 30;
  expect(await days(watch, 2)).toEqual([1, 0]);
});

test('after 35 days what it was before is forgotten, whether it came back or not', async () => {
  await house.setUp();
  const watch = started();
  covered = 40;
  expect(await days(watch, 1)).toEqual([1]);
  before = 40; // the days before are all of after the drop
  expect((await days(watch, 36)).every((mails) => mails === 0)).toBe(true);
  expect(await house.control.selectFrom('told_drops').selectAll().execute()).toEqual([]);
  covered = 10;
  expect(await days(watch, 2)).toEqual([1, 0]);
});

test('the mail says how much it was, and leads to those sub-ids; no text can break out of its place', async () => {
  await house.setUp();
  covered = 40;
  await days(
    started(() => [{ ...acme(), advertiser: 'A\r\nBcc: x@evil.example <b>' }]),
    1,
  );
  const [mail] = sent;
  expect(mail?.to).toBe('ada@example.com');
  expect(mail?.subject).toBe('A Bcc: x@evil.example <b>: fewer sub-ids come back');
  expect(mail?.html).not.toContain('<b>');
  expect(mail?.text).toContain('(Rakuten): 40 % of 100 lines, before 90 % of 100.');
  const link = new URL(/https:\S+\/quality\S+/.exec(mail?.text ?? '')?.[0] ?? '');
  expect(Object.fromEntries(link.searchParams)).toMatchObject({
    ...{ ws: 'main', of: 'coverage', period: 'custom', from: '2026-02-22', to: '2026-02-28' },
    ...{ cmp: 'custom', cfrom: '2026-01-25', cto: '2026-02-21' },
  });
  expect(link.searchParams.getAll('f')).toEqual(['network:is:rakuten', String.raw`advertiser:is:33\|58`]);
});

test('all drops of a day are one mail', async () => {
  await house.setUp();
  covered = 0;
  const shops = Array.from({ length: 30 }, (_, place) => ({ ...acme(), advertiserId: `${place}`, advertiser: null }));
  expect(
    await days(
      started(() => shops),
      2,
    ),
  ).toEqual([1, 0]);
  expect(sent[0]?.subject).toBe('30 advertisers: fewer sub-ids come back');
  expect(sent[0]?.text).toContain('And 20 more.');
});

test('whoever can mend it gets it, and only while they want it', async () => {
  const ada = await house.setUp();
  const bo = await house.member('bo@example.com', 'editor');
  const cy = await house.member('cy@example.com', 'viewer');
  const mailsOf = async (browser: typeof ada): Promise<unknown> =>
    (await answered<{ mailsDrops: unknown }>(await browser.ask('showMe'))).mailsDrops;
  expect([await mailsOf(ada), await mailsOf(bo), await mailsOf(cy)]).toEqual([true, true, null]);
  const changed = await answered(await bo.ask('changeMe', { body: { mailsDrops: false } }));
  expect(changed).toMatchObject({ email: 'bo@example.com', mailsDrops: false });
  await house.services.access.outbox.settle();
  sent = [];
  covered = 40;
  await days(started(), 1);
  expect(sent.map(({ to }) => to)).toEqual(['ada@example.com']);
});

test('a mail that waits is not sent to who wants none meanwhile, nor about what is over', async () => {
  const ada = await house.setUp();
  const watch = started();
  covered = 40;
  await watch.look();
  await answered(await ada.ask('changeMe', { body: { mailsDrops: false } }));
  expect(await days(watch, 1)).toEqual([0]);
  await answered(await ada.ask('changeMe', { body: { mailsDrops: true } }));
  covered = 90;
  await days(watch, 1);
  covered = 40;
  await watch.look();
  now = new Date(now.getTime() + 86_400_000);
  covered = 90;
  await watch.look();
  await house.services.access.outbox.settle();
  expect(sent).toEqual([]);
});

test('what is noted and its mail are one: where queueing fails neither is, and the next look tells', async () => {
  await house.setUp();
  covered = 40;
  const { outbox } = house.services.access;
  const queue = outbox.queue.bind(outbox);
  outbox.queue = async (...mail) => {
    await queue(...mail);
    throw new Error('the disk is full');
  };
  const watch = started();
  await watch.look();
  expect(await house.control.selectFrom('told_drops').selectAll().execute()).toEqual([]);
  expect(await outbox.list(10)).toEqual([]);
  outbox.queue = queue;
  expect(await days(watch, 2)).toEqual([1, 0]);
});

test('a mail that a killed program had noted, or was sending, arrives once it runs again, and no second one', async () => {
  await house.setUp();
  covered = 40;
  await started().look(); // and killed before the outbox had its turn
  await house.control.updateTable('outbox').set({ status: 'sending', attempts: 1 }).execute(); // or in it
  expect(await days(started(), 2)).toEqual([1, 0]);
});
