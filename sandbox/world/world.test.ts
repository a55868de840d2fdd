import { describe, expect, test } from 'vitest';
import { parseClickId } from '../../src/core/index.ts';
import { DAY_MS, monthNumberOf } from './calendar.ts';
import type { CommissionLine } from './commission-line.ts';
import { createWorld } from './world.ts';

const world = createWorld({ seed: 'a year', months: 12, ordersPerDay: 40 });

function groupsOf(
  lines: readonly CommissionLine[],
  key: (line: CommissionLine) => string,
): readonly CommissionLine[][] {
  const groups = new Map<string, CommissionLine[]>();
  for (const line of lines) groups.set(key(line), [...(groups.get(key(line)) ?? []), line]);
  return [...groups.values()];
}

const orderLineOf = (line: CommissionLine): string => [line.networkId, line.mid, line.orderId, line.sku].join('|');
const allButIdOf = (line: CommissionLine): string => JSON.stringify({ ...line, transactionId: '' });

describe('determinism', () => {
  test('equal options give an equal world, another seed another one', () => {
    const options = { seed: 7, months: 1, ordersPerDay: 10 };
    expect(createWorld(options).lines).toEqual(createWorld(options).lines);
    expect([...createWorld(options).eachClick()]).toEqual([...createWorld(options).eachClick()]);
    expect(createWorld({ ...options, seed: 8 }).lines).not.toEqual(createWorld(options).lines);
  });

  test('lines made one by one are the lines that are kept', () => {
    const options = { seed: 3, months: 1, ordersPerDay: 10 };
    expect([...createWorld(options).eachLine()]).toEqual(createWorld(options).lines);
  });

  test('a day is the same whatever days surround it', () => {
    const long = createWorld({ seed: 5, startDay: '2025-01-01', endDay: '2025-02-28', ordersPerDay: 10 });
    const late = createWorld({ seed: 5, startDay: '2025-02-01', endDay: '2025-02-28', ordersPerDay: 10 });
    const fromMs = late.settings.startDay * DAY_MS;
    expect(long.lines.filter((line) => line.occurredAtMs >= fromMs)).toEqual(late.lines);
  });
});

describe('what a year holds', () => {
  test('transaction ids are 32 upper-case hex digits and unique', () => {
    expect(new Set(world.lines.map((line) => line.transactionId)).size).toBe(world.lines.length);
    expect(world.lines.every((line) => /^[0-9A-F]{32}$/.test(line.transactionId))).toBe(true);
  });

  test('every country network, kind, reason and awkward name occurs', () => {
    const valuesOf = (read: (line: CommissionLine) => unknown): Set<unknown> => new Set(world.lines.map(read));
    expect(valuesOf((line) => line.networkId)).toEqual(new Set([1, 3, 5, 7, 8, 9, 41]));
    expect(valuesOf((line) => line.kind)).toEqual(new Set(['sale', 'reversal', 'adjustment', 'non-commissionable']));
    expect(valuesOf((line) => line.reason)).toEqual(
      new Set([null, 'Return Exceeded', 'SKU Does Not Match', 'Order Excluded']),
    );
    for (const mark of [',', '"', 'ü', 'é']) {
      expect(world.lines.some((line) => line.productName.includes(mark) || line.advertiserName.includes(mark))).toBe(
        true,
      );
    }
  });

  test('about 15 % of the lines carry no sub-id, the others a label or their click id', () => {
    const empty = world.lines.filter((line) => line.subId === '').length / world.lines.length;
    expect(empty).toBeGreaterThan(0.12);
    expect(empty).toBeLessThan(0.18);
    const others = world.lines.filter((line) => line.subId !== '');
    expect(others.every((line) => line.subId === line.clickId || /^post-\d+_[a-z0-9-]+$/.test(line.subId))).toBe(true);
  });

  test('orders hold one SKU twice, and lines that are equal but for their id', () => {
    const sales = world.lines.filter((line) => line.kind === 'sale');
    expect(groupsOf(sales, allButIdOf).some((group) => group.length === 2)).toBe(true);
    const repeated = groupsOf(sales, orderLineOf).filter((group) => group.length === 2);
    expect(repeated.some(([first, second]) => first?.salesUnits !== second?.salesUnits)).toBe(true);
  });

  test('one order id is used by more than one advertiser', () => {
    const owners = groupsOf(world.lines, (line) => line.orderId);
    expect(owners.some((group) => new Set(group.map((line) => line.mid)).size > 1)).toBe(true);
  });

  test('money: whole cents of sales, tiny and large amounts, lines without commission', () => {
    expect(world.lines.every((line) => Number.isSafeInteger(line.salesUnits) && line.salesUnits % 100 === 0)).toBe(
      true,
    );
    expect(world.lines.every((line) => Number.isSafeInteger(line.commissionUnits))).toBe(true);
    expect(world.lines.some((line) => line.commissionUnits % 100 !== 0)).toBe(true);
    expect(world.lines.some((line) => line.salesUnits > 10_000_000)).toBe(true);
    expect(world.lines.some((line) => line.salesUnits < -10_000_000)).toBe(true);
    expect(world.lines.some((line) => line.kind === 'sale' && line.salesUnits > 0 && line.commissionUnits === 0)).toBe(
      true,
    );
  });
});

