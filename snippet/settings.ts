/**
 * What the tag says. The script is the same file for every site and every reader, so that it can be cached and pinned; what
 * differs stands in the attributes of its tag: `<script defer src="https://stats.example.com/t.js" data-site="KEY">`.
 */

/** Our own: other tools' tags have a `data-site`, too. It is known while a script runs that is no module. */
const script = document.currentScript as HTMLScriptElement;

/** The attributes of the tag, as they are when they are read: a page may change them. */
export const { dataset } = script;

/** Where events go: beside the script itself, or where `data-to` says. */
export const endpoint = new URL(dataset['to'] || 'c', script.src);

/** What this needs of browsers and the types do not have yet. */
declare global {
  interface Navigator {
    /** The reader's browser asks not to be tracked (GPC). Views and clicks are counted, no click gets an id. */
    readonly globalPrivacyControl?: boolean;
  }
  interface Document {
    /** The page is not shown yet, and may never be. */
    readonly prerendering?: boolean;
  }
}

/**
 * Whether anything may be read, sent or changed now. No `data-consent`: the site needs none. `yes`: given. Anything else:
 * not. A view that was prerendered counts when it is shown.
 */
export const isAllowed = (): boolean => (dataset['consent'] || 'yes') === 'yes' && !document.prerendering;
