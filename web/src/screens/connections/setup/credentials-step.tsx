/** Second step: the form of the network. Saving it makes one connection for each country and starts their tests. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useState } from 'react';
import { call } from '../../../api/client.ts';
import { messageOf } from '../../../api/api-error.ts';
import { Button } from '../../../ui/button.tsx';
import { Field, Input } from '../../../ui/field.tsx';
import { type Connection, connectionsQuery, type Network } from '../queries.ts';
import { AdoptionQuestion } from './adoption-question.tsx';
import { CountryField } from './country-field.tsx';
import { type Draft, dropDraft, EMPTY_DRAFT, keepDraft, readDraft } from './draft.ts';
import { changeConnections, saveConnections, settingsOf } from './save-connections.ts';
import { SettingsFields } from './settings-fields.tsx';
import { fieldsOf, type FormField, foundSentence, keptOf, typedOf } from './settings-schema.ts';
import { readForm, useReading } from './use-reading.ts';

interface CredentialsStepProps {
  readonly network: Network;
  /** Connections that this set-up made before: they are changed. */
  readonly present: readonly Connection[];
  /** `tests` is empty for a network of files. */
  readonly onSaved: (connections: readonly string[], tests: readonly string[]) => void;
}

type Problems = Readonly<Record<string, string>>;

export function CredentialsStep({ network, present, onSaved }: CredentialsStepProps) {
  const fields = fieldsOf(network);
  const secret = fields.find((field) => field.isSecret);
  const countryField = fields.find((field) => field.isCountry);
  const [draft, setDraft] = useState<Draft>(() =>
    present.length > 0 ? draftOf(present, fields) : readDraft(network.id),
  );
  const [problems, setProblems] = useState<Problems>({});
  const [adoptions, setAdoptions] = useState<Readonly<Record<string, boolean>>>({});
  const [justMade, setJustMade] = useState<readonly string[]>([]);
  const client = useQueryClient();
  useEffect(() => {
    if (present.length === 0) keepDraft(network.id, { ...draft, values: keptOf(draft.values, fields) });
  }, [draft, network.id, present.length, fields]);

  const typed = typedOf(draft.values, fields);
  const pasted = secret === undefined ? '' : String(draft.values[secret.name] ?? '');
  const { reading, error: readError } = useReading(network.id, typed, pasted.trim() !== '');
  const found = Object.fromEntries((reading?.found ?? []).map((name) => [name, reading?.fields[name]]));
  const foundCountry = countryField === undefined ? undefined : found[countryField.name];
  const countries = draft.countries ?? (typeof foundCountry === 'string' ? [foundCountry] : []);
  const isNew = present.length === 0;
  const open = countries.some((id) => network.countries.find((one) => one.id === id)?.currency === null);

  const save = useMutation({
    mutationFn: async () => {
      if (!isNew) {
        await changeConnections(present, typed, countryField?.name);
        return { connections: present, stopped: null };
      }
      const first = network.countries.find((one) => one.id === countries[0]);
      const wrong = await problemsOf(network, settingsOf(typed, countryField?.name, first), secret?.name);
      setProblems(wrong);
      if (Object.keys(wrong).length > 0) return null;
      const made = await client.fetchQuery(connectionsQuery); // those that a try before made are not made again
      const known = made.filter((one) => justMade.includes(one.id));
      return saveConnections({ ...draft, network, countryField: countryField?.name, countries, adoptions }, known);
    },
    onSuccess: async (saved) => {
      if (saved === null) return;
      setJustMade(saved.connections.map((one) => one.id));
      void client.invalidateQueries({ queryKey: ['connections'] });
      if (saved.stopped !== null) {
        const { error } = saved.stopped;
        if (error.code !== 'adoption-undecided')
          setProblems({ [error.report.column ?? fieldOfCode(error.code)]: error.message });
        return;
      }
      const tests = network.hasApi ? await startTests(saved.connections) : [];
      dropDraft(network.id);
      onSaved(
        saved.connections.map((one) => one.id),
        tests,
      );
    },
  });
  const stopped = save.data?.stopped ?? null;
  const undecided =
    stopped?.error.code === 'adoption-undecided' && adoptions[stopped.country] === undefined ? stopped : null;
  const said = {
    ...problems,
    ...(readError !== null && secret !== undefined ? { [secret.name]: readError.message } : {}),
  };
  const isKnown = new Set([...fields.map((field) => field.name), 'name']);
  const rest = Object.entries(said).find(([name]) => !isKnown.has(name));

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form className="flex flex-col gap-5" onSubmit={submit} noValidate>
      <SettingsFields
        fields={fields.filter(
          (field) => (field.name !== 'currency' || countryField === undefined || open) && (isNew || !field.isCountry),
        )}
        values={draft.values}
        found={found}
        problems={said}
        foundWord={reading === null ? null : foundSentence(pasted, reading, fields)}
        savedSecret={isNew ? undefined : (name) => String(present[0]?.settings[name] ?? '')}
        draw={(field) =>
          field === countryField ? (
            <CountryField
              key={field.name}
              field={field}
              network={network}
              chosen={countries}
              error={said[field.name]}
              onChange={(chosen) => setDraft({ ...draft, countries: chosen })}
            />
          ) : undefined
        }
        onChange={(name, value) => {
          setProblems(({ [name]: _gone, ...others }) => others);
          setDraft((before) => ({ ...before, values: { ...before.values, [name]: value } }));
        }}
      />
      {isNew && (
        <>
          <Field
            label="Name"
            isOptional
            error={said['name']}
            hint="Your own word for it. Without one: the network and the country."
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
          <Field label="Website" isOptional hint="The site whose links earn these commissions.">
            {(control) => (
              <Input
                {...control}
                value={draft.website}
                inputMode="url"
                placeholder="example.com"
                onChange={(event) => setDraft({ ...draft, website: event.target.value })}
              />
            )}
          </Field>
        </>
      )}
      {undecided !== null && (
        <AdoptionQuestion
          where={network.countries.find((one) => one.id === undecided.country)?.label ?? network.label}
          onDecide={(isOurs) => {
            setAdoptions({ ...adoptions, [undecided.country]: isOurs });
            setTimeout(() => save.mutate(), 0); // after the decision is in the state that the saving reads
          }}
        />
      )}
      {(rest !== undefined || save.isError) && (
        <p role="alert" className="text-reversed">
          {rest?.[1] ?? messageOf(save.error)}
        </p>
      )}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" look="primary" isBusy={save.isPending}>
          {network.hasApi ? 'Save and test connection' : 'Save connection'}
        </Button>
        <span className="text-faint text-xs">
          Secrets are encrypted, and only their last 4 characters are ever shown again.
        </span>
      </div>
    </form>
  );
}

