/** How much one network and one site may send: token buckets in memory, a bounded number of them. */

/** Events a second, of one network (/24, /56) and of one site. */
export interface Rates {
  readonly network: number;
  readonly site: number;
}

/** A bucket holds what its rate gives in so many seconds: a page with many links sends in bursts. */
const BURST_SECONDS = 10;
/** About 8 MB of them. The one not asked for the longest is forgotten; it would have been full again by then. */
const MOST_BUCKETS = 50_000;

interface Bucket {
  tokens: number;
  atMs: number;
}

class Buckets {
  readonly #perSecond: number;
  /** In the order of their last use. */
  readonly #buckets = new Map<string, Bucket>();

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  take(name: string, nowMs: number): boolean {
    const capacity = this.#perSecond * BURST_SECONDS;
    const bucket = this.#buckets.get(name) ?? { tokens: capacity, atMs: nowMs };
    const gained = (Math.max(0, nowMs - bucket.atMs) / 1000) * this.#perSecond;
    bucket.tokens = Math.min(capacity, bucket.tokens + gained);
    bucket.atMs = nowMs;
    this.#buckets.delete(name);
    this.#buckets.set(name, bucket);
    if (this.#buckets.size > MOST_BUCKETS) for (const [oldest] of this.#buckets) return this.#forget(oldest, bucket);
    return takeFrom(bucket);
  }

  #forget(oldest: string, bucket: Bucket): boolean {
    this.#buckets.delete(oldest);
    return takeFrom(bucket);
  }
}

function takeFrom(bucket: Bucket): boolean {
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
}

/** Limits of an installation. */
export class RateLimits {
  readonly #networks: Buckets;
  readonly #sites: Buckets;

  constructor({ network, site }: Rates) {
    this.#networks = new Buckets(network);
    this.#sites = new Buckets(site);
  }

  /** Whether one more event may come; a network that sends too much takes nothing of its site's share. */
  admits(network: string, siteId: string, nowMs: number): boolean {
    return this.#networks.take(network, nowMs) && this.#sites.take(siteId, nowMs);
  }
}
