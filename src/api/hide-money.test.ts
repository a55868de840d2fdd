import { expect, test } from 'vitest';
import { z } from 'zod';
import { money, withoutMoney } from './hide-money.ts';

const amount = money(z.string());

test('amounts are null at any depth, and everything else is as it was', () => {
  const line = z.object({ sku: z.string(), commission: amount, was: amount.nullable(), perhaps: amount.optional() });
  const schema = z.object({
    lines: z.array(line),
    byKey: z.record(z.string(), line.pick({ commission: true })),
    pair: z.tuple([z.string(), amount]),
    either: z.union([z.object({ kind: z.literal('none') }), z.object({ kind: z.literal('some'), total: amount })]),
    both: z.intersection(z.object({ a: amount }), z.object({ b: z.int() })),
    lazy: z.lazy(() => line),
    piped: z.string().transform(Number).pipe(money(z.number())),
    usual: amount.default('0'),
    fixed: z.array(amount).readonly(),
    refined: amount.refine((text) => text !== ''),
  });
  const one = { sku: 'S', commission: '1.0000', was: null, perhaps: '2.0000' };
  const value = schema.parse({
    ...{ lines: [one], byKey: { a: { commission: '1.0000' } }, pair: ['x', '1.0000'] },
    ...{ either: { kind: 'some', total: '1' }, both: { a: '1', b: 2 }, lazy: one, piped: '3' },
    ...{ fixed: ['1', '2'], refined: '1' },
  });
  const hidden = { sku: 'S', commission: null, was: null, perhaps: null };
  expect(withoutMoney(schema, value)).toEqual({
    ...{ lines: [hidden], byKey: { a: { commission: null } }, pair: ['x', null] },
    ...{ either: { kind: 'some', total: null }, both: { a: null, b: 2 }, lazy: hidden, piped: null },
    ...{ usual: null, fixed: [null, null], refined: null },
  });
  expect(value.lines).toEqual([one]);
});

test('a marked schema keeps what was said of it, but not its id', () => {
  const told = z.string().meta({ id: 'Told', description: 'words' });
  expect(money(told).meta()).toEqual({ description: 'words', money: true });
});
