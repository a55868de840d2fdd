/** By what a commission is attributed: an icon whose form says it too, named on hover. */
import { Fingerprint, Link2, type LucideIcon, Sigma, SquareDashed, Tag } from 'lucide-react';
import { Chip } from '../../ui/status-chip.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import type { Method } from './earner-queries.ts';
import { confidenceText, METHOD_WORDS } from './earner-words.ts';

const ICONS: Readonly<Record<Method, LucideIcon>> = {
  'click-id': Fingerprint,
  'label-rule': Tag,
  referrer: Link2,
  model: Sigma,
  none: SquareDashed,
};

interface MethodProps {
  readonly method: Method;
  readonly confidence?: string | null;
}

/** The icon alone, inside a row. */
export function MethodIcon({ method, confidence = null }: MethodProps) {
  const Icon = ICONS[method];
  const { label } = METHOD_WORDS[method];
  const words = method === 'model' && confidence !== null ? `${label}, ${confidenceText(confidence)}` : label;
  return (
    <span title={words} className="shrink-0">
      <Icon aria-hidden size={14} strokeWidth={1.75} />
      <span className="sr-only">{words}</span>
    </span>
  );
}

/** Icon and word, with what it means on hover. */
export function MethodChip({ method, confidence = null }: MethodProps) {
  const { label, meaning, tone } = METHOD_WORDS[method];
  return (
    <Tooltip text={meaning} side="top">
      <button type="button" className="cursor-help rounded-full">
        <Chip tone={tone} icon={ICONS[method]}>
          {label}
          {method === 'model' && confidence !== null && ` · ${confidenceText(confidence)}`}
        </Chip>
      </button>
    </Tooltip>
  );
}
