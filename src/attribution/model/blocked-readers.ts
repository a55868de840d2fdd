/**
 * Which orders without a recorded click are taken for those of readers of the recorded pages. Some
 * readers keep scripts away; they read the same pages, and which part of all readers they are is nearly the same for every
 * advertiser. Orders from a newsletter, a video or a site without the script are unrecorded as well, but differ from
 * advertiser to advertiser. So what all have in common is taken for the first, and what an
 * advertiser has beyond it stays nobody's. Pure.
 */

/** An advertiser's orders. */
export interface OrderStreams {
  /** With a known click. */
  readonly known: number;
  /** Of those without: so many from recorded clicks. */
  readonly seen: number;
  /** And so many from others. */
  readonly unseen: number;
}

/** More readers than these do not block scripts: beyond it orders came from elsewhere. Surveys of publishers say 10–40 %. */
const MOST_BLOCKED = 0.4;

/** Of a hundred orders, ten from unrecorded clicks may well be seven or fifteen: so much more than usual is still usual. */
const SLACK = 1.5;

/** The part of the median advertiser, each counting with its orders; 0 of nobody. */
export function usualPart(parts: readonly { readonly orders: number; readonly part: number }[]): number {
  const sorted = parts.filter(({ orders }) => orders > 0).sort((a, b) => a.part - b.part);
  const half = sorted.reduce((sum, { orders }) => sum + orders, 0) / 2;
  let before = 0;
  for (const { orders, part } of sorted) {
    before += orders;
    if (before >= half) return part;
  }
  return 0;
}

/** Up to which part of all orders the reader is taken to block scripts: by the median advertiser, each counting with its orders. */
export function blockedShare(advertisers: readonly OrderStreams[]): number {
  const parts = advertisers.map(({ known, seen, unseen }) => {
    const orders = known + seen + unseen;
    return { orders, part: unseen / orders };
  });
  return Math.min(MOST_BLOCKED, SLACK * usualPart(parts));
}

/** Of an advertiser's orders from unrecorded clicks, the part (0–1) that such readers explain. */
export function explainedPart({ known, seen, unseen }: OrderStreams, share: number): number {
  if (unseen <= 0) return 0;
  return Math.min(1, ((known + seen) * share) / (1 - share) / unseen);
}
