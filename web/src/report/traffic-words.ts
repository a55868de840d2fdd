/** What sources, devices, countries and cities of readers are called, and places on a page. Pure. */
import { formatNumber } from '../format/numbers.ts';

const CLASSES: Readonly<Record<string, string>> = {
  search: 'Search',
  paid: 'Advertising',
  social: 'Social',
  mail: 'Mail',
  ai: 'AI assistants',
  feed: 'Feeds',
  campaign: 'Campaigns',
  referral: 'Other sites',
  internal: 'Inside the site',
  direct: 'Direct',
};

/** A class of sources: Search, Social …; null: nothing is known of the arrival. */
export function sourceClassLabel(sourceClass: string | null): string {
  return sourceClass === null ? 'Not known' : (CLASSES[sourceClass] ?? sourceClass);
}

/** A source: Google · Search. A direct arrival has no name. */
export function sourceLabel(sourceClass: string | null, name: string | null): string {
  return name === null || name === '' ? sourceClassLabel(sourceClass) : name;
}

/** A device: Phone, Tablet, Desktop. */
export function deviceLabel(device: string): string {
  return device === '' ? 'Not known' : device.charAt(0).toUpperCase() + device.slice(1);
}

/** A country of readers by its code: Germany. */
export function readerCountry(code: string | null, locale?: string): string {
  if (code === null || !/^[A-Z]{2}$/.test(code)) return 'Not known';
  return new Intl.DisplayNames(locale ?? [...navigator.languages], { type: 'region' }).of(code) ?? code;
}

/** Where a reader is, as closely as it is known: Springfield, Illinois, US; United States; null: not known. */
export function readerPlace(
  { country, city }: { readonly country: string | null; readonly city: string | null },
  locale?: string,
): string | null {
  return city ?? (country === null ? null : readerCountry(country, locale));
}

/** An address as it is read: letters instead of their codes (%C3%BC is ü), where these stand for letters and nothing hides. */
export function readableAddress(address: string): string {
  if (!address.includes('%')) return address;
  try {
    const read = decodeURI(address);
    // blanks, controls and marks that turn the direction of writing stay as codes
    return /[\s\p{C}]/u.test(read) ? address : read;
  } catch (error) {
    if (error instanceof URIError) return address; // codes of no letters
    throw error;
  }
}

/** Where on its page a link stands; the number first: the names of blocks may be long, and are what is cut. */
export function placeWords({
  placement,
  position,
}: {
  readonly placement: string | null;
  readonly position: number | null;
}): string {
  const words = [position === null ? null : `link ${formatNumber(position)}`, placement];
  return words.filter((one) => one !== null && one !== '').join(', ') || '—';
}
