/** The name of a row: a filter by a click. A page has its address below, a link its network; what nobody earned says why. */
import { Link } from '@tanstack/react-router';
import { keptView } from '../../view/view.ts';
import { isAttributed, NONE } from '../dimensions.ts';
import { FilterLink } from '../filter-link.tsx';
import { LinkText } from '../link-text.tsx';
import { readableAddress } from '../traffic-words.ts';
import type { EarnerBy, EarnerRow } from './earner-queries.ts';
import { rowLabel } from './earner-words.ts';

interface EarnerNameProps {
  readonly by: EarnerBy;
  readonly row: EarnerRow;
}

export function EarnerName({ by, row }: EarnerNameProps) {
  const label = rowLabel(by, row);
  if (row.key === NONE && (by === 'page' || by === 'method')) {
    return (
      <Link
        to="/quality"
        search={keptView}
        title="Why, and what to do"
        className="text-muted italic hover:underline"
        onClick={(event) => event.stopPropagation()}
      >
        {label}
      </Link>
    );
  }
  if (by === 'page') {
    return (
      <Link
        to="/page"
        search={(previous) => ({ ...keptView(previous), page: row.key })}
        title={row.key}
        className="rounded-sm text-accent decoration-line-strong underline-offset-4 hover:underline"
        onClick={(event) => event.stopPropagation()}
      >
        {label}
        {row.page?.title != null && <span className="ml-2 text-muted">{readableAddress(row.page?.path ?? '')}</span>}
      </Link>
    );
  }
  if (by === 'link' && row.key !== NONE) {
    return (
      <FilterLink field="link" value={row.key} title={row.key}>
        <LinkText link={row.key} />
      </FilterLink>
    );
  }
  const named = <span className={row.key === NONE ? 'text-muted italic' : ''}>{label}</span>;
  if (isAttributed(by) || by === 'advertiser' || by === 'network') {
    return (
      <FilterLink field={by} value={row.key} title={row.key === NONE ? label : row.key}>
        {named}
      </FilterLink>
    );
  }
  return <span title={row.key}>{named}</span>;
}