describe('later lines', () => {
  const histories = groupsOf(
    world.lines.filter((line) => line.kind !== 'non-commissionable'),
    orderLineOf,
  );

  test('nothing is taken back that was not given, and nothing after the lock', () => {
    for (const history of histories) {
      expect(history.reduce((sum, line) => sum + line.salesUnits, 0)).toBeGreaterThanOrEqual(0);
      expect(history.reduce((sum, line) => sum + line.commissionUnits, 0)).toBeGreaterThanOrEqual(0);
      expect(history.every((line) => line.processedAtMs < line.lockedAtMs)).toBe(true);
    }
    expect(Math.max(...world.lines.map((line) => line.processedAtMs))).toBeLessThan(world.settledAt.getTime());
  });

  test('reversals are full, partial, or two equal parts in different months', () => {
    const reversalsOf = (history: readonly CommissionLine[]): CommissionLine[] =>
      history.filter((line) => line.kind === 'reversal');
    const simple = histories.filter((history) => history.filter((line) => line.kind === 'sale').length === 1);
    const netOf = (history: readonly CommissionLine[]): number =>
      history.reduce((sum, line) => sum + line.salesUnits, 0);
    expect(simple.some((history) => reversalsOf(history).length === 1 && netOf(history) === 0)).toBe(true);
    expect(simple.some((history) => reversalsOf(history).length === 1 && netOf(history) > 0)).toBe(true);
    const twice = simple.filter((history) => reversalsOf(history).length === 2);
    expect(twice.length).toBeGreaterThan(5);
    for (const history of twice) {
      const [first, second] = reversalsOf(history);
      expect(first?.salesUnits).toBe(second?.salesUnits);
      expect(monthNumberOf(first?.processedAtMs ?? 0)).not.toBe(monthNumberOf(second?.processedAtMs ?? 0));
    }
  });

  test('a reversal keeps the date of the order and comes days to 12 weeks after it was processed', () => {
    for (const history of histories) {
      const processedMs = Math.min(...history.map((line) => line.processedAtMs));
      for (const line of history.filter((candidate) => candidate.kind === 'reversal')) {
        expect(line.occurredAtMs).toBe(history[0]?.occurredAtMs);
        const days = (line.processedAtMs - processedMs) / DAY_MS;
        expect(days).toBeGreaterThanOrEqual(5);
        expect(days).toBeLessThan(91);
      }
    }
  });

  test('adjustments have commission without sales, on the first of a month', () => {
    const adjustments = world.lines.filter((line) => line.kind === 'adjustment');
    expect(adjustments.length).toBeGreaterThan(0);
    for (const line of adjustments) {
      expect([line.salesUnits, line.items, line.commissionUnits > 0]).toEqual([0, 0, true]);
      expect(new Date(line.processedAtMs).getUTCDate()).toBe(1);
    }
  });
});

