/**
 * Affiliate links, by a small grammar. A network states the forms of its links as data (`LinkForm`); from that one
 * statement the server recognises and tags links, and the browser script gets its table (`LinkRule`, the same in short).
 * Everything works on text, so that what is not ours keeps its bytes and a nested address stays encoded exactly once.
 * Pure, and shared with the browser script: imports nothing.
 */

/** One form of a network's click links. */
export interface LinkForm {
  /** Host names, lower-case. `*.x.com`: any subdomain of x.com; `x.*`: x under any top-level domain (`x.co.uk`). */
  readonly hosts: readonly string[];
  /** The whole path, as the source of a regular expression: `/deeplink`, `/c/\\d+/\\d+/\\d+`. */
  readonly path: string;
  /** Query parameters without which it is an ordinary link to that host. */
  readonly needs?: readonly string[];
  /**
   * Where the sub-id goes: the name of a query parameter (`u1`), or the words before it in the path (`/pubref:`).
   * null: links of this form are recognised and never changed.
   */
  readonly subId: string | null;
  /** Query parameters (`murl`) or beginnings of the path's rest (`/destination:`) that hold the address of the shop. */
  readonly targets: readonly string[];
  /** The query parameter that names the advertiser. */
  readonly advertiser?: string;
  /** Longest sub-id; null: no limit is known. */
  readonly maxLength: number | null;
  /** Characters of a sub-id, as they stand in a regular expression's brackets: `A-Za-z0-9_-`. */
  readonly alphabet: string;
  /** What to do about a sub-id that is there: leave it, or write ours behind it with this between them. */
  readonly existing: 'skip' | { readonly append: string };
  /** Query parameters that sign a link: one with any of them is never changed. */
  readonly signedBy?: readonly string[];
}

/**
 * A form as both engines use it: sources of regular expressions, because that is what the browser script carries.
 * `pattern`: scheme, host, path and needed parameters. `marker`: what stands before the sub-id ('' = none is written).
 * `target`: the beginning of a target ('' = none). `append`: what to write between an existing sub-id and ours ('' = leave
 * it). `signed`: a signature ('' = none). `room`: the longest sub-id, where ours may be appended.
 */
export type LinkRule = readonly [
  network: string,
  pattern: string,
  marker: string,
  target?: string,
  append?: string,
  signed?: string,
  room?: number,
];

/** Text as itself in a regular expression. */
const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Top-level domains: `com`, `de`, `co.uk`, `com.au`. */
const ANY_TOP = '(?:com|[a-z]{2}|com?\\.[a-z]{2})';

function hostPattern(host: string): string {
  if (host.startsWith('*.')) return `(?:[\\w-]+\\.)+${literal(host.slice(2))}`;
  return host.endsWith('.*') ? `(?:www\\.)?${literal(host.slice(0, -2))}\\.${ANY_TOP}` : literal(host);
}

/** One of several expressions. */
const either = (sources: readonly string[]): string =>
  sources.length > 1 ? `(?:${sources.join('|')})` : sources.join('');

/** The beginning of any of these parts of the path or parameters, with the sign before it. */
function beginningOf(names: readonly string[] = []): string {
  const inPath = names.filter((name) => name.startsWith('/')).map(literal);
  const inQuery = names.filter((name) => !name.startsWith('/')).map(literal);
  return either([...inPath, ...(inQuery.length > 0 ? [`[?&]${either(inQuery)}=`] : [])]);
}

/** The rule of a form. */
export function linkRule(network: string, form: LinkForm): LinkRule {
  const needs = (form.needs ?? []).map((name) => `(?=[^#]*[?&]${literal(name)}=)`).join('');
  const marker = form.subId ?? '';
  const isAppended = form.existing !== 'skip';
  return [
    network,
    `^https?://${either(form.hosts.map(hostPattern))}(?::\\d+)?${needs}${form.path}(?:$|[?#])`,
    marker === '' || marker.startsWith('/') ? marker : `${marker}=`,
    beginningOf(form.targets),
    form.existing === 'skip' ? '' : encodeURIComponent(form.existing.append),
    beginningOf(form.signedBy),
    isAppended ? (form.maxLength ?? 0) : 0,
  ];
}

