/** What the browser script sends (`snippet/wire.ts`), with names and checked. */
import { z } from 'zod';
import { keptText } from './kept-text.ts';
import { MOST_SINCE_MS, namedEvent } from './named-event.ts';

/** The script sends no longer text. */
const LONGEST = 1000;

/** A text, cut to what is kept: browsers send more than that, so that they need not know. '' is none. */
const text = (most: number) =>
  z
    .string()
    .max(LONGEST)
    .transform((value) => keptText(value, most) ?? undefined);

/** As the script makes them; the check character is a network's affair. */
const eventId = z.string().regex(/^a[0-9a-z]{19}$/);
/** An address of the web. What else a text could be (`javascript:`, `data:`) never gets in. */
const address = (most: number) =>
  z
    .string()
    .max(most)
    .transform((value, context) => {
      const url = URL.canParse(value) ? new URL(value) : null;
      if (url !== null && /^https?:$/.test(url.protocol)) return url;
      context.addIssue('is no address of the web');
      return z.NEVER;
    });

/** Where a reader came from: a page or an app. Anything else a browser may say there is no reason to lose a pageview. */
const referrer = z
  .string()
  .max(LONGEST)
  .transform((value) => {
    const url = URL.canParse(value) ? new URL(value) : null;
    return url !== null && /^(https?|android-app|ios-app):$/.test(url.protocol) ? url : undefined;
  });

const head = {
  siteKey: z.string().min(1).max(40),
  id: eventId,
  viewId: eventId,
  page: address(LONGEST),
  /** Milliseconds since the view began. */
  sinceMs: z.int().min(0).max(MOST_SINCE_MS),
  /** `data-consent`: `yes` says that the reader consented. None: the page did not ask. */
  consent: z.string().max(LONGEST).optional(),
  /** The reader's browser asks not to be tracked. */
  gpc: z.boolean().optional(),
};

const name = z.string().max(LONGEST);
/** The outermost of the three nearest blocks comes first: `main>article>table.deals`. */
const blocks = z
  .array(z.tuple([name, name, name.nullish()]))
  .max(LONGEST)
  .transform(
    (all) =>
      keptText(
        all
          .slice(0, 3)
          .map(([element, id, first]) => element + (id ? `#${id}` : first ? `.${first}` : ''))
          .reverse()
          .join('>'),
        80,
      ) ?? undefined,
  );

const linkOnPage = {
  /** As the page has it, without a click id of ours. */
  href: address(LONGEST),
  network: z.string().regex(/^[\w.-]{1,60}$/),
  /** The name of its place, from the nearest `data-placement`, or the blocks around it, the nearest one first. */
  placement: z.union([text(60), blocks]).optional(),
  /** 1-based place among the page's affiliate links; 0 = not known. */
  position: z.int().min(0).max(100_000),
};

const namedEventSchema = z.discriminatedUnion('kind', [
  z.object({
    ...head,
    kind: z.literal('pageview'),
    referrer: referrer.optional(),
    title: text(200).optional(),
    /** The `data-*` attributes of the tag; none after a change of address. */
    attributes: z.record(name, name),
    /** Pieces of `<meta>` and JSON-LD around the names that count. */
    facts: name.optional(),
  }),
  z.object({ ...head, kind: z.literal('impressions'), links: z.array(z.object(linkOnPage)).min(1).max(500) }),
  z.object({
    ...head,
    ...linkOnPage,
    kind: z.literal('click'),
    /** The browser's event, whether the reader caused it, whether a key was held; none: the page called `window.open`. */
    way: z.tuple([z.enum(['click', 'auxclick', 'contextmenu']), z.boolean(), z.boolean()]).optional(),
    /** Its id was written into the link, as a click id. */
    isTagged: z.boolean(),
    text: text(100).optional(),
    heading: text(100).optional(),
    isCancelled: z.boolean().optional(),
  }),
]);

/** A well-formed event. Anyone can send it. */
export type NamedEvent = z.output<typeof namedEventSchema>;

/** Reads the body of a request; null if it is no event. */
export function readWireEvent(body: string): NamedEvent | null {
  let given: unknown;
  try {
    given = JSON.parse(body);
  } catch {
    return null;
  }
  const read = Array.isArray(given) ? namedEventSchema.safeParse(namedEvent(given)) : null;
  return read?.success === true ? read.data : null;
}
