/** The one next action about a connection, as a link. */
import { Link } from '@tanstack/react-router';
import { buttonClass } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import type { NextStep } from './connection-words.ts';

interface NextStepLinkProps {
  readonly step: NextStep;
  readonly look: 'primary' | 'secondary';
  readonly className?: string;
}

export function NextStepLink({ step, look, className }: NextStepLinkProps) {
  const classes = classNames(buttonClass(look), className);
  if ('run' in step) {
    return (
      <Link to="/runs/$run" params={{ run: step.run }} className={classes}>
        {step.label}
      </Link>
    );
  }
  return (
    <Link to="/connections/new" search={step.setup} className={classes}>
      {step.label}
    </Link>
  );
}
