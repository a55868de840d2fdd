/** What a rule would change: lines by what they are now and would be, examples, other rules, and clicks that go first. */
import { messageOf } from '../../api/api-error.ts';
import { formatCount, formatMoney, formatNumber } from '../../format/numbers.ts';
import { SkeletonLines } from '../../ui/states.tsx';
import { changeWords, type RulePreview, ruleSentence } from './rule-words.ts';

interface RulePreviewPartProps {
  readonly preview: RulePreview | undefined;
  readonly error: unknown;
  /** The draft is a whole rule. */
  readonly isWanted: boolean;
}

type Change = RulePreview['changes'][number];

export function RulePreviewPart({ preview, error, isWanted }: RulePreviewPartProps) {
  return (
    <section aria-live="polite" className="flex flex-col gap-3 rounded-card border bg-sunken p-4">
      <h3 className="font-semibold">What changes</h3>
      {!isWanted ? (
        <p className="text-muted">Say what the sub-id means, and you see here what changes before it is kept.</p>
      ) : error !== null && error !== undefined ? (
        <p className="text-reversed">{messageOf(error)}</p>
      ) : preview === undefined ? (
        <SkeletonLines count={2} />
      ) : (
        <Preview preview={preview} />
      )}
    </section>
  );
}

function sumText({ commission, currency }: Pick<Change, 'commission' | 'currency'>): string {
  return commission === null ? '' : ` · ${formatMoney(commission, currency)}`;
}

function Preview({ preview: { subIds, examples, changes, conflicts, stronger } }: { readonly preview: RulePreview }) {
  const known = stronger.reduce((sum, { lines }) => sum + lines, 0);
  return (
    <>
      <p className="num">
        {subIds === 0
          ? 'No sub-id is like that yet.'
          : `${formatNumber(subIds)} ${subIds === 1 ? 'sub-id is' : 'sub-ids are'} like that.`}
      </p>
      {changes.length > 0 && (
        <ul className="num flex flex-col gap-1">
          {changes.map((one) => (
            <li
              key={`${one.from} ${one.to} ${one.fromRule} ${one.toRule} ${one.currency}`}
              className="flex flex-wrap gap-x-2"
            >
              <span className="font-medium">
                {formatCount(one.lines, 'line')}
                {sumText(one)}
              </span>
              <span className="text-muted">{changeWords(one)}</span>
            </li>
          ))}
        </ul>
      )}
      {changes.length === 0 && subIds > 0 && <p className="text-muted">No line is attributed otherwise than now.</p>}
      {known > 0 && (
        <p className="text-muted">
          {formatCount(known, 'line')} with such a sub-id {known === 1 ? 'stays: its' : 'stay: their'} click is known.
        </p>
      )}
      {conflicts.length > 0 && (
        <ul className="flex flex-col gap-1 text-pending">
          {conflicts.map(({ rule, subIds: shared, goesFirst }) => (
            <li key={rule.id}>
              {ruleSentence(rule)} is about {formatNumber(shared)} of them, too, and goes{' '}
              {goesFirst ? 'first: it is more specific, or as specific and older' : 'after this one'}.
            </li>
          ))}
        </ul>
      )}
      {examples.length > 0 && (
        <p className="break-all text-muted text-xs">
          {examples.map(({ subId, lines }) => `${subId} (${formatNumber(lines)})`).join(' · ')}
        </p>
      )}
    </>
  );
}
