/** What the public pages are made from. */
import type { PublicSettings } from '../core/index.ts';
import type { Guide, Network } from '../networks/index.ts';
import type { Plans } from '../plans/index.ts';

/** What its operator decided about the public pages. */
export interface PublicFace {
  readonly settings: PublicSettings;
  /** The plans of a hosted installation that has some. */
  readonly plans: Plans | null;
  /** Whether one can sign up for the newsletter, at `POST /newsletter/sign-up`. */
  readonly hasNewsletter: boolean;
}

/** The installation, as far as it shows its face. */
export interface Site extends PublicFace {
  readonly networks: readonly Network[];
  readonly readGuide: (network: Network) => Promise<Guide>;
  readonly readGuidePicture: (network: Network, file: string) => Promise<Uint8Array>;
}

/** What every page needs besides its own content. */
export interface PageContext extends Site {
  /** The public address, like `https://tributary.example`. */
  readonly origin: string;
  readonly assets: AssetUrls;
}

/** Addresses of files, with a hash of their content in them. */
export interface AssetUrls {
  readonly styles: string;
  readonly font: string;
  readonly preview: string;
  /** A picture of the product, by its name in docs/screens. */
  readonly screen: (name: string) => Screen;
}

/** A picture and its size in pixels. */
export interface Screen {
  readonly url: string;
  readonly width: number;
  readonly height: number;
}
