/** Second step: the form of the network. Saving it makes one connection for each country and starts their tests. */
import type { FormEvent } from 'react';
import { messageOf } from '../../../api/api-error.ts';
import { Button } from '../../../ui/button.tsx';
import { Field, Input } from '../../../ui/field.tsx';
import type { Connection } from '../queries.ts';
import { AdoptionQuestion } from './adoption-question.tsx';
import { CountryField } from './country-field.tsx';
import { SettingsFields } from './settings-fields.tsx';
import { type FormField, foundSentence } from './settings-schema.ts';
import { WebsiteField } from './website-field.tsx';
import { type Credentials, type CredentialsWish, useCredentials } from './use-credentials.ts';

export function CredentialsStep(wish: CredentialsWish) {
  const { network, present, like, sharing, websites } = wish;
  const kept = present[0] ?? like;
  const connected = like === undefined ? [] : sharing.map((one) => one.country);
  const form = useCredentials(wish);
  const { fields, countryField, draft, setDraft, problems, reading, undecided } = form;
  const isKnown = new Set([...fields.map((field) => field.name), 'name']);
  const rest = Object.entries(problems).find(([name]) => !isKnown.has(name))?.[1];
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    form.save();
  };
  return (
    <form className="flex flex-col gap-5" onSubmit={submit} noValidate>
      <SettingsFields
        fields={fields.filter((field) => isAsked(field, form, network))}
        values={draft.values}
        found={form.found}
        problems={problems}
        foundWord={reading === null ? null : foundSentence(form.pasted, reading, fields)}
        savedSecret={kept === undefined ? undefined : (name) => savedHint(kept, name, present.length > 0)}
        draw={(field) =>
          field.name === countryField?.name ? (
            <CountryField
              key={field.name}
              field={field}
              network={network}
              chosen={form.countries}
              connected={connected}
              error={problems[field.name]}
              onChange={(countries) => setDraft({ ...draft, countries })}
            />
          ) : undefined
        }
        onChange={form.change}
      />
      {present.length < 2 && <NameField form={form} />}
      <WebsiteField known={websites} value={draft.website} onChange={(website) => setDraft({ ...draft, website })} />
      {undecided !== null && (
        <AdoptionQuestion
          where={network.countries.find((one) => one.id === undecided)?.label ?? network.label}
          onDecide={(isOurs) => form.decide(undecided, isOurs)}
        />
      )}
      {(rest !== undefined || form.error !== null) && (
        <p role="alert" className="text-reversed">
          {rest ?? messageOf(form.error)}
        </p>
      )}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" look="primary" isBusy={form.isSaving}>
          {network.hasApi ? 'Save and test connection' : 'Save connection'}
        </Button>
        <span className="text-faint text-xs">
          Secrets are encrypted, and only their last 4 characters are ever shown again.
        </span>
      </div>
    </form>
  );
}

/** The currency only where a country leaves it open; the country of a connection never changes. */
function isAsked(
  field: FormField,
  { countryField, countries, isNew }: Credentials,
  network: CredentialsWish['network'],
): boolean {
  if (field.isCountry) return isNew;
  if (field.name !== 'currency' || countryField === undefined) return true;
  return countries.some((id) => network.countries.find((one) => one.id === id)?.currency === null);
}

/** What stands below the field of a secret that is saved; the API shows its last characters. */
function savedHint({ name, settings }: Connection, field: string, isOwn: boolean): string {
  const value = settings[field];
  const saved = typeof value === 'string' ? value : '…';
  return isOwn
    ? `Saved as ${saved}. Paste another one to replace it, or leave it empty.`
    : `The one of ${name} (${saved}) is used. Paste another one only if this is another account.`;
}

function NameField({ form: { draft, setDraft, isNew, problems } }: { readonly form: Credentials }) {
  return (
    <Field
      label="Name"
      isOptional={isNew}
      error={problems['name']}
      hint={isNew ? 'Your own word for it. Without one: the network and the country.' : 'Your own word for it.'}
    >
      {(control) => (
        <Input
          {...control}
          value={draft.name}
          maxLength={200}
          onChange={(event) => setDraft({ ...draft, name: event.target.value })}
        />
      )}
    </Field>
  );
}
