import type { Browser } from './browser.ts';

export function openBrowser(
  hosts?: string,
  without?: readonly string[],
  more?: readonly string[],
): Promise<{ readonly browser: Browser; readonly why: null } | { readonly browser: null; readonly why: string }>;
