/** The form of a page outside the app: its fields, what is wrong with it as a whole, the button that says what it does. */
import type { ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import { submitted } from '../../ui/submitted.ts';
import { FormError } from './form-error.tsx';

interface AccessFormProps {
  readonly action: string;
  readonly onSubmit: () => void;
  readonly isBusy: boolean;
  /** What no field shows already. */
  readonly error?: unknown;
  readonly children: ReactNode;
  /** Below the button. */
  readonly foot?: ReactNode;
}

export function AccessForm({ action, onSubmit, isBusy, error, children, foot }: AccessFormProps) {
  return (
    <form onSubmit={submitted(onSubmit)} className="flex flex-col gap-5">
      {children}
      <FormError error={error} />
      <Button type="submit" look="primary" isBusy={isBusy}>
        {action}
      </Button>
      {foot}
    </form>
  );
}
