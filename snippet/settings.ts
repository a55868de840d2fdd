/**
 * What the tag says. The script is the same file for every site and every reader, so that it can be cached and pinned; what
 * differs stands in the attributes of its tag: `<script defer src="https://stats.example.com/t.js" data-site="KEY">`.
 */

/** `currentScript` is missing where something re-inserts scripts; then the attribute finds it. */
const script = (document.currentScript ?? document.querySelector('[data-site]')) as HTMLScriptElement;

/** The attributes of the tag, as they are when they are read: a page may change them. */
export const { dataset } = script;

/** Where events go: beside the script itself, or where `data-to` says. */
export const endpoint = new URL(dataset['to'] ?? 'c', script.src).href;

/** 1: the reader's browser asks not to be tracked (GPC). Views and clicks are counted, no click gets an id. */
export const privacySignal = (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl ? 1 : undefined;

/** No `data-consent`: the site needs none. `yes`: given. Anything else: nothing is read, sent or changed. */
export const isAllowed = (): boolean => /^(yes)?$/.test(dataset['consent'] ?? '');

/** Calls back when the page changes its answer about consent. */
export function onConsent(changed: () => void): void {
  new MutationObserver(changed).observe(script, { attributeFilter: ['data-consent'] });
}
