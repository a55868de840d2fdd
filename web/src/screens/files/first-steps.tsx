/** The ways to the first figures, by role: connect, import, or ask somebody who may. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { May } from '../../api/may.tsx';
import { meQuery } from '../../api/session.ts';
import { WANTS } from '../../api/use-may.ts';
import { planAddress, planQuery } from '../../report/plan.ts';
import { buttonClass } from '../../ui/button.tsx';
import { SampleData } from '../demo/sample-data.tsx';
import { ImportButton } from './import-button.tsx';

export function FirstSteps() {
  const { data: me } = useQuery(meQuery);
  if (me?.standing?.state === 'over') return <FirstPlan />;
  return (
    <span className="flex flex-wrap justify-center gap-2">
      <May least="admin">
        <Link to="/connections/new" className={buttonClass('primary')}>
          Connect a network
        </Link>
      </May>
      <ImportButton />
      <SampleData />
      <May least="editor" otherwise={<span className="text-faint text-xs">{WANTS.editor}</span>}>
        {null}
      </May>
    </span>
  );
}

/** Where Tributary is hosted for others and the time is over: nothing comes in until there is a plan, but one may look. */
function FirstPlan() {
  const { data: plan } = useQuery(planQuery);
  const address = plan === undefined ? null : planAddress(plan);
  return (
    <span className="flex flex-col items-center gap-3">
      <span className="flex flex-wrap justify-center gap-2">
        {address !== null && (
          <a href={address.href} className={buttonClass('primary')}>
            {address.label}
          </a>
        )}
        <SampleData />
      </span>
      <span className="text-faint text-xs">
        Connecting and importing begin with a plan. Your settings and members stay as they are.
      </span>
    </span>
  );
}
