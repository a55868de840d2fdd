/** The second factor: six digits of the app, or a recovery code. */
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { call } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { FormError } from './form-error.tsx';

interface CodeFormProps {
  readonly onDone: () => void;
  readonly onBack: () => void;
}

export function CodeForm({ onDone, onBack }: CodeFormProps) {
  const [isRecovery, setRecovery] = useState(false);
  const [code, setCode] = useState('');
  const { mutate, error, isPending, reset } = useMutation({
    mutationFn: (given: string) =>
      call('POST /api/v1/session/code', { body: isRecovery ? { recoveryCode: given.trim() } : { code: given } }),
    onSuccess: onDone,
    onError: () => setCode(''),
  });
  const change = (text: string): void => {
    const digits = text.replaceAll(/\D/g, '').slice(0, 6);
    setCode(isRecovery ? text : digits);
    if (!isRecovery && digits.length === 6) mutate(digits); // the last digit is the word to go
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    mutate(code);
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-5">
      <Field label={isRecovery ? 'Recovery code' : 'Six digits'}>
        {(control) => (
          <Input
            {...control}
            key={String(isRecovery)}
            required
            autoFocus
            inputMode={isRecovery ? 'text' : 'numeric'}
            autoComplete="one-time-code"
            value={code}
            disabled={isPending}
            onChange={(event) => change(event.target.value)}
            className={isRecovery ? 'num' : 'num h-12 text-center text-2xl tracking-[0.4em]'}
          />
        )}
      </Field>
      <FormError error={error} />
      <Button type="submit" look="primary" isBusy={isPending}>
        Continue
      </Button>
      <div className="flex justify-between text-[13px] text-muted">
        <button
          type="button"
          className="rounded-sm underline underline-offset-4 hover:text-text"
          onClick={() => {
            setRecovery(!isRecovery);
            setCode('');
            reset();
          }}
        >
          {isRecovery ? 'Use the authenticator app' : 'Use a recovery code'}
        </button>
        <button type="button" className="rounded-sm underline underline-offset-4 hover:text-text" onClick={onBack}>
          Back
        </button>
      </div>
    </form>
  );
}
