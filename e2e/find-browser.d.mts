import type { Browser } from './browser.ts';

export function openBrowser(): Promise<
  { readonly browser: Browser; readonly why: null } | { readonly browser: null; readonly why: string }
>;
