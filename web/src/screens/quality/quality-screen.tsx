/** How good attribution is: by which method how much, whether the model's confidence is true, what is missing. */
import { ListTabs, presentTab } from '../../report/list/list-tabs.tsx';
import { useView } from '../../view/use-view.ts';
import { CoverageList } from './coverage-list.tsx';
import { MethodsView } from './methods-view.tsx';
import { RuleList } from './rule-list.tsx';

const TABS = [
  { id: 'methods', label: 'Methods' },
  { id: 'coverage', label: 'Sub-ids' },
  { id: 'rules', label: 'Rules' },
] as const;

export function QualityScreen() {
  const tab = presentTab<(typeof TABS)[number]['id']>(TABS, useView());
  return (
    <div className="mx-auto flex max-w-7xl flex-col gap-4">
      <ListTabs label="Attribution quality" tabs={TABS} />
      {tab === 'methods' && <MethodsView />}
      {tab === 'coverage' && <CoverageList />}
      {tab === 'rules' && <RuleList />}
    </div>
  );
}