test('every line names a page, link and click that exist', () => {
  const links = new Map(world.publisher.pages.flatMap((page) => page.links.map((link) => [link.id, page] as const)));
  expect(world.lines.every((line) => links.get(line.linkId)?.id === line.pageId)).toBe(true);
  const clicks = new Map([...world.eachClick()].map((click) => [click.id, click]));
  const strangers = world.lines.filter((line) => {
    const click = clicks.get(line.clickId);
    const isOurs = click?.orderId === line.orderId && click.mid === line.mid && click.subId === line.subId;
    return !isOurs || click.clickedAtMs >= line.occurredAtMs;
  });
  expect(strangers).toEqual([]);
});

test('options out of range are refused', () => {
  expect(() => createWorld({ networks: [2] })).toThrow(/country network 2/);
  expect(() => createWorld({ startDay: '2025-02-30' })).toThrow(RangeError);
  expect(() => createWorld({ startDay: '2025-02-01', endDay: '2025-01-31' })).toThrow(RangeError);
  expect(() => createWorld({ emptySubIdShare: 1.1 })).toThrow(RangeError);
  expect(() => createWorld({ months: 0 })).toThrow(RangeError);
});

test('a tidy publisher: each site links the shops of its own country network, and winter is busier than summer', () => {
  const networks = [1, 3, 9];
  const options = {
    style: 'tidy',
    networks,
    sites: 3,
    advertisers: 15,
    pagesPerSite: 18,
    startDay: '2025-01-01',
  } as const;
  const world = createWorld(options);
  const networkOf = new Map(world.advertisers.map(({ mid, network }) => [mid, network.id]));
  for (const page of world.publisher.pages) {
    const place = world.publisher.sites.findIndex(({ id }) => id === page.siteId);
    expect(page.links.map(({ mid }) => networkOf.get(mid))).toEqual(page.links.map(() => networks[place]));
  }
  expect(new Set(world.publisher.pages.map(({ url }) => url)).size).toBe(world.publisher.pages.length);
  const ordersIn = (month: number): number =>
    new Set(
      world.lines.filter((line) => new Date(line.occurredAtMs).getUTCMonth() === month).map((line) => line.orderId),
    ).size;
  expect(ordersIn(10) / ordersIn(7)).toBeGreaterThan(1.5);
});

test('with the browser script, sub-ids are click ids of clicks that were seen, or what became of them', () => {
  const tracking = {
    blockedShare: 0.15,
    strippedShare: 0.1,
    lostEventShare: 0,
    otherDeviceShare: 0.2,
    foldingShare: 0.2,
    truncatingShare: 0.2,
  };
  const world = createWorld({ tracking, startDay: '2026-03-01', months: 2 });
  const clicks = new Map([...world.eachClick()].map((click) => [click.id, click]));
  const kinds = new Map<string, number>();
  for (const line of world.lines) {
    const click = clicks.get(line.clickId);
    expect(click?.pageId).toBe(line.pageId);
    const reading = parseClickId(line.subId);
    kinds.set(reading.kind, (kinds.get(reading.kind) ?? 0) + 1);
    if (reading.id !== null) expect([reading.id, click?.isSeen]).toEqual([line.clickId, true]);
  }
  expect([...kinds.keys()].sort()).toEqual(['folded', 'intact', 'none', 'truncated']);
  const seen = [...clicks.values()].filter((click) => click.isSeen).length / clicks.size;
  expect(seen).toBeGreaterThan(0.82);
  expect(seen).toBeLessThan(0.88);
});
