import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatAmount, parseAmount, readSum } from './money.ts';

/** What an amount is, said once more, in patterns only: the count of 1/10 000, or undefined. */
function counted(text: string): bigint | undefined {
  const match = /^(-?)(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d*))?$/.exec(text);
  if (match === null) return undefined;
  const [, minus, whole = '', decimals = ''] = match;
  if (!/^\d{0,4}0*$/.test(decimals)) return undefined;
  const digits = BigInt(whole.replaceAll(',', ''));
  if (digits >= 10n ** 14n) return undefined;
  const count = digits * 10_000n + BigInt(decimals.slice(0, 4).padEnd(4, '0'));
  return minus === '-' ? -count : count;
}

it('reads every text as its patterns say, the short way and the long one', () => {
  const near = fc.string({ unit: fc.constantFrom(...'0123456789.,-'.split('')), maxLength: 20 });
  const shaped = fc
    .tuple(
      fc.constantFrom('', '-', '$'),
      fc.constantFrom('0', '7', '12', '123', '1,234', '12,345', '123,456', '1,234,567', '123456789', '1234567890'),
      fc.constantFrom('', '.', '.5', '.50', '.1234', '.12340', '.12345', ',5'),
    )
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.oneof(near, shaped), (text) => {
      const amount = parseAmount(text);
      expect(typeof amount === 'bigint' ? amount : undefined, text).toBe(counted(text));
    }),
    { numRuns: 20_000 },
  );
});

it('tells why a text is no amount', () => {
  expect(parseAmount('1.00001')).toBe('too-many-decimals');
  expect(parseAmount('123456789012345')).toBe('too-large');
  expect(parseAmount('1,23')).toBe('not-an-amount');
  expect(parseAmount('00000000000000012.5')).toBe(125_000n);
  expect(formatAmount(parseAmount('-0.00') as never)).toBe('0.0000'); // an amount, as the lines above show
});

it('a sum may have more digits than an amount; what is no decimal is an error', () => {
  for (const text of ['99999999999999999999.9999', '-200000000000000.0001', '0.0000', '-0.0001', '12.5', '7'])
    expect(Number(formatAmount(readSum(text)))).toBe(Number(text));
  expect(formatAmount(readSum('99999999999999999999.9999'))).toBe('99999999999999999999.9999');
  expect(formatAmount(readSum('-200000000000000.5'))).toBe('-200000000000000.5000');
  for (const text of ['', 'null', '1e15', '1.23456', '100000000000000,0']) expect(() => readSum(text)).toThrow();
});
