/** Every key, on one sheet: ?. */
import { Dialog } from '../ui/dialog.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { PRESETS } from '../view/period.ts';
import { PLACES } from './places.ts';

interface HelpSheetProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

const GENERAL = [
  ['⌘ K', 'Search and commands'],
  ['/', 'Search'],
  ['?', 'This sheet'],
  ['Esc', 'Close, or take the filters away'],
] as const;

const TABLES = [
  ['J K', 'Next and previous row'],
  ['↵', 'Open the row'],
  ['X', 'Choose the row'],
  ['C', 'Copy the row, or the chosen ones'],
  ['← →', 'Walk the bars of a chart'],
  ['+', 'Write a note at the bar'],
] as const;

export function HelpSheet({ isOpen, onClose }: HelpSheetProps) {
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title="Keyboard" size="lg">
      <div className="grid gap-x-10 gap-y-6 sm:grid-cols-2">
        <div className="flex flex-col gap-6">
          <Keys title="Anywhere" keys={GENERAL} />
          <Keys title="Go to" keys={PLACES.map(({ label, letter }) => [`G ${letter}`, label] as const)} />
          <Keys title="Tables and charts" keys={TABLES} />
        </div>
        <Keys
          title="Period"
          keys={[
            ...PRESETS.map(({ label, letter }) => [letter, label] as const),
            ['← →', 'Previous and next period'],
            ['X', 'Compare with the period before, or not'],
          ]}
        />
      </div>
    </Dialog>
  );
}

function Keys({ title, keys }: { readonly title: string; readonly keys: readonly (readonly [string, string])[] }) {
  return (
    <section>
      <h3 className="mb-2 text-faint text-xs">{title}</h3>
      <dl className="flex flex-col gap-1.5">
        {keys.map(([key, does]) => (
          <div key={key} className="flex items-center justify-between gap-4">
            <dt>{does}</dt>
            <dd>
              <Kbd keys={key} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