/** The first rule that a link follows. `href` as browsers normalise it: scheme and host in lower case. */
export function ruleFor(href: string, rules: readonly LinkRule[]): LinkRule | undefined {
  return rules.find(([, pattern]) => new RegExp(pattern).test(href));
}

/** The part of a link that is the network's own, and where a sub-id would be inserted. */
function ownPart(href: string, target = ''): readonly [own: string, at: number] {
  const own = href.replace(/#.*/, '');
  const at = target === '' ? -1 : own.search(target);
  if (at < 0) return [own, own.length];
  // an address that was not encoded swallows what follows it as its own query
  return [own[at] === '/' || /^.[^&]*\?/.test(own.slice(at)) ? own.slice(0, at) : own, at];
}

/** Finds the sub-id: all before it, and its text, still encoded. The first that is not empty counts. */
function findSubId(own: string, marker: string): RegExpExecArray | null {
  const before = `^(.*?${marker[0] === '/' ? '' : '[?&]'}${literal(marker)})`;
  const one = marker[0] === '/' ? '[^/?]' : '[^&]';
  return new RegExp(`${before}(${one}+)`).exec(own) ?? new RegExp(`${before}(${one}*)`).exec(own);
}

/** The sub-id that a link has, as it stands there; '' = none. */
export function subIdOf(href: string, [, , marker, target]: LinkRule): string {
  return (marker !== '' && findSubId(ownPart(href, target)[0], marker)?.[2]) || '';
}

/** Inserts a parameter where the network reads it: before the target, whether or not that is encoded, else at the end. */
function insert(href: string, marker: string, at: number, subId: string): string {
  const before = href.slice(0, at);
  const after = href.slice(at);
  if (marker[0] === '/') {
    if (after[0] === '/') return before + marker + subId + after;
    return href.replace(/\/?(?=[?#]|$)/, marker + subId);
  }
  if (/^[?&]/.test(after)) return `${before}${after[0]}${marker}${subId}&${after.slice(1)}`;
  return `${before}${before.includes('?') ? (/[?&]$/.test(before) ? '' : '&') : '?'}${marker}${subId}${after}`;
}

/** The same for an encoded link inside another one; what is not a network's link keeps every byte. */
function nestedWithSubId(encoded: string, subId: string, rules: readonly LinkRule[]): string {
  try {
    const inner = decodeURIComponent(encoded);
    const written = withSubId(inner, subId, rules);
    return written === inner ? encoded : encodeURIComponent(written);
  } catch {
    return encoded; // not decodable, so no link that we know
  }
}

/**
 * The link with the sub-id in it; the same link where it takes none, has one that is kept, or is signed. A link that is
 * the target of another (both networks are paid by one click) gets it too, at its own depth of encoding.
 */
export function withSubId(href: string, subId: string, rules: readonly LinkRule[]): string {
  const rule = ruleFor(href, rules);
  if (rule === undefined || (rule[5] && new RegExp(rule[5]).test(href))) return href;
  const [, , marker, target, append = '', , room = 0] = rule;
  const outer = target
    ? href.replace(
        new RegExp(`(${target})(https?%3A%2F%2F[^&#]+)`, 'i'),
        (_, before: string, inner: string) => before + nestedWithSubId(inner, subId, rules),
      )
    : href;
  if (marker === '') return outer;
  const [own, at] = ownPart(outer, target);
  const found = findSubId(own, marker);
  if (found === null) return insert(outer, marker, at, subId);
  const [all, before = '', existing = ''] = found;
  const written = existing === '' ? subId : existing + append + subId;
  const isKept = existing !== '' && (append === '' || (room > 0 && written.length > room));
  return isKept ? outer : before + written + outer.slice(all.length);
}
