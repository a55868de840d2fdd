/** How a commission whose click is known is shared among the pages of its visit, or the sources of the reader. The choice says what each means. */
import { ChevronDown } from 'lucide-react';
import { Menu, MenuCheck } from '../../ui/menu.tsx';
import { buttonClass } from '../../ui/button.tsx';
import { useSetView, useView } from '../../view/use-view.ts';
import { creditLabel, CREDITS } from './earner-words.ts';

export function CreditMenu({ of }: { readonly of: keyof typeof CREDITS }) {
  const { credit = 'last' } = useView();
  const setView = useSetView();
  return (
    <Menu
      trigger={
        <button type="button" className={buttonClass('quiet', 'sm')}>
          Credit: {creditLabel(of, credit)}
          <ChevronDown aria-hidden size={14} />
        </button>
      }
    >
      {CREDITS[of].map(({ id, label, meaning }) => (
        <MenuCheck
          key={id}
          isTall
          isChecked={id === credit}
          onChange={() => setView({ credit: id === 'last' ? undefined : id })}
        >
          {label}
          <span className="block max-w-64 text-pretty text-faint text-xs">{meaning}</span>
        </MenuCheck>
      ))}
    </Menu>
  );
}
