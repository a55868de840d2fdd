/** A simulated publisher with the browser script: what attribution says of each order, against what is true. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type AttributionContext, ensureAttributions } from '../../src/attribution/index.ts';
import { AS_REPORTED } from '../../src/ledger/index.ts';
import { createWorld, writeReportFiles } from '../../sandbox/index.ts';
import {
  calibrationOf,
  type GivenShare,
  pageError,
  part,
  print,
  printMethods,
  simplerWays,
  toldByMethod,
  type TrueOrder,
  truePages,
} from '../scenarios/attribution-truth.ts';
import { Publisher } from '../scenarios/publisher.ts';
import { tickingClock } from '../scenarios/report-ledger.ts';
import { loadWorldClicks } from '../scenarios/world-clicks.ts';

const UNITED_STATES = 1;
const world = createWorld({
  seed: 11,
  networks: [UNITED_STATES],
  advertisers: 6,
  pagesPerSite: 15,
  startDay: '2026-02-01',
  endDay: '2026-03-31',
  ordersPerDay: 40,
  tracking: {
    blockedShare: 0.12,
    strippedShare: 0.18,
    lostEventShare: 0,
    otherDeviceShare: 0.3,
    foldingShare: 0.2,
    truncatingShare: 0.2,
  },
});
const pages = new Map(world.publisher.pages.map((page) => [page.id, new URL(page.url)]));

/**
 * Prints how true these shares are, and gives it: of every method, of the model's confidences, of the sums of pages of orders
 * that came without a word, beside two simpler ways.
 */
function printTruth(shares: readonly GivenShare[]) {
  const orders = new Map<
    string,
    TrueOrder & { readonly mid: number; readonly atMs: number; readonly isSilent: boolean }
  >();
  for (const { mid, orderId, pageId, occurredAtMs: atMs, subId } of world.lines) {
    const page = pages.get(pageId);
    const order = `${mid} ${orderId}`;
    const units = orders.get(order)?.units ?? 0;
    orders.set(order, { page: `${page?.host}${page?.pathname}`, units, mid, atMs, isSilent: subId === '' });
  }
  for (const { order, units } of shares) {
    const own = orders.get(order);
    if (own !== undefined) orders.set(order, { ...own, units: own.units + units });
  }
  printMethods(orders, shares);
  const silent = new Map([...orders].filter(([, { isSilent }]) => isSilent));
  const ofSilent = shares.filter(({ order }) => silent.has(order));
  const { points } = calibrationOf(silent, ofSilent);
  print(['off by tenths, in the mean', `${points.toFixed(1)} points`]);
  const clicks = [...world.eachClick()].filter(({ isSeen }) => isSeen).sort((a, b) => a.clickedAtMs - b.clickedAtMs);
  const seen = clicks.map(({ mid, clickedAtMs: atMs, pageId }) => {
    const page = pages.get(pageId);
    return { mid, atMs, page: `${page?.host}${page?.pathname}` };
  });
  const ways = simplerWays(
    [...silent.values()].map((order) => ({ ...order, clicks: seen.filter(({ mid }) => mid === order.mid) })),
  );
  const really = truePages(silent);
  const attributed = truePages(new Map(ofSilent.map((share, place) => [String(place), share])));
  const errors = {
    attributed: pageError(attributed, really),
    lastClick: pageError(ways.lastClick, really),
    shareOfClicks: pageError(ways.shareOfClicks, really),
  };
  for (const [way, error] of Object.entries(errors)) print([`pages off: ${way}`, part(error, 1)]);
  return { methods: toldByMethod(orders, shares), points, errors };
}

