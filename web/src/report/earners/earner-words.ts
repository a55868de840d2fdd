/** What rows of attribution, its methods and its confidences are called. Pure. */
import { approximate } from '../../format/decimal.ts';
import { formatDay } from '../../format/moments.ts';
import { formatPercent } from '../../format/numbers.ts';
import type { Tone } from '../../ui/status-chip.tsx';
import { NONE } from '../dimensions.ts';
import { deviceLabel, readableAddress, readerCountry, sourceClassLabel } from '../traffic-words.ts';
import type { Credit, EarnerBy, EarnerRow, Method, PageFacts } from './earner-queries.ts';

export interface MethodWords {
  readonly label: string;
  /** One sentence. */
  readonly meaning: string;
  readonly tone: Tone;
}

export const METHOD_WORDS: Readonly<Record<Method, MethodWords>> = {
  'click-id': {
    label: 'Click id',
    meaning: 'The network brought back the id of one click: the page is certain.',
    tone: 'good',
  },
  'label-rule': {
    label: 'Your rule',
    meaning: 'A rule of yours says what the sub-id means.',
    tone: 'good',
  },
  referrer: { label: 'Referrer', meaning: 'The network itself says from which page the reader came.', tone: 'accent' },
  model: {
    label: 'Probability',
    meaning: 'Shared among the pages whose clicks most likely led to the order; the confidence is calibrated.',
    tone: 'waiting',
  },
  none: { label: 'Not attributed', meaning: 'Nothing is known of the click. No page gets it.', tone: 'quiet' },
};

export interface CreditWords {
  readonly id: Credit;
  readonly label: string;
  readonly meaning: string;
}

/** A page of the visit takes part, or a visit with its source before the click. */
export const CREDITS: Readonly<Record<'page' | 'source', readonly CreditWords[]>> = {
  page: [
    { id: 'last', label: 'Page of the click', meaning: 'All to the page on which the link was followed.' },
    { id: 'first', label: 'First page', meaning: 'All to the page with which the visit began.' },
    { id: 'linear', label: 'All alike', meaning: 'The same to every page of the visit.' },
    {
      id: 'position',
      label: 'First and last more',
      meaning: '40 % to the first, 40 % to the last, the rest between them.',
    },
    { id: 'time-decay', label: 'The later, the more', meaning: 'Half as much for every week further back.' },
    { id: 'shapley', label: 'Shapley', meaning: 'What a page adds on average to every set of pages.' },
    {
      id: 'markov',
      label: 'What would be lost',
      meaning:
        'Markov: all visits count how readers go on from each page. Each page earns by the part of all commissions that would be lost if readers stopped at it.',
    },
  ],
  source: [
    {
      id: 'last',
      label: 'Source of the click',
      meaning: 'All to the source of the visit in which the link was followed.',
    },
    { id: 'first', label: 'First source', meaning: 'All to the source of the reader’s first visit of that day.' },
    {
      id: 'linear',
      label: 'All alike',
      meaning: 'The same to every visit of the reader on that day, and so to its source.',
    },
    {
      id: 'position',
      label: 'First and last more',
      meaning: '40 % to the first, 40 % to the last, the rest between them.',
    },
    {
      id: 'time-decay',
      label: 'The later, the more',
      meaning: 'Half as much for every week further back: within a day nearly all alike.',
    },
    { id: 'shapley', label: 'Shapley', meaning: 'What a source adds on average to every set of sources.' },
    {
      id: 'markov',
      label: 'What would be lost',
      meaning:
        'Markov: all visits count from which source readers come next. Each source earns by the part of all commissions that would be lost without it.',
    },
  ],
};

/** What a credit is called. */
export function creditLabel(of: keyof typeof CREDITS, credit: Credit): string {
  return CREDITS[of].find(({ id }) => id === credit)?.label ?? credit;
}

/** A confidence as it is read: 86 %; certain, and only where it is; nothing where nothing is attributed. */
export function confidenceText(confidence: string | null): string {
  if (confidence === null) return '—';
  const ratio = approximate(confidence);
  if (ratio >= 1) return 'certain';
  return ratio >= 0.995 ? `> ${formatPercent('0.99', 0)}` : formatPercent(confidence, 0);
}

/** What rows without a value are called: a direct visit is one, and no such row. */
const UNKNOWN: Readonly<Record<string, string>> = {
  ...{ page: 'Not attributed', site: 'Not attributed', source: 'No visit known', sourceClass: 'No visit known' },
  ...{ medium: 'No medium known', utmCampaign: 'No campaign known' },
};

/** The name of a value of a dimension that is a code: a method, a device, a country. Others are their own names. */
export function valueLabel(dimension: string, value: string): string {
  if (value === NONE) return UNKNOWN[dimension] ?? 'Not known';
  if (dimension === 'method') return METHOD_WORDS[value as Method]?.label ?? value; // a newer server may know more
  if (dimension === 'sourceClass') return sourceClassLabel(value);
  if (dimension === 'source') return sourceClassLabel(/^\((\w+)\)$/.exec(value)?.[1] ?? value);
  if (dimension === 'device') return deviceLabel(value);
  if (dimension === 'readerCountry') return readerCountry(value);
  if (dimension === 'position') return `Link ${value}`;
  if (dimension === 'page' || dimension === 'landing') return readableAddress(value);
  if (dimension === 'link') return linkLabel(value);
  if (dimension === 'day') return formatDay(value, { weekday: true });
  return value;
}

/** What a row is called; a page by its title. */
export function rowLabel(by: EarnerBy, row: Pick<EarnerRow, 'key' | 'label' | 'page'>): string {
  if (row.key === NONE) return valueLabel(by, NONE);
  if (by === 'page') return row.page?.title ?? readableAddress(row.key);
  return row.label === row.key ? valueLabel(by, row.key) : row.label;
}

/** The address of a page, to open it. */
export function pageAddress({ host, path }: Pick<PageFacts, 'host' | 'path'>): string {
  return `https://${host}${path}`;
}

/** Where a link leads, as far as it says: the shop behind it, else its own host. */
export function linkParts(link: string): { readonly host: string; readonly path: string } {
  const address = shopOf(link) ?? link;
  if (!URL.canParse(address)) return { host: link, path: '' };
  const { host, pathname } = new URL(address);
  return { host: host.replace(/^www\./, ''), path: pathname === '/' ? '' : readableAddress(pathname) };
}

/** A link in one piece: the address of the shop behind it. */
export function linkLabel(link: string): string {
  const { host, path } = linkParts(link);
  return `${host}${path}`;
}

/** The address of the shop inside a link; null: it does not say. */
function shopOf(link: string): string | null {
  if (!URL.canParse(link)) return null;
  const values = [...new URL(link).searchParams.values()];
  return values.find((value) => /^https?:\/\//.test(value) && URL.canParse(value)) ?? null;
}
