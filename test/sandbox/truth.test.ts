/** A simulated publisher's downloads, imported: the ledger equals the world's truth, line by line, for two countries. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createWorld, type ReportName, type World, writeReportFiles } from '../../sandbox/index.ts';
import { Publisher } from '../scenarios/publisher.ts';

const COUNTRIES = [
  { id: 1, code: 'US' },
  { id: 9, code: 'DE' },
] as const;

function amountText(units: number): string {
  const digits = String(Math.abs(units)).padStart(5, '0');
  return `${units < 0 ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`;
}

/** What the ledger must hold of the world's lines: money, dates, sub-id; lost lines apart. */
function truthOf(world: World, networkId: number, names: readonly ReportName[]): string[] {
  return world.lines
    .filter((line) => line.networkId === networkId && line.processedAtMs <= world.settledAt.getTime())
    .filter(
      (line) => line.kind === 'non-commissionable' || names.includes('individual-item-report') || line.subId !== '',
    )
    .map((line) => {
      const isLost = line.kind === 'non-commissionable';
      const day = new Date(line.occurredAtMs).toISOString().slice(0, 10);
      const commission = isLost ? '0.0000' : amountText(line.commissionUnits);
      return [
        isLost ? 'lost' : 'counted',
        line.mid,
        line.orderId,
        line.sku,
        day,
        amountText(line.salesUnits),
        commission,
      ].join(' | ');
    })
    .sort();
}

test.each(COUNTRIES)('12 months of files for $code', async ({ id, code }) => {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-world-'));
  const publisher = await Publisher.create();
  try {
    const world = createWorld({ seed: 7, ordersPerDay: 8, networks: COUNTRIES.map((country) => country.id) });
    const names = [
      'signature-orders-report',
      'individual-item-report',
      'non-commissionable-sales-report',
      'affilimate-sku-report',
    ] as const;
    const endDay = world.settledAt.toISOString().slice(0, 10);
    const parameters = { date_type: 'process' };
    const files = await writeReportFiles(world, {
      folder,
      startDay: '2025-01-01',
      endDay,
      now: world.settledAt,
      names,
      networkId: id,
      parameters,
    });
    const texts = await Promise.all(files.map((file) => readFile(file.path, 'utf8')));
    const receipt = await publisher.drops(texts, { country: code });
    expect(receipt).toMatchObject({ status: 'posted', conflicts: 0 });
    expect(receipt.files.flatMap((file) => file.rejected)).toEqual([]);
    const entries = await publisher.entries();
    const held = entries.map((entry) =>
      [
        entry['state'],
        entry['advertiser_id'],
        entry['order_id'],
        entry['sku'],
        entry['occurred_on'],
        entry['sales'],
        entry['commission'],
      ].join(' | '),
    );
    expect(held.sort()).toEqual(truthOf(world, id, names));
    expect(entries.length).toBeGreaterThan(300);
    expect(entries.filter((entry) => (entry['sub_id'] ?? '') !== '').length).toBeGreaterThan(entries.length / 2);
    expect(await publisher.drops(texts, { country: code })).toMatchObject({ added: 0, changed: 0 });
  } finally {
    await publisher.leaves();
    await rm(folder, { recursive: true, force: true });
  }
});
