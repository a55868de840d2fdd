/** Which columns of an unknown file may mean what, by their names. A suggestion that a person looks at. Pure. */

/** Words in a header, by the setting of the custom network. English and German; the first column that fits counts. */
const WORDS: Readonly<Record<string, RegExp>> = {
  date: /^(transaction |order |sale |event |click )?(date|day|datum)$|^(created|occurred)( at| on)?$|^bestelldatum$/,
  time: /^(transaction |order )?(time|uhrzeit|zeit)$/,
  commission: /commission|payout|earnings?|provision|vergütung/,
  sales: /^(sales?|sale (amount|value)|order (amount|value)|revenue|amount|umsatz|bestellwert|warenwert)$/,
  items: /^(# of items|items?|quantity|qty|anzahl|menge)$/,
  currency: /^(currency|währung)$/,
  id: /^(transaction|line|event|conversion|action) ?(id|number|no)$|^(id|vorgang)$/,
  order: /^order( ?(id|number|no|#))?$|^bestell(ung|nummer|-?nr\.?)$/,
  sku: /^(sku|article( number| no)?|artikel(nummer)?|product ?id)$/,
  product: /^(product( name)?|produkt(name)?|item name)$/,
  brand: /^(brand|marke|product brand)$/,
  advertiser: /^(advertiser|merchant|program(me)?|shop|partner|campaign)( ?name)?$/,
  subId: /^(sub[ _-]?id ?\d?|u1|click ?ref|member id.*|kanal)$/,
  referrer: /^(referr?er( url)?|landing page|herkunft)$/,
  status: /^((commission|order|transaction) )?status$/,
};

/** For each setting the column that may be it; each column at most once. */
export function suggestMapping(columns: readonly string[]): Readonly<Record<string, string>> {
  const taken = new Set<string>();
  const suggested: Record<string, string> = {};
  for (const [setting, words] of Object.entries(WORDS)) {
    const column = columns.find((one) => !taken.has(one) && words.test(plain(one)));
    if (column === undefined) continue;
    taken.add(column);
    suggested[setting] = column;
  }
  return suggested;
}

function plain(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replaceAll(/[_\s]+/g, ' ');
}

/** The first values of a column, for showing beside its choice. */
export function samplesOf(column: string, columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const at = columns.indexOf(column);
  const values = rows.map((row) => row[at]?.trim() ?? '').filter((value) => value !== '');
  return [...new Set(values)].slice(0, 3).join(' · ');
}
