/** Hosts as people type them and as browsers send them. Pure. */
import { TributaryError } from '../core/index.ts';

/** A host from what a person typed or pasted (`https://www.Example.com/blog` → `www.example.com`). Throws `invalid-settings`. */
export function normalHost(text: string, field = 'host'): string {
  const typed = text.trim();
  const star = typed.startsWith('*.') ? '*.' : '';
  const rest = typed.slice(star.length);
  const address = /^https?:\/\//i.test(rest) ? rest : `https://${rest}`;
  const url = URL.canParse(address) ? new URL(address) : null;
  if (
    url === null ||
    address.includes('://', 8) ||
    url.hostname === '' ||
    url.username !== '' ||
    !/^[\w.:[\]-]+$/.test(url.host)
  ) {
    throw new TributaryError('invalid-settings', 'The host is a name like www.example.com.', { column: field });
  }
  return star + url.host;
}

/** Whether a page is of one of the hosts. `www.` is no difference; a host without a port stands for every port. */
export function isAllowedHost(page: URL, allowed: readonly string[]): boolean {
  const hosts = [page.host, page.hostname].map(withoutWww);
  return allowed.some((one) => {
    if (!one.startsWith('*.')) return hosts.includes(withoutWww(one));
    const below = one.slice(1); // ".example.com"
    return page.host.endsWith(below) || page.hostname.endsWith(below);
  });
}

/** Whether a link begins with one of the excluded addresses, which are written without `https://`. */
export function isExcludedLink(link: URL, excluded: readonly string[]): boolean {
  if (excluded.length === 0) return false;
  const address = withoutWww(`${link.host}${link.pathname}${link.search}`);
  return excluded.some((one) => address.startsWith(withoutWww(one)));
}

function withoutWww(host: string): string {
  return host.startsWith('www.') ? host.slice(4) : host;
}
