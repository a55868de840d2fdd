/**
 * Affiliate links, by a small grammar. A network states the forms of its links as data (`LinkForm`); from that one
 * statement the server recognises and tags links, and the browser script gets its table (`LinkRule`, the same in short).
 * Everything works on text, so that what is not ours keeps its bytes and a nested address stays encoded exactly once.
 * Pure, and shared with the browser script, where every byte is paid for by every reader: what differs between networks
 * is written into the rules when they are made, so that following them takes little.
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
   * Written into regular expressions as it stands.
   * null: links of this form are recognised and never changed.
   */
  readonly subId: string | null;
  /**
   * Further query parameters of the network for the publisher's use, which its reports bring back as well: a sub-id goes
   * into the first of all that is free. Only where the network documents them.
   */
  readonly further?: readonly string[];
  /** What the sub-id must stand before, where it is in the path: `/destination:`. In a query it comes first anyway. */
  readonly before?: readonly string[];
  /** The query parameter that names the advertiser. */
  readonly advertiser?: string;
  /** Longest sub-id; null: no limit is known. */
  readonly maxLength: number | null;
  /** Characters of a sub-id, as they stand in a regular expression's brackets: `A-Za-z0-9_-`. */
  readonly alphabet: string;
  /** Query parameters that sign a link: one with any of them is never changed. */
  readonly signedBy?: readonly string[];
}

/**
 * A form as it is followed: `pattern` is the expression for scheme, host, path and needed parameters;
 * `marker` stands before the sub-id (`?u1=`, `/pubref:`; '' = none is written); `at`, the source of an expression for the
 * place in the path where the sub-id goes (none = the query).
 */
export type LinkRule = readonly [network: string, pattern: RegExp, marker: string, at?: string];

/** Text as itself in a regular expression. */
const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Top-level domains: `com`, `de`, `co.uk`, `com.au`. */
const ANY_TOP = '(?:com|[a-z]{2}|com?\\.[a-z]{2})';

function hostPattern(host: string): string {
  if (host.startsWith('*.')) return `(?:[\\w-]+\\.)+${literal(host.slice(2))}`;
  return host.endsWith('.*') ? `${literal(host.slice(0, -2))}\\.${ANY_TOP}` : literal(host);
}

/** One of several expressions. */
const either = (sources: readonly string[]): string =>
  sources.length > 1 ? `(?:${sources.join('|')})` : sources.join('');

/** Looks ahead for a query parameter. */
const having = (name: string): string => `(?=[^#]*[?&]${literal(name)}=)`;

/**
 * Looks ahead for no text of the publisher's in a query parameter. What looks like a click id is none: such a link was
 * copied with an id in it, and stays as it is, since with a second id two clicks would claim the same order.
 */
const free = (name: string): string => `(?![^#]*[?&]${name}=(?!a\\w{19}\\b)[^&#?/])`;

/** The rules of a form; the first that a link follows counts. The last one of a form is followed by all of its links. */
export function linkRules(network: string, form: LinkForm): readonly LinkRule[] {
  const { subId, further = [], signedBy = [], needs = [], before = [] } = form;
  const pattern = (conditions: string): RegExp =>
    new RegExp(`^https?://${either(form.hosts.map(hostPattern))}${conditions}${form.path}(?:$|[?#])`);
  const needed = needs.map((name) => having(name)).join('');
  if (subId === null) return [[network, pattern(needed), '']];
  const untouched = signedBy.map((name): LinkRule => [network, pattern(needed + having(name)), '']);
  if (subId.startsWith('/')) {
    const at = [...before.map((text) => `(?=${literal(text)})`), '/?(?=[?#]|$)'].join('|');
    return [...untouched, [network, pattern(needed), subId, at]];
  }
  const names = [subId, ...further];
  const writing = names.map((name, place): LinkRule => {
    const isFree = place === further.length ? '' : free(name);
    return [network, pattern(needed + isFree), `?${name}=`];
  });
  return [...untouched, ...writing];
}

/** The texts of a form's sub-ids in a link, by the parameter that each is in; the path's words, where it is in the path. */
export function subIdsOf(href: string, rules: readonly LinkRule[]): ReadonlyMap<string, string> {
  const texts = rules.map((rule) => [parameterOf(rule), subIdOf(href, rule)] as const);
  return new Map(texts.filter(([, text]) => text !== ''));
}

/** Where a rule writes the sub-id: the name of a query parameter, or the words before it in the path; '' = nowhere. */
export const parameterOf = ([, , marker]: LinkRule): string => marker.replace(/^\?(.*)=$/, '$1');

/** The first rule that a link follows. `href` as browsers normalise it: scheme and host in lower case. */
export const ruleFor = (href: string, rules: readonly LinkRule[]): LinkRule | undefined =>
  rules.find(([, pattern]) => pattern.test(href));

/** The source of an expression for the sub-id: the link up to it, and its text, still encoded. */
const subIdPattern = (marker: string): string => `(^[^#]*?[?&/]${marker.slice(1)})([^&#?/]*)`;

/** The sub-id that a link has, as it stands there; '' = none. */
export function subIdOf(href: string, [, , marker]: LinkRule): string {
  return (marker && RegExp(subIdPattern(marker)).exec(href)?.[2]) || '';
}

/**
 * The link with the sub-id in it, as the first parameter: before any address of a shop, which may not be encoded. The same
 * link where it takes none or has one already, which is the publisher's and stays. A network's link inside another one's
 * (both are paid by one click) gets the sub-id too, at its own depth of encoding. An address that takes none, as it is no
 * network's or is signed, keeps all that is inside it: nobody knows what it does with that, and it must not break.
 */
export const withSubId = (href: string, subId: string, rules: readonly LinkRule[]): string => {
  const [, , marker, at = '\\?|(?=#|$)'] = ruleFor(href, rules) ?? [];
  if (!marker) return href;
  const link = href.replace(/https?%[^&#]+/g, (encoded) => {
    try {
      const inner = decodeURIComponent(encoded);
      const written = withSubId(inner, subId, rules);
      if (written !== inner) return encodeURIComponent(written);
    } catch {
      // not decodable, so no link that we know
    }
    return encoded;
  });
  // where it is, or else where it goes
  return link.replace(RegExp(`${subIdPattern(marker)}|${at}`), (all: string, before?: string, existing?: string) =>
    existing ? all : (before ?? marker) + subId + (all === '?' ? '&' : ''),
  );
};
