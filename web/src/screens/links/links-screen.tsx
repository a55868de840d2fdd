/** Links and placements: which were seen, which were followed, and what that earned. */
import { Link } from '@tanstack/react-router';
import { MousePointerClick } from 'lucide-react';
import { EarnersList, type EarnerTab } from '../../report/earners/earners-list.tsx';
import { buttonClass } from '../../ui/button.tsx';
import { keptView } from '../../view/view.ts';

const USUAL = ['commission', 'change', 'epc', 'impressions', 'clicks', 'seenRate', 'orders'];

const TABS: readonly EarnerTab[] = [
  { id: 'link', label: 'Links', name: 'Link', usual: ['advertiser', ...USUAL] },
  { id: 'placement', label: 'Placements', name: 'Placement', usual: USUAL },
  { id: 'position', label: 'Positions', name: 'Position on the page', usual: USUAL },
  { id: 'network', label: 'Networks', name: 'Network', usual: USUAL },
];

export function LinksScreen() {
  return (
    <EarnersList
      tabs={TABS}
      creditOf="page"
      tools={
        <Link to="/clicks" search={keptView} className={buttonClass('secondary', 'sm')}>
          <MousePointerClick aria-hidden size={16} strokeWidth={1.75} />
          Single clicks
        </Link>
      }
    />
  );
}
