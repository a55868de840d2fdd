/** Exact quotients of whole numbers, printed as decimal text: rates, shares and changes never touch a float. */

/**
 * `dividend / divisor` with exactly `decimals` decimals, rounded half away from zero; null where the divisor is 0, as
 * there is no such number. Zero is never negative.
 */
export function ratioText(dividend: bigint, divisor: bigint, decimals: number): string | null {
  if (divisor === 0n) return null;
  const isNegative = dividend < 0n !== divisor < 0n;
  const [over, under] = [absolute(dividend), absolute(divisor)];
  const doubled = (2n * over * 10n ** BigInt(decimals)) / under;
  return printed(isNegative, (doubled + 1n) / 2n, decimals);
}

function absolute(value: bigint): bigint {
  return value < 0n ? 0n - value : value;
}

function printed(isNegative: boolean, count: bigint, decimals: number): string {
  const digits = count.toString().padStart(decimals + 1, '0');
  const sign = isNegative && count !== 0n ? '-' : '';
  return decimals === 0 ? sign + digits : `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
