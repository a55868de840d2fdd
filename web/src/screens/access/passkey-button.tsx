/** Signing in with a passkey, or where that works if it does not work here. */
import { useMutation } from '@tanstack/react-query';
import { Fingerprint } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { FormError } from './form-error.tsx';
import { CeremonyEnded, signInWithPasskey } from './passkey-ceremony.ts';
import { PasskeyPlace } from './passkey-place.tsx';

interface PasskeyButtonProps {
  /** The origin at which passkeys work. */
  readonly origin: string;
  readonly onDone: () => void;
}

export function PasskeyButton({ origin, onDone }: PasskeyButtonProps) {
  const { mutate, error, isPending } = useMutation({ mutationFn: signInWithPasskey, onSuccess: onDone });
  if (origin !== window.location.origin) return <PasskeyPlace origin={origin} />;
  return (
    <>
      <Button icon={Fingerprint} isBusy={isPending} onClick={() => mutate()}>
        Sign in with a passkey
      </Button>
      {!(error instanceof CeremonyEnded) && <FormError error={error} />}
    </>
  );
}
