/** A browser by its user agent, as a person would name it: Firefox on Windows. Pure, and never more than a hint. */

const BROWSERS = [
  ['Edg/', 'Edge'],
  ['OPR/', 'Opera'],
  ['Firefox/', 'Firefox'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
] as const;
const SYSTEMS = [
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Android', 'Android'],
  ['Windows', 'Windows'],
  ['Mac OS X', 'Mac'],
  ['Linux', 'Linux'],
] as const;

export function describeBrowser(userAgent: string | null): { readonly name: string; readonly isPhone: boolean } {
  const find = (list: readonly (readonly [string, string])[]): string | undefined =>
    list.find(([sign]) => userAgent?.includes(sign))?.[1];
  const browser = find(BROWSERS);
  const system = find(SYSTEMS);
  const name = [browser ?? 'Unknown browser', system].filter((part) => part !== undefined).join(' on ');
  return { name, isPhone: system === 'iPhone' || system === 'Android' };
}
