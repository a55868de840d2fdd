/** The page of a line: blue where it is attributed, with the icon of the method; grey where not, and a click makes a rule, unless it is what a network left of a click id. */
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useMay } from '../../api/use-may.ts';
import { BROKEN_ID_WORDS } from '../../report/broken-id.ts';
import { MethodIcon } from '../../report/earners/method-mark.tsx';
import { formatNumber } from '../../format/numbers.ts';
import type { TransactionRow } from '../../report/queries.ts';
import { readableAddress } from '../../report/traffic-words.ts';
import { keptView } from '../../view/view.ts';
import { RuleDialog } from '../attribution/lazy-rule-dialog.tsx';

export function LinePage({ line }: { readonly line: TransactionRow }) {
  const { attribution, subId } = line;
  const mayEdit = useMay('editor');
  const [isOpen, setOpen] = useState(false);
  if (attribution === null || attribution === undefined) return <span className="text-faint">—</span>;
  const { method, confidence, pageHost, pagePath, pages, clickId } = attribution;
  if (pageHost !== null && pagePath !== null) {
    const key = `${pageHost}${pagePath}`;
    return (
      <span className="flex items-center gap-1.5 text-accent">
        <MethodIcon method={method} confidence={confidence} />
        <Link
          to="/page"
          search={(before) => ({ ...keptView(before), page: key })}
          title={key}
          className="truncate rounded-sm underline-offset-4 hover:underline"
          onClick={(event) => event.stopPropagation()}
        >
          {readableAddress(pagePath)}
        </Link>
        {pages > 1 && (
          <span className="shrink-0 text-faint" title={`Shared by ${formatNumber(pages)} pages`}>
            +{formatNumber(pages - 1)}
          </span>
        )}
      </span>
    );
  }
  const isBroken = method === 'none' && (clickId === 'truncated' || clickId === 'damaged');
  if (isBroken) {
    return (
      <span className="flex items-center gap-1.5 text-faint" title={BROKEN_ID_WORDS[clickId].short}>
        <MethodIcon method={method} />
        <span className="truncate">{clickId === 'truncated' ? 'cut id' : 'damaged id'}</span>
      </span>
    );
  }
  // an id that is whole is of one click, not of whatever carries the same text: there is nothing to say about it either
  const canRule = method === 'none' && clickId === 'none' && mayEdit && subId !== null && subId !== '';
  if (!canRule) {
    return (
      <span className="flex items-center gap-1.5 text-faint">
        <MethodIcon method={method} />
        <span className="truncate">{method === 'none' ? 'not attributed' : 'no single page'}</span>
      </span>
    );
  }
  return (
    <>
      <button
        type="button"
        title={`Say what the sub-id “${subId}” means`}
        className="flex max-w-full items-center gap-1.5 rounded-sm text-faint decoration-dotted underline-offset-4 hover:text-text hover:underline"
        onClick={(event) => {
          event.stopPropagation();
          setOpen(true);
        }}
      >
        <MethodIcon method={method} />
        <span className="truncate">make a rule</span>
      </button>
      {isOpen && (
        // the dialog is inside the row for React: its clicks are not the row's
        // biome-ignore lint/a11y/noStaticElementInteractions: only keeps events from the row
        <span onClick={(event) => event.stopPropagation()} onKeyDown={(event) => event.stopPropagation()}>
          <RuleDialog start={{ text: subId, network: line.network }} onClose={() => setOpen(false)} />
        </span>
      )}
    </>
  );
}
