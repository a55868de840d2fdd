/** What the browser script sends, checked: `snippet/wire.ts` says what each letter means. */
import { z } from 'zod';
import { MOST_SINCE_MS, namedEvent } from './named-event.ts';

/** The script sends no longer text. */
const LONGEST = 1000;

/**
 * A text, cut to what is kept: browsers send more than that, so that they need not know. Line breaks, tabs and other control
 * characters become blanks: no title of a page needs them, and some readers of files stumble. '' is none.
 */
const text = (most: number) =>
  z
    .string()
    .max(LONGEST)
    .transform((value) => keptText(value, most) ?? undefined);

/** One line of text, cut; null where nothing is left. */
export function keptText(value: string | undefined, most: number): string | null {
  const line = value?.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim();
  // what is cut between the halves of a character loses both
  return (
    line
      ?.slice(0, most)
      .replace(/\p{Cs}$/u, '')
      .trim() || null
  );
}

/** Scripts of before the present format made shorter ones. */
const eventId = z.string().regex(/^[0-9a-z]{16,20}$/);
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
  v: z.literal(1),
  k: z.string().min(1).max(40),
  e: eventId,
  w: eventId,
  u: address(LONGEST),
  s: z.number().min(0).max(MOST_SINCE_MS),
  y: z.string().max(LONGEST).optional(),
  g: z.boolean().optional(),
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
  h: address(LONGEST),
  n: z.string().regex(/^[\w.-]{1,60}$/),
  b: z.union([text(60), blocks]).optional(),
  o: z.int().min(0).max(100_000).optional(),
};

/** Members that are not known are left out: a newer script may send more. */
const wireEvent = z.discriminatedUnion('t', [
  z.object({
    ...head,
    t: z.literal('p'),
    r: referrer.optional(),
    n: text(200).optional(),
    d: z.union([z.literal(false), z.record(name, name)]).optional(),
    f: name.optional(),
  }),
  z.object({ ...head, t: z.literal('i'), i: z.array(z.object(linkOnPage)).min(1).max(500) }),
  z.object({
    ...head,
    ...linkOnPage,
    t: z.literal('c'),
    m: z.tuple([z.enum(['click', 'auxclick', 'contextmenu']), z.boolean(), z.boolean()]).optional(),
    i: z.union([z.literal(false), z.string().regex(/^[0-9a-z]{1,64}$/)]).optional(),
    a: text(100).optional(),
    q: text(100).optional(),
    x: z.boolean().optional(),
  }),
]);

/** A well-formed event. Anyone can send it. */
export type WireEvent = z.output<typeof wireEvent>;

/** Reads the body of a request, with names or without; null if it is no event of either format. */
export function readWireEvent(body: string): WireEvent | null {
  let given: unknown;
  try {
    given = JSON.parse(body);
  } catch {
    return null;
  }
  const read = wireEvent.safeParse(Array.isArray(given) ? namedEvent(given) : given);
  return read.success ? read.data : null;
}
