/** What is missing for attribution, and what to do about it; what the check of the model means. Pure. */
import { formatCount } from '../../format/numbers.ts';
import type { Reply } from '../../api/client.ts';

export type Quality = Reply<'GET /api/v1/reports/attribution-quality'>;
export type Check = Quality['checks'][number];
type Advice = Quality['advice'][number];

export const CHECK_LABELS: Readonly<Record<Check['method'], string>> = {
  model: 'Our model',
  'last-click': 'Last click before',
  'share-of-clicks': 'Share of clicks',
};

/** What is needed before the model can be judged. */
export function tooFewWords(orders: number, needed: number): string {
  const known = orders === 0 ? 'No order' : `${orders < needed ? 'Only ' : ''}${formatCount(orders, 'order')}`;
  return `Too few to judge. ${known} with a known click could be given to the model with the ids hidden; from ${formatCount(needed, 'order')} on it is compared with simpler ways, and its confidence with what was right. Every order whose sub-id brings a click back counts. Until then take its shares as a guess.`;
}

export const VERDICTS: Readonly<Record<Exclude<Quality['verdict'], 'too-few'>, string>> = {
  passes:
    'It is better than both simpler ways, and its confidence is true: what it says with 70 % is right 7 times of 10.',
  corrected: 'Its confidence was off by more than five points, so it is mapped to what it proved worth.',
  off: 'It did no better than the simpler ways, so it names no page: those commissions stay unattributed.',
};

export interface AdviceWords {
  readonly title: string;
  readonly what: string;
  readonly action: {
    readonly label: string;
    readonly to: '/sites' | '/quality' | '/connections';
    readonly of?: 'coverage';
    readonly subIds?: 'unmatched';
  } | null;
}

const SITES = { label: 'See the sites', to: '/sites' } as const;
const COVERAGE = { label: 'See the sub-ids', to: '/quality', of: 'coverage' } as const;

/** One thing that is missing. */
export function adviceWords({ code, networkLabel, lines }: Advice): AdviceWords {
  const at = networkLabel === null ? '' : ` at ${networkLabel}`;
  const count = formatCount(lines, 'line');
  switch (code) {
    case 'no-site':
      return {
        title: 'No site is measured',
        what: 'Add a site and put its line into your pages: every click then has an id.',
        action: { ...SITES, label: 'Add a site' },
      };
    case 'no-clicks':
      return {
        title: `No click was recorded${at}`,
        what: 'Is the script in your pages, and are your links of a form that it knows? Try one.',
        action: SITES,
      };
    case 'no-sub-ids':
      return {
        title: `${count}${at} say no sub-id`,
        what: 'The report lacks the sub-id, or the links are not tagged. Ask for a report with it; see the guide of the network.',
        action: { label: 'See the connections', to: '/connections' },
      };
    case 'cut-ids':
      return {
        title: `${count}${at} bring back a cut click id`,
        what: 'The advertiser shortens sub-ids. Where one click alone begins so, it is found all the same.',
        action: COVERAGE,
      };
    case 'unknown-ids':
      return {
        title: `${count}${at} name a click that was never recorded`,
        what: 'Something kept the event of the click from coming (a blocker, a lost connection), another collector has it, or it is older than your retention.',
        action: SITES,
      };
    case 'unmatched-sub-ids':
      return {
        title: `${count}${at} carry a sub-id that nothing explains`,
        what: 'Say once what it means: the rule holds for the past, too.',
        action: { ...COVERAGE, label: 'Make rules', subIds: 'unmatched' },
      };
    case 'no-times':
      return {
        title: `${count}${at} say the day alone`,
        what: 'Without a time of day the model knows less. A report with the time helps it most.',
        action: { label: 'See the connections', to: '/connections' },
      };
    case 'unknown-advertisers':
      return {
        title: `${count}${at} are of advertisers whose links were never clicked`,
        what: 'Links without the advertiser’s number, or sales from elsewhere than your sites.',
        action: null,
      };
  }
}
