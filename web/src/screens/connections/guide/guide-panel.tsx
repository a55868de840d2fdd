/** The help beside a form: the network's guide, its quick instructions first. */
import { useQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import { SkeletonLines } from '../../../ui/states.tsx';
import { formatDay } from '../../../format/moments.ts';
import { type Block, guideQuery } from '../queries.ts';
import { MarkdownView } from './markdown-view.tsx';
import { partOf } from './part-of.ts';

interface GuidePanelProps {
  readonly network: string;
  /** The part of the guide that is shown open. */
  readonly part?: string;
}

export function GuidePanel({ network, part = 'Quick instructions' }: GuidePanelProps) {
  const guide = useQuery(guideQuery(network));
  if (guide.isPending) return <SkeletonLines count={6} />;
  if (guide.isError) return <p className="text-muted">The guide could not be loaded. The form works without it.</p>;
  const { blocks, updated } = guide.data;
  const chosen = partOf(blocks, part);
  return (
    <div className="flex flex-col gap-4">
      <h2 className="font-semibold">{part}</h2>
      <MarkdownView network={network} blocks={chosen.length > 0 ? chosen : partOf(blocks, 'Quick instructions')} />
      {['Detailed instructions', 'Questions'].map((title) => (
        <FoldedPart key={title} network={network} title={title} blocks={partOf(blocks, title)} />
      ))}
      <p className="text-faint text-xs">Last updated on {formatDay(updated)}</p>
    </div>
  );
}

interface FoldedPartProps {
  readonly network: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

function FoldedPart({ network, title, blocks }: FoldedPartProps) {
  if (blocks.length === 0) return null;
  return (
    <details className="group border-t pt-3">
      <summary className="flex min-h-8 list-none items-center gap-1.5 rounded font-medium text-muted hover:text-text max-sm:min-h-11">
        <ChevronRight aria-hidden size={16} className="group-open:rotate-90" />
        {title}
      </summary>
      <div className="pt-2">
        <MarkdownView network={network} blocks={blocks} />
      </div>
    </details>
  );
}
