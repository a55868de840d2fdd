/** What the browser script sends, checked: `snippet/wire.ts` says what each letter means. */
import { z } from 'zod';

/** Line breaks, tabs and other control characters become blanks: no title of a page needs them, and some readers of files stumble. */
const text = (most: number) =>
  z
    .string()
    .max(most)
    .transform((value) => value.replaceAll(/\p{Cc}+/gu, ' ').trim());

const eventId = z.string().regex(/^[0-9a-z]{16}$/);
const count = z.int().min(1).max(100_000);
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
  .max(2000)
  .transform((value) => {
    const url = URL.canParse(value) ? new URL(value) : null;
    return url !== null && /^(https?|android-app|ios-app):$/.test(url.protocol) ? url : undefined;
  });

/** A publication date as a page states it; one that is no day is none, and no reason to lose a pageview either. */
const statedDay = z
  .string()
  .max(80)
  .transform((value) => (z.iso.date().safeParse(value).success ? value : undefined));

const head = {
  v: z.literal(1),
  k: z.string().min(1).max(40),
  e: eventId,
  w: eventId,
  u: address(2000),
  s: z.number().min(0).max(4_000_000_000),
  y: z.literal(1).optional(),
  g: z.literal(1).optional(),
};

const linkOnPage = {
  h: address(2000),
  n: z.string().regex(/^[\w.-]{1,60}$/),
  b: text(120).optional(),
  o: count.optional(),
};

const dimensions = z.object({
  a: text(80).optional(),
  c: text(80).optional(),
  p: statedDay.optional(),
  t: text(400).optional(),
});

/** Members that are not known are left out: a newer script may send more. */
const wireEvent = z.discriminatedUnion('t', [
  z.object({
    ...head,
    t: z.literal('p'),
    r: referrer.optional(),
    n: text(400).optional(),
    l: z
      .string()
      .regex(/^[\w-]{1,35}$/)
      .optional(),
    z: z
      .string()
      .regex(/^[\w+/-]{1,60}$/)
      .optional(),
    x: z.enum(['s', 'm', 'l']),
    d: dimensions.optional(),
  }),
  z.object({
    ...head,
    t: z.literal('i'),
    i: z
      .array(z.object({ ...linkOnPage, c: count }))
      .min(1)
      .max(500),
  }),
  z.object({
    ...head,
    ...linkOnPage,
    t: z.literal('c'),
    m: z.enum(['c', 't', 'm', 'o', 'w', 's']),
    i: z
      .string()
      .regex(/^[0-9a-z]{1,64}$/)
      .optional(),
    a: text(200).optional(),
    q: text(200).optional(),
    x: z.literal(1).optional(),
  }),
]);

/** A well-formed event. Anyone can send it. */
export type WireEvent = z.output<typeof wireEvent>;

/** Reads the body of a request; null if it is no event of this format. */
export function readWireEvent(body: string): WireEvent | null {
  let given: unknown;
  try {
    given = JSON.parse(body);
  } catch {
    return null;
  }
  const read = wireEvent.safeParse(given);
  return read.success ? read.data : null;
}