/** What is still missing or wrong, by field. */
async function problemsOf(
  network: Network,
  settings: Record<string, string | boolean>,
  secret: string | undefined,
): Promise<Problems> {
  const { reading, error } = await readForm(network.id, settings);
  if (error !== null)
    return { [error.report.column ?? (error.code === 'unknown-country' ? 'country' : (secret ?? ''))]: error.message };
  return Object.fromEntries((reading?.problems ?? []).map(({ field, message }) => [field, sentence(message)]));
}

function sentence(text: string): string {
  const first = text.slice(0, 1).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(first) ? first : `${first}.`;
}

function fieldOfCode(code: string): string {
  return code === 'connection-name-taken' ? 'name' : 'token';
}

async function startTests(connections: readonly Connection[]): Promise<readonly string[]> {
  const started = connections.map(({ id }) =>
    call('POST /api/v1/connections/{connection}/tests', { params: { connection: id } }),
  );
  return (await Promise.all(started)).map((test) => test.id);
}

/** The form of connections that are there: their settings without what is secret. */
function draftOf([first]: readonly Connection[], fields: readonly FormField[]): Draft {
  if (first === undefined) return EMPTY_DRAFT;
  const values = Object.fromEntries(
    fields.flatMap(({ name, isSecret }) => {
      const value = first.settings[name];
      if (isSecret || value === undefined || value === null) return [];
      return [[name, typeof value === 'boolean' ? value : String(value as string | number)]]; // settings are texts, numbers, switches
    }),
  );
  return { ...EMPTY_DRAFT, values };
}
