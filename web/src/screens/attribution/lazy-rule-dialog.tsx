/** The rule dialog, loaded when it is first opened. */
import { type ComponentProps, lazy, Suspense } from 'react';
import type { RuleDialog as Whole } from './rule-dialog.tsx';

const Loaded = lazy(async () => ({ default: (await import('./rule-dialog.tsx')).RuleDialog }));

export function RuleDialog(props: ComponentProps<typeof Whole>) {
  return (
    <Suspense>
      <Loaded {...props} />
    </Suspense>
  );
}
