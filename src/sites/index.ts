export {
  type CollectedSite,
  DIMENSIONS,
  type DimensionName,
  PRIVACY_MODES,
  type PrivacyMode,
  type Site,
} from './site.ts';
export { SiteBook } from './site-book.ts';
export { isAllowedHost, isExcludedLink } from './site-host.ts';
export { type NewSite, type SiteChange, Sites } from './sites.ts';
