/** Who begins here: the fields that setting up and signing up share, each with what is wrong with it. */
import { Field, Input } from '../../ui/field.tsx';
import { FormError } from './form-error.tsx';
import { NewPasswordField } from './new-password-field.tsx';
import { faultyField } from './faulty-field.ts';

export interface OwnerValues {
  readonly name: string;
  readonly email: string;
  readonly workspace: string;
  readonly password: string;
}

export const NO_OWNER: OwnerValues = { name: '', email: '', workspace: '', password: '' };

interface OwnerFieldsProps {
  readonly values: OwnerValues;
  readonly onChange: (values: OwnerValues) => void;
  /** What becomes of the address. */
  readonly emailHint: string;
  readonly error: unknown;
}

export function OwnerFields({ values, onChange, emailHint, error }: OwnerFieldsProps) {
  const faulty = faultyField(error);
  return (
    <>
      <Field label="Your name" error={faulty?.field === 'name' ? faulty.words : undefined}>
        {(control) => (
          <Input
            {...control}
            required
            autoFocus
            maxLength={100}
            autoComplete="name"
            value={values.name}
            onChange={(event) => onChange({ ...values, name: event.target.value })}
          />
        )}
      </Field>
      <Field label="E-mail address" hint={emailHint} error={faulty?.field === 'email' ? faulty.words : undefined}>
        {(control) => (
          <Input
            {...control}
            required
            type="email"
            autoComplete="username"
            value={values.email}
            onChange={(event) => onChange({ ...values, email: event.target.value })}
          />
        )}
      </Field>
      <Field
        label="Name of the workspace"
        hint="Your site or company, as your team calls it."
        error={faulty?.field === 'workspace' ? faulty.words : undefined}
      >
        {(control) => (
          <Input
            {...control}
            required
            maxLength={100}
            autoComplete="organization"
            value={values.workspace}
            onChange={(event) => onChange({ ...values, workspace: event.target.value })}
          />
        )}
      </Field>
      <NewPasswordField
        value={values.password}
        onChange={(password) => onChange({ ...values, password })}
        error={faulty?.field === 'password' ? faulty.words : undefined}
      />
      {faulty === null && <FormError error={error} />}
    </>
  );
}
