/** Pages, authors, categories, sites: what each earned, of how many readers and clicks, and how sure that is. */
import { useNavigate } from '@tanstack/react-router';
import { EarnersList, type EarnerTab } from '../../report/earners/earners-list.tsx';
import { NONE } from '../../report/dimensions.ts';
import { keptView } from '../../view/view.ts';

const USUAL = ['commission', 'change', 'rpm', 'epc', 'pageviews', 'clicks', 'ctr', 'orders', 'confidence'];

const TABS: readonly EarnerTab[] = [
  { id: 'page', label: 'Pages', name: 'Page', usual: USUAL },
  { id: 'author', label: 'Authors', name: 'Author', usual: USUAL },
  { id: 'category', label: 'Categories', name: 'Category', usual: USUAL },
  { id: 'site', label: 'Sites', name: 'Site', usual: USUAL },
  { id: 'landing', label: 'Landing pages', name: 'First page of the visit', usual: USUAL },
  { id: 'day', label: 'Days', name: 'Day', usual: USUAL, usualSort: '-name' },
];

export function PagesScreen() {
  const navigate = useNavigate();
  return (
    <EarnersList
      tabs={TABS}
      creditOf="page"
      onOpen={(by, { key }) => {
        if (by !== 'page' || key === NONE) return false;
        void navigate({ to: '/page', search: (before) => ({ ...keptView(before), page: key }) });
        return true;
      }}
    />
  );
}
