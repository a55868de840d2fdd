/** What the network said, in its own words, folded: for whoever writes to its support. */
import { ChevronRight } from 'lucide-react';

export function NetworkWords({ words }: { readonly words: string | undefined }) {
  if (words === undefined) return null;
  return (
    <details className="group mt-1">
      <summary className="flex w-fit min-h-7 list-none items-center gap-1 rounded text-muted text-xs hover:text-text max-sm:min-h-11">
        <ChevronRight aria-hidden size={14} className="group-open:rotate-90" />
        What the network said
      </summary>
      <q className="mt-1 block break-words border-l-2 pl-3 text-muted">{words}</q>
    </details>
  );
}
