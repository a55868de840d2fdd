/** A screen that failed: the rest of the app goes on. */
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { ErrorState } from '../../ui/states.tsx';

export function BrokenScreen({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const retry = (): void => {
    reset();
    void router.invalidate();
  };
  return (
    <div className="mx-auto w-full max-w-2xl py-8">
      <ErrorState title="This screen could not be shown" error={error} onRetry={retry}>
        Your ledger is not affected. The other screens go on working.
      </ErrorState>
    </div>
  );
}
