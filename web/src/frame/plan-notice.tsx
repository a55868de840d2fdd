/** Above every screen: a trial that is about to end, or a workspace that is read-only, and what to do about it. */
import { useQuery } from '@tanstack/react-query';
import { Info } from 'lucide-react';
import type { Me } from '../api/session.ts';
import { formatInstant } from '../format/moments.ts';
import { daysLeftWords, planAddress, planQuery } from '../report/plan.ts';
import { buttonClass } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';

interface PlanNoticeProps {
  readonly standing: NonNullable<Me['standing']>;
}

export function PlanNotice({ standing }: PlanNoticeProps) {
  const { data: plan } = useQuery(planQuery);
  const address = plan === undefined ? null : planAddress(plan);
  const link =
    address === null ? undefined : (
      <a href={address.href} className={buttonClass('secondary', 'sm')}>
        {address.label}
      </a>
    );
  if (standing.state === 'over') {
    return (
      <div className="no-print mx-auto mb-4 w-full max-w-7xl">
        <Notice action={link}>
          {standing.plan === null ? 'The trial' : 'The plan'} of this workspace is over: you can read and export
          everything, and nothing is deleted. Imports are paused; pageviews and clicks are still counted.{' '}
          {address === null && 'Ask whoever runs this server for a plan, and it goes on.'}
        </Notice>
      </div>
    );
  }
  return (
    <div
      role="status"
      className="no-print mx-auto mb-4 flex w-full max-w-7xl items-center gap-3 rounded-card border bg-surface px-4 py-2.5"
    >
      <Info aria-hidden size={16} className="shrink-0 text-faint" />
      <p className="min-w-0 flex-1 text-pretty text-muted">
        Your trial ends in {daysLeftWords(standing.daysLeft)}
        {standing.endsAt !== null && ` (${formatInstant(standing.endsAt)})`}. After that the workspace is read-only
        until it has a plan.
      </p>
      {link}
    </div>
  );
}
