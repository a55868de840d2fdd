/** The plan of the workspace, where Tributary is hosted for others: how it stands, and the pageviews of the month. */
import { useQuery } from '@tanstack/react-query';
import { formatInstant, formatMonth } from '../../format/moments.ts';
import { formatNumber } from '../../format/numbers.ts';
import { daysLeftWords, planAddress, planQuery, type PlanReply } from '../../report/plan.ts';
import { buttonClass } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ErrorState, SkeletonLines } from '../../ui/states.tsx';
import { Section } from './section.tsx';

export function PlanSection() {
  const { data, error, refetch } = useQuery(planQuery);
  return (
    <Section title="Plan" description="Counted against it are pageviews; more of them stop nothing.">
      {data !== undefined && <Plan reply={data} />}
      {data === undefined && error === null && <SkeletonLines />}
      {data === undefined && error !== null && (
        <ErrorState title="The plan could not be read" error={error} onRetry={() => void refetch()} />
      )}
    </Section>
  );
}

function Plan({ reply }: { readonly reply: PlanReply }) {
  const { plan, pageviews, month } = reply;
  const address = planAddress(reply);
  const most = plan?.pageviews ?? null;
  return (
    <div className="flex flex-col items-start gap-4">
      <p className="text-pretty">{standingWords(reply)}</p>
      <dl className="flex flex-col gap-1">
        <dt className="text-muted">Pageviews in {formatMonth(month)}</dt>
        <dd className="num font-semibold text-lg">
          {formatNumber(pageviews)}
          {most !== null && <span className="font-normal text-muted"> of {formatNumber(most)}</span>}
        </dd>
      </dl>
      {most !== null && pageviews > most && (
        <Notice>
          This month has more pageviews than your plan includes. Nothing is stopped and nothing is lost; a larger plan
          fits better.
        </Notice>
      )}
      {address !== null && (
        <a href={address.href} className={buttonClass('secondary', 'sm')}>
          {address.label}
        </a>
      )}
    </div>
  );
}

function standingWords({ standing, plan }: PlanReply): string {
  const { state, endsAt, daysLeft } = standing;
  const ends = endsAt === null ? '' : formatInstant(endsAt);
  if (state === 'unlimited') return 'This workspace is never limited.';
  if (state === 'trial') return `On trial for ${daysLeftWords(daysLeft)} more, until ${ends}. Everything works.`;
  if (state === 'active')
    return `On the plan ${plan?.name ?? standing.plan ?? ''}${ends === '' ? '' : `, until ${ends}`}.`;
  return `Read-only since ${ends}. Nothing is deleted: reading, exports, members and removal go on.`;
}
