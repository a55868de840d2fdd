/** Tabs of one place. For parts that have an address of their own, use links that look the same: `TabLinks`. */
import { Link, type LinkProps, useLocation } from '@tanstack/react-router';
import { Tabs as Radix } from 'radix-ui';
import { type ReactNode, useEffect, useRef } from 'react';

export interface Tab {
  readonly id: string;
  readonly label: ReactNode;
  readonly content: ReactNode;
}

const ROW = 'flex gap-5 overflow-x-auto border-b';
const TAB =
  '-mb-px flex h-10 shrink-0 items-center border-b-2 border-transparent text-muted hover:text-text max-sm:h-11 ' +
  'data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-text ' +
  'aria-[current=page]:border-accent aria-[current=page]:font-medium aria-[current=page]:text-text';

interface TabsProps {
  readonly label: string;
  readonly tabs: readonly Tab[];
  readonly value: string;
  readonly onChange: (id: string) => void;
}

export function Tabs({ label, tabs, value, onChange }: TabsProps) {
  return (
    <Radix.Root value={value} onValueChange={onChange}>
      <Radix.List aria-label={label} className={ROW}>
        {tabs.map((tab) => (
          <Radix.Trigger key={tab.id} value={tab.id} className={TAB}>
            {tab.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content key={tab.id} value={tab.id} className="pt-4 outline-none">
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}

interface TabLinksProps {
  readonly label: string;
  readonly links: readonly { readonly to: NonNullable<LinkProps['to']>; readonly label: string }[];
}

/** Tabs whose contents have addresses. */
export function TabLinks({ label, links }: TabLinksProps) {
  const row = useRef<HTMLElement>(null);
  const at = useLocation({ select: ({ pathname }) => pathname });
  // biome-ignore lint/correctness/useExhaustiveDependencies: where one is now may lie outside of a narrow row
  useEffect(() => {
    row.current?.querySelector('[aria-current=page]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [at]);
  return (
    <nav ref={row} aria-label={label} className={ROW}>
      {links.map((link) => (
        <Link key={link.to} to={link.to} className={TAB}>
          {link.label}
        </Link>
      ))}
    </nav>
  );
}