test('every order with an intact click id is on its true page, the others where they most likely belong, and all adds up', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-attribution-'));
  const clock = tickingClock();
  const publisher = await Publisher.create(undefined, clock);
  const { facts } = publisher;
  try {
    const files = await writeReportFiles(world, {
      folder,
      startDay: '2026-02-01',
      endDay: world.settledAt.toISOString().slice(0, 10),
      now: world.settledAt,
      names: ['tributary-report', 'non-commissionable-sales-report'],
      networkId: UNITED_STATES,
    });
    await publisher.drops(await Promise.all(files.map(({ path }) => readFile(path, 'utf8'))));
    await loadWorldClicks(facts, world, folder);
    const around: AttributionContext = {
      facts,
      clock,
      folder,
      decisions: async () => ({ rules: [], sites: [] }),
      making: async () => AS_REPORTED,
    };
    const { basis, ledger } = await ensureAttributions(around);

    const rows = await facts.query(
      `select l.order_id as order_id, l.advertiser_id as mid, a.method as method, a.page_host as host, a.page_path as path,
         a.confidence as confidence, sum(units_of(abs(a.commission))) as units
       from attributions a join ledger_lines l on l.entry_id = a.entry_id and l.basis = {ledger:Int64}
       where a.basis = {basis:Int64} group by l.order_id, l.advertiser_id, a.method, a.page_host, a.page_path, a.confidence`,
      { basis, ledger: ledger.basis },
    );
    const truth = new Map(world.lines.map((line) => [`${line.mid} ${line.orderId}`, pages.get(line.pageId)]));
    const isTrue = (row: (typeof rows)[number]): boolean => {
      const page = truth.get(`${row['mid']} ${row['order_id']}`);
      return page?.host === row['host'] && page?.pathname === row['path'];
    };
    const { methods, points, errors } = printTruth(
      rows.map((row) => ({
        ...{ order: `${row['mid']} ${row['order_id']}`, method: String(row['method']), units: Number(row['units']) },
        page: row['method'] === 'none' ? '' : `${String(row['host'])}${String(row['path'])}`,
        confidence: Number(row['confidence']) / 10_000,
      })),
    );
    expect(methods.map(({ method, named, right }) => [method, right === named])).toContainEqual(['click-id', true]);
    expect(points).toBeLessThan(5);
    expect(Math.min(errors.lastClick, errors.shareOfClicks) / errors.attributed).toBeGreaterThan(2);

    const byId = rows.filter((row) => row['method'] === 'click-id');
    expect(byId.length).toBeGreaterThan(500);
    expect(byId.filter((row) => !isTrue(row))).toEqual([]);

    const model = rows.filter((row) => row['method'] === 'model');
    const sum = (of: typeof rows): number => of.reduce((total, row) => total + Number(row['units']), 0);
    expect(sum(model)).toBeGreaterThan(0);
    // what was hidden from the model: it is better than the simpler ways, and as right as it says
    const checks = await facts.query('select * from model_checks');
    const [ofModel, ofLast, ofShares] = ['model', 'last-click', 'share-of-clicks'].map((method) =>
      checks.find((row) => row['method'] === method),
    );
    print(['with known ids hidden', 'pages off', 'first right', 'log loss']);
    for (const check of [ofModel, ofLast, ofShares])
      print([
        String(check?.['method']),
        ...[part(Number(check?.['page_error']), 1), part(Number(check?.['top_rate']), 1)],
        Number(check?.['log_loss']).toFixed(2),
      ]);
    for (const simpler of [ofLast, ofShares]) {
      for (const measure of ['log_loss', 'page_error'])
        expect(Number(ofModel?.[measure])).toBeLessThan(Number(simpler?.[measure]));
      expect(Number(ofModel?.['top_rate'])).toBeGreaterThan(Number(simpler?.['top_rate']));
    }
    expect(Number(ofModel?.['calibration_points'])).toBeLessThan(5);
    expect(await facts.query('select verdict from model_fits')).toEqual([{ verdict: 'passes' }]);
    // pages differ in how their readers buy, which shares of clicks cannot know: 3.0 times their error here, more with more orders
    expect(Number(ofShares?.['page_error']) / Number(ofModel?.['page_error'])).toBeGreaterThan(2.5);
    // and of orders whose id is really lost, or whose reader blocks the script: a page is as often the true one as is said
    const claims = new Map(
      model.map((row) => {
        const order = `${row['mid']} ${row['order_id']}`;
        return [
          `${order} ${row['host']}${row['path']}`,
          { confidence: Number(row['confidence']) / 10_000, isRight: isTrue(row) },
        ];
      }),
    );
    const [stated, right] = [...claims.values()].reduce(
      ([all, hit], { confidence, isRight }) => [all + confidence ** 2, hit + (isRight ? confidence : 0)],
      [0, 0],
    );
    expect(Math.abs(stated / right - 1)).toBeLessThan(0.1);

    const [whole] = await facts.query(
      `select sum(l.commission) as commission, sum(l.sales) as sales, sum(l.items) as items from ledger_lines l where l.basis = {basis:Int64}`,
      { basis: ledger.basis },
    );
    const [parts] = await facts.query(
      `select sum(a.commission) as commission, sum(a.sales) as sales, sum(a.items) as items from attributions a where a.basis = {basis:Int64}`,
      { basis },
    );
    expect(parts).toEqual(whole);
    const uneven = await facts.query(
      `select a.entry_id as entry_id from attributions a where a.basis = {basis:Int64} group by a.entry_id
       having sum(a.commission) <> (select max(l.commission) from ledger_lines l where l.basis = {ledger:Int64} and l.entry_id = a.entry_id)`,
      { basis, ledger: ledger.basis },
    );
    expect(uneven).toEqual([]);
  } finally {
    await publisher.leaves();
    await rm(folder, { recursive: true, force: true });
  }
}, 120_000);
