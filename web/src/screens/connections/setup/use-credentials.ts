/** The state of the second step: what was typed, what the server makes of it, and saving it. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { call } from '../../../api/client.ts';
import { type Connection, connectionsQuery, type Network } from '../queries.ts';
import { type Draft, dropDraft, EMPTY_DRAFT, keepDraft, readDraft } from './draft.ts';
import { changeConnections, type Saved, saveConnections, settingsOf } from './save-connections.ts';
import { fieldsOf, type FormField, keptOf, typedOf } from './settings-schema.ts';
import { readForm, useReading } from './use-reading.ts';

export interface CredentialsWish {
  readonly network: Network;
  /** Connections that this set-up made before: they are changed. */
  readonly present: readonly Connection[];
  /** A connection whose credential and settings the new ones take over. */
  readonly like: Connection | undefined;
  /** The connections of its account. */
  readonly sharing: readonly Connection[];
  /** Websites that the connections of the workspace name. */
  readonly websites: readonly string[];
  /** `tests` is empty for a network of files. */
  readonly onSaved: (connections: readonly string[], tests: readonly string[]) => void;
}

type Problems = Readonly<Record<string, string>>;
/** By country: whether files imported before are of this account. */
type Adoptions = Readonly<Record<string, boolean>>;

export type Credentials = ReturnType<typeof useCredentials>;

export function useCredentials(wish: CredentialsWish) {
  const { network, present, like } = wish;
  const fields = fieldsOf(network);
  const secret = fields.find((field) => field.isSecret);
  const countryField = fields.find((field) => field.isCountry);
  const [draft, setDraft] = useState<Draft>(() =>
    present.length > 0
      ? draftOf(present, fields)
      : like === undefined
        ? readDraft(network.id)
        : draftLike(like, fields),
  );
  const [problems, setProblems] = useState<Problems>({});
  const [adoptions, setAdoptions] = useState<Adoptions>({});
  const isNew = present.length === 0;
  useEffect(() => {
    if (isNew && like === undefined)
      keepDraft(network.id, { ...draft, values: keptOf(draft.values, fieldsOf(network)) });
  }, [draft, network, isNew, like]);

  const typed = typedOf(draft.values, fields);
  const pasted = secret === undefined ? '' : String(draft.values[secret.name] ?? '');
  const { reading, error } = useReading(network.id, typed, pasted.trim() !== '');
  const found = Object.fromEntries((reading?.found ?? []).map((name) => [name, reading?.fields[name]]));
  const foundCountry = countryField === undefined ? undefined : found[countryField.name];
  const countries = draft.countries ?? (typeof foundCountry === 'string' ? [foundCountry] : []);
  const save = useSave({ ...wish, draft, typed, countryField, secret, countries, setProblems });
  const stopped = save.data?.stopped ?? null;
  const isOpen = stopped?.error.code === 'adoption-undecided' && adoptions[stopped.country] === undefined;
  return {
    ...{ fields, countryField, draft, setDraft, isNew, pasted, reading, found, countries },
    problems: { ...problems, ...(error !== null && secret !== undefined ? { [secret.name]: error.message } : {}) },
    /** The country of which it has to be said whether earlier files are of this account. */
    undecided: isOpen ? stopped.country : null,
    isSaving: save.isPending,
    error: save.error,
    save: () => save.mutate(adoptions),
    decide: (country: string, isOurs: boolean) => {
      const decided = { ...adoptions, [country]: isOurs };
      setAdoptions(decided);
      save.mutate(decided);
    },
    change: (name: string, value: string | boolean) => {
      setProblems(({ [name]: _gone, ...others }) => others);
      setDraft((before) => ({ ...before, values: { ...before.values, [name]: value } }));
    },
  };
}

interface SaveWish extends CredentialsWish {
  readonly draft: Draft;
  readonly typed: Record<string, string | boolean>;
  readonly countryField: FormField | undefined;
  readonly secret: FormField | undefined;
  readonly countries: readonly string[];
  readonly setProblems: (problems: Problems) => void;
}

