/** Search and commands: ⌘K or /. Loaded when it is first opened. */
import { Command as Cmdk } from 'cmdk';
import { Search } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { useState } from 'react';
import { Kbd } from '../ui/kbd.tsx';
import { type Command, useOfferedCommands } from './commands.ts';

interface CommandPaletteProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** What else a text can be: a search of transactions. */
  readonly onSearch: (text: string) => void;
}

const ITEM =
  'flex h-9 cursor-pointer items-center gap-3 rounded-md px-3 data-[selected=true]:bg-hover max-sm:h-11 ' +
  'data-[selected=true]:text-text text-muted';

function grouped(commands: readonly Command[]): readonly (readonly [string, readonly Command[]])[] {
  const groups = new Map<string, Command[]>();
  for (const command of commands) groups.set(command.group, [...(groups.get(command.group) ?? []), command]);
  return [...groups];
}

export function CommandPalette({ isOpen, onClose, onSearch }: CommandPaletteProps) {
  const commands = useOfferedCommands();
  const [text, setText] = useState('');
  const after = (run: () => void) => (): void => {
    onClose();
    setText('');
    run();
  };
  return (
    <Radix.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/35 dark:bg-black/60" />
        <Radix.Content
          aria-describedby={undefined}
          className="appear fixed inset-x-3 top-[12vh] z-50 mx-auto max-w-xl overflow-hidden rounded-card border bg-surface shadow-float outline-none"
        >
          <Radix.Title className="sr-only">Search and commands</Radix.Title>
          <Cmdk label="Search and commands" loop>
            <div className="flex items-center gap-3 border-b px-4">
              <Search aria-hidden size={17} className="text-faint" />
              <Cmdk.Input
                value={text}
                onValueChange={setText}
                placeholder="Search orders, or go to …"
                className="h-12 flex-1 bg-transparent text-base outline-none placeholder:text-faint"
              />
              <Kbd keys="Esc" />
            </div>
            <Cmdk.List className="max-h-[52vh] overflow-y-auto p-1.5">
              {text.trim() !== '' && (
                <Cmdk.Item
                  forceMount
                  value={`search ${text}`}
                  className={ITEM}
                  onSelect={after(() => onSearch(text.trim()))}
                >
                  <span className="min-w-0 flex-1 truncate">
                    Find <span className="font-medium text-text">{text.trim()}</span> in transactions
                  </span>
                </Cmdk.Item>
              )}
              {grouped(commands).map(([group, list]) => (
                <Cmdk.Group
                  key={group}
                  heading={group}
                  className="**:[[cmdk-group-heading]]:px-3 **:[[cmdk-group-heading]]:pt-2.5 **:[[cmdk-group-heading]]:pb-1 **:[[cmdk-group-heading]]:text-faint **:[[cmdk-group-heading]]:text-xs"
                >
                  {list.map(({ id, label, keys, words, run }) => (
                    <Cmdk.Item key={id} value={`${label} ${words ?? ''}`} className={ITEM} onSelect={after(run)}>
                      <span className="flex-1">{label}</span>
                      {keys !== undefined && <Kbd keys={keys} />}
                    </Cmdk.Item>
                  ))}
                </Cmdk.Group>
              ))}
            </Cmdk.List>
          </Cmdk>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
