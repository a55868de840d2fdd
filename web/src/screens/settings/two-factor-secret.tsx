/** The secret for the authenticator app and the recovery codes, shown once, and the code that proves they arrived. */
import { useMutation } from '@tanstack/react-query';
import { Copy } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { messageOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { copyText } from '../../ui/copy-text.ts';
import { Checkbox, Field, Input } from '../../ui/field.tsx';
import { QrCode } from '../../ui/qr-code.tsx';

interface TwoFactorSecretProps {
  readonly uri: string;
  readonly recoveryCodes: readonly string[];
  readonly onDone: () => void;
}

/** The secret in groups of four, as one types it. */
function secretOf(uri: string): string {
  const secret = new URL(uri).searchParams.get('secret') ?? '';
  return secret.match(/.{1,4}/g)?.join(' ') ?? secret;
}

export function TwoFactorSecret({ uri, recoveryCodes, onDone }: TwoFactorSecretProps) {
  const [code, setCode] = useState('');
  const [isKept, setKept] = useState(false);
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => call('POST /api/v1/two-factor/confirmation', { body: { code } }),
    onSuccess: onDone,
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    mutate();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-5">
      <Secret uri={uri} />
      <RecoveryCodes codes={recoveryCodes} isKept={isKept} onKept={setKept} />
      <Field label="3. The six digits that the app shows" error={error === null ? undefined : messageOf(error)}>
        {(control) => (
          <Input
            {...control}
            required
            inputMode="numeric"
            autoComplete="one-time-code"
            value={code}
            onChange={(event) => setCode(event.target.value.replaceAll(/\D/g, '').slice(0, 6))}
            className="num max-w-40 tracking-[0.3em]"
          />
        )}
      </Field>
      <div className="flex justify-end">
        <Button type="submit" look="primary" isBusy={isPending} disabled={!isKept || code.length < 6}>
          Switch on
        </Button>
      </div>
    </form>
  );
}

function Secret({ uri }: { readonly uri: string }) {
  return (
    <div className="flex gap-4 max-sm:flex-col max-sm:items-center">
      <QrCode text={uri} label="The secret for the authenticator app" size={152} />
      <div className="min-w-0 flex-1">
        <p className="font-medium">1. Add Tributary to your authenticator app</p>
        <p className="mt-1 text-muted">Scan the picture, or type this secret:</p>
        <code className="num mt-2 block break-words text-[13px]">{secretOf(uri)}</code>
        <Button
          size="sm"
          look="quiet"
          icon={Copy}
          className="-ml-2.5 mt-1"
          onClick={() => void copyText(secretOf(uri).replaceAll(' ', ''))}
        >
          Copy the secret
        </Button>
      </div>
    </div>
  );
}

interface RecoveryCodesProps {
  readonly codes: readonly string[];
  readonly isKept: boolean;
  readonly onKept: (isKept: boolean) => void;
}

function RecoveryCodes({ codes, isKept, onKept }: RecoveryCodesProps) {
  return (
    <div>
      <p className="font-medium">2. Keep these recovery codes</p>
      <p className="mt-1 text-pretty text-muted">Each works once, when the phone is lost. They are not shown again.</p>
      <ul className="num mt-2 grid grid-cols-2 gap-x-6 gap-y-1 rounded-card bg-sunken p-3 text-[13px]">
        {codes.map((one) => (
          <li key={one}>
            <code>{one}</code>
          </li>
        ))}
      </ul>
      <Button
        size="sm"
        look="quiet"
        icon={Copy}
        className="-ml-2.5 mt-1"
        onClick={() => void copyText(codes.join('\n'))}
      >
        Copy all
      </Button>
      <Checkbox
        label="I have kept them"
        checked={isKept}
        onChange={(event) => onKept(event.target.checked)}
        className="mt-1"
      />
    </div>
  );
}