/** Saving: those that an earlier try made are not made again. */
function useSave({ network, present, like, onSaved, ...form }: SaveWish) {
  const { draft, typed, secret, countries, setProblems } = form;
  const countryField = form.countryField?.name;
  const [justMade, setJustMade] = useState<readonly string[]>([]);
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (adoptions: Adoptions): Promise<Saved | null> => {
      if (present.length > 0) {
        await changeConnections(present, { typed, countryField, name: draft.name, website: draft.website });
        return { connections: present, stopped: null };
      }
      const first = network.countries.find((one) => one.id === countries[0]);
      const wrong = await problemsOf(network, settingsOf(typed, countryField, first), secret?.name);
      if (like !== undefined && secret !== undefined && typed[secret.name] === undefined) delete wrong[secret.name];
      setProblems(wrong);
      if (Object.keys(wrong).length > 0) return null;
      const all = await client.fetchQuery(connectionsQuery);
      const known = all.filter((one) => justMade.includes(one.id));
      return saveConnections({ ...draft, network, countryField, countries, adoptions, like: like?.id }, known);
    },
    onSuccess: async (saved) => {
      if (saved === null) return;
      const ids = saved.connections.map((one) => one.id);
      setJustMade(ids);
      void client.invalidateQueries({ queryKey: ['connections'] });
      if (saved.stopped !== null) {
        const { error } = saved.stopped;
        if (error.code === 'adoption-undecided') return;
        setProblems({ [error.report.column ?? fieldOfCode(error.code, secret)]: error.message });
        return;
      }
      const tests = network.hasApi ? await startTests(saved.connections) : [];
      dropDraft(network.id);
      onSaved(ids, tests);
    },
  });
}

/** What is still missing or wrong, by field. */
async function problemsOf(
  network: Network,
  settings: Record<string, string | boolean>,
  secret: string | undefined,
): Promise<Record<string, string>> {
  const { reading, error } = await readForm(network.id, settings);
  if (error !== null)
    return { [error.report.column ?? (error.code === 'unknown-country' ? 'country' : (secret ?? ''))]: error.message };
  return Object.fromEntries((reading?.problems ?? []).map(({ field, message }) => [field, sentence(message)]));
}

function sentence(text: string): string {
  const first = text.slice(0, 1).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(first) ? first : `${first}.`;
}

function fieldOfCode(code: string, secret: FormField | undefined): string {
  return code === 'connection-name-taken' ? 'name' : (secret?.name ?? '');
}

async function startTests(connections: readonly Connection[]): Promise<readonly string[]> {
  const started = connections.map(({ id }) =>
    call('POST /api/v1/connections/{connection}/tests', { params: { connection: id } }),
  );
  return (await Promise.all(started)).map((test) => test.id);
}

/** Another country of an account: all of its form but the country and what follows from it. */
function draftLike(like: Connection, fields: readonly FormField[]): Draft {
  const { values } = draftOf([like], fields);
  const own = new Set(['currency', ...fields.filter((field) => field.isCountry).map((field) => field.name)]);
  const rest = Object.entries(values).filter(([name]) => !own.has(name));
  return { ...EMPTY_DRAFT, values: Object.fromEntries(rest), countries: [], website: like.website ?? '' };
}

/** The form of connections that are there: their settings without what is secret; the name where there is only one. */
function draftOf([first, ...more]: readonly Connection[], fields: readonly FormField[]): Draft {
  if (first === undefined) return EMPTY_DRAFT;
  const values = Object.fromEntries(
    fields.flatMap(({ name, isSecret }) => {
      const value = first.settings[name];
      if (isSecret || value === undefined || value === null) return [];
      return [[name, typeof value === 'boolean' ? value : String(value as string | number)]]; // settings are texts, numbers, switches
    }),
  );
  return { ...EMPTY_DRAFT, values, name: more.length === 0 ? first.name : '', website: first.website ?? '' };
}
