/** What a site of a workspace is. */
import { randomBytes } from 'node:crypto';

/**
 * `none`: no id of a reader at all · `daily`: one that ends with the day, from a salt that is then thrown away ·
 * `consent`: events without the reader's consent are not kept, those with it carry the daily id.
 */
export const PRIVACY_MODES = ['none', 'daily', 'consent'] as const;
export type PrivacyMode = (typeof PRIVACY_MODES)[number];

/** Facts about an article that a page can state. */
export const DIMENSIONS = ['author', 'category', 'published', 'tags'] as const;
export type DimensionName = (typeof DIMENSIONS)[number];

/** A website of the workspace. Instants are ISO 8601 UTC. */
export interface Site {
  readonly id: string;
  readonly host: string;
  readonly name: string;
  /** Hosts on which pages of the site are; `*.example.com` is any name below it. */
  readonly allowedHosts: readonly string[];
  /** What the browser script says; public. */
  readonly key: string;
  readonly privacy: PrivacyMode;
  /** Whether a reader whose browser asks not to be tracked (GPC) gets no id. */
  readonly respectsGpc: boolean;
  /** Beginnings of addresses, without `https://`, of links whose clicks are not kept. */
  readonly excludedLinks: readonly string[];
  readonly dimensions: readonly DimensionName[];
  /** How long events are kept. */
  readonly retentionMonths: number;
  readonly createdAt: string;
}

/** What of a site the collector has to know to judge an event. */
export interface CollectedSite
  extends Pick<Site, 'key' | 'allowedHosts' | 'privacy' | 'respectsGpc' | 'excludedLinks' | 'retentionMonths'> {
  readonly workspaceId: string;
  readonly siteId: string;
  readonly dimensions: readonly string[];
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const KEY_LENGTH = 12;

/** A new site key: 60 random bits. It is no secret, but nobody should come upon it by counting. */
export function newSiteKey(): string {
  return [...randomBytes(KEY_LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');
}
