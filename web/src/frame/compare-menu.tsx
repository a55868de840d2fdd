/** What the period is compared with. */
import { ChevronDown } from 'lucide-react';
import { formatRange } from '../format/moments.ts';
import { Button } from '../ui/button.tsx';
import { Menu, MenuCheck, MenuHead, MenuLine } from '../ui/menu.tsx';
import { useDays, useSetView, useView } from '../view/use-view.ts';

const LABELS = { prev: 'Previous period', year: 'Year before', custom: 'Custom range' } as const;

export function CompareMenu() {
  const { cmp, match = 'date' } = useView();
  const { compared } = useDays();
  const setView = useSetView();
  return (
    <Menu
      trigger={
        <Button size="sm" look="quiet">
          {cmp === undefined ? 'Compare' : `vs ${LABELS[cmp].toLowerCase()}`}
          <ChevronDown aria-hidden size={14} className="text-faint" />
        </Button>
      }
    >
      {compared !== null && <MenuHead>{formatRange(compared.from, compared.to)}</MenuHead>}
      <MenuCheck isChecked={cmp === undefined} onChange={() => setView({ cmp: undefined })}>
        Nothing
      </MenuCheck>
      <MenuCheck isChecked={cmp === 'prev'} shortcut="X" onChange={() => setView({ cmp: 'prev' })}>
        {LABELS.prev}
      </MenuCheck>
      <MenuCheck isChecked={cmp === 'year'} onChange={() => setView({ cmp: 'year' })}>
        {LABELS.year}
      </MenuCheck>
      <MenuLine />
      <MenuCheck isChecked={match === 'dow'} onChange={(isDow) => setView({ match: isDow ? 'dow' : undefined })}>
        Match weekdays
      </MenuCheck>
    </Menu>
  );
}
