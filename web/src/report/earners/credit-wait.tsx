/** What goes on while commissions are shared by another credit: that takes some seconds the first time after an import. */
import { LoaderCircle } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Credit } from './earner-queries.ts';
import { creditLabel } from './earner-words.ts';

/** What is shared already is there sooner, and needs no word. */
const PATIENCE_MS = 600;

interface CreditWaitProps {
  readonly of: 'page' | 'source';
  readonly wanted: Credit;
  /** The credit of the rows that are shown; undefined: there are none yet. */
  readonly shown: Credit | undefined;
}

export function CreditWait({ of, wanted, shown }: CreditWaitProps) {
  const isWaiting = wanted !== 'last' && wanted !== shown;
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    if (!isWaiting) return undefined;
    const timer = setTimeout(() => setLong(true), PATIENCE_MS);
    return () => {
      clearTimeout(timer);
      setLong(false);
    };
  }, [isWaiting]);
  return (
    <p role="status" className="flex items-center gap-2 text-muted empty:hidden">
      {isWaiting && isLong && (
        <>
          <LoaderCircle aria-hidden size={16} className="shrink-0 animate-spin motion-reduce:animate-none" />
          <span className="text-pretty">
            Every commission is being shared by “{creditLabel(of, wanted)}”. After an import that takes some seconds
            once
            {shown === undefined ? '.' : `; until then the rows are by “${creditLabel(of, shown)}”.`}
          </span>
        </>
      )}
    </p>
  );
}
