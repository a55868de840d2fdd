/** What amounts are converted into: as reported, or one currency by the rate of each line's day. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChevronDown } from 'lucide-react';
import { useIsGuest } from '../api/use-may.ts';
import { convertible, ratesQuery, settingsQuery } from '../report/settings.ts';
import { Button } from '../ui/button.tsx';
import { Menu, MenuCheck, MenuHead, MenuLine } from '../ui/menu.tsx';
import { useSetView, useView } from '../view/use-view.ts';

/** A menu of all currencies would be longer than a screen; the rest is a setting. */
const MOST_LISTED = 6;

export function CurrencyMenu() {
  const { into } = useView();
  const setView = useSetView();
  const isGuest = useIsGuest();
  const { data: settings } = useQuery(settingsQuery);
  const { data: rates } = useQuery(ratesQuery);
  const usual = settings?.currency ?? 'reported';
  const shown = into ?? usual;
  const known = convertible(rates).slice(0, MOST_LISTED);
  const listed = [...new Set([...known, usual, shown])].filter((one) => one !== 'reported');
  const choose = (currency: string): void => setView({ into: currency === usual ? undefined : currency });
  return (
    <Menu
      trigger={
        <Button size="sm" look="quiet">
          {shown === 'reported' ? 'As reported' : `in ${shown}`}
          <ChevronDown aria-hidden size={14} className="text-faint" />
        </Button>
      }
    >
      <MenuHead>Amounts</MenuHead>
      <MenuCheck isChecked={shown === 'reported'} onChange={() => choose('reported')}>
        As reported
      </MenuCheck>
      {listed.map((currency) => (
        <MenuCheck key={currency} isChecked={shown === currency} onChange={() => choose(currency)}>
          Converted into {currency}
        </MenuCheck>
      ))}
      <MenuLine />
      <p className="px-2 py-1.5 text-muted text-xs">
        {listed.length === 0 ? 'There are no exchange rates yet. ' : ''}
        {!isGuest && (
          <Link to="/settings/reporting" className="text-accent underline underline-offset-4">
            Exchange rates
          </Link>
        )}
      </p>
    </Menu>
  );
}
