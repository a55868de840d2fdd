/** Reads amounts and counts as people of several countries write them: turned into plain form, then read exactly. */
import { type Amount, type AmountFault, type CurrencyCode, parseAmount } from '../../core/index.ts';
import { isCurrencyMark, isMarkOf } from './currency.ts';

/** What stands before the decimals; thousands are then set apart by the other mark, a space or an apostrophe. */
export type DecimalMark = '.' | ',';

/** Why a cell is no amount of its line's currency. */
export type NumberFault = AmountFault | 'other-currency';

const MINUS = 45;
const POINT = 46;
const ZERO = 48;

/** Spaces seen between thousands: plain, no-break, narrow no-break and thin. */
const SPACES = ' \\u00a0\\u202f\\u2009';

/** Digits, ungrouped or in groups of three by one and the same mark, and decimals. A grouped number begins with no 0. */
function numberPattern(decimalMark: DecimalMark): RegExp {
  const [decimal, group] = decimalMark === '.' ? ['\\.', ','] : [',', '\\.'];
  return new RegExp(`^(?:(\\d+)|([1-9]\\d{0,2}(?:([${group}'’${SPACES}])\\d{3})(?:\\3\\d{3})*))(?:${decimal}(\\d+))?$`);
}

const PATTERNS: Readonly<Record<DecimalMark, RegExp>> = { '.': numberPattern('.'), ',': numberPattern(',') };

/** An amount with what may stand around it: a minus and a currency, in either order, before it, or a currency after it. */
const AROUND = new RegExp(
  `^(-?)[${SPACES}]*([^-\\d.,'’${SPACES}]*)[${SPACES}]*(-?)(\\d.*?)[${SPACES}]*([^-\\d.,'’${SPACES}]*)$`,
  'u',
);

/** 18 digits with their marks, a sign and a code are under 40 characters; a longer cell would only cost time. */
const LONGEST_AMOUNT = 60;

/** The plain form of a number without currency: an optional minus, digits, a point and decimals; null if it is none. */
function plainNumber(text: string, decimalMark: DecimalMark): string | null {
  const match = PATTERNS[decimalMark].exec(text);
  if (match === null) return null;
  const whole = match[1] ?? (match[2] ?? '').replaceAll(match[3] ?? '', '');
  return match[4] === undefined ? whole : `${whole}.${match[4]}`;
}

/** True for `-12.50` and the like, which need no turning: most cells of most files. */
function isPlain(text: string): boolean {
  let points = 0;
  for (let at = text.charCodeAt(0) === MINUS ? 1 : 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === POINT) points += 1;
    else if (code < ZERO || code > ZERO + 9) return false;
  }
  return points <= 1;
}

/**
 * The amount in a cell. A sign or code beside it is accepted only if it says the line's currency; another currency is
 * the fault `other-currency`.
 */
export function readAmount(cell: string, decimalMark: DecimalMark, currency: CurrencyCode): Amount | NumberFault {
  const text = cell.trim();
  if (decimalMark === '.' && isPlain(text) && !text.endsWith('.')) return parseAmount(text);
  const match = text.length > LONGEST_AMOUNT ? null : AROUND.exec(text);
  if (match === null) return 'not-an-amount';
  const [, minus = '', before = '', innerMinus = '', digits = '', after = ''] = match;
  const mark = before === '' ? after : before;
  if ((before !== '' && after !== '') || (minus !== '' && innerMinus !== '')) return 'not-an-amount';
  const plain = plainNumber(digits, decimalMark);
  if (plain === null || (mark !== '' && !isCurrencyMark(mark))) return 'not-an-amount';
  if (mark !== '' && !isMarkOf(mark, currency)) return 'other-currency';
  return parseAmount(`${minus}${innerMinus}${plain}`);
}

/** A whole number, thousands marks and zero decimals allowed; null if it is not one. */
export function readCount(cell: string, decimalMark: DecimalMark): number | null {
  const text = cell.trim().slice(0, LONGEST_AMOUNT + 1);
  const isNegative = text.charCodeAt(0) === MINUS;
  const plain = plainNumber(isNegative ? text.slice(1) : text, decimalMark);
  const amount = plain === null ? 'not-an-amount' : parseAmount(isNegative ? `-${plain}` : plain);
  return typeof amount === 'bigint' && amount % 10_000n === 0n ? Number(amount / 10_000n) : null;
}
