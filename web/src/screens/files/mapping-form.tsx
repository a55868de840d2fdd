/** Which column of an unknown file means what. It is saved as a connection, so the next file of this kind needs nothing. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ApiError, messageOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { Field, Input, Select } from '../../ui/field.tsx';
import type { Network } from '../connections/queries.ts';
import { SettingsFields } from '../connections/setup/settings-fields.tsx';
import { fieldsOf, type FormField, typedOf, type Values } from '../connections/setup/settings-schema.ts';
import { readForm } from '../connections/setup/use-reading.ts';
import type { FileReading } from './destinations.ts';
import { samplesOf, suggestMapping } from './suggest-mapping.ts';

type Table = Extract<FileReading, { kind: 'table' }>;

interface MappingFormProps {
  readonly network: Network;
  readonly table: Table;
  readonly fileName: string;
  readonly onSaved: (connection: string) => void;
  readonly onCancel: () => void;
}

/** The mapping as it is chosen, and saving it as a connection. */
function useMapping({ network, table, fileName, onSaved }: MappingFormProps) {
  const fields = fieldsOf(network);
  const [name, setName] = useState(() => fileName.replace(/\.[a-z]+$/i, ''));
  const [values, setValues] = useState<Values>(() => ({
    ...suggestMapping(table.columns),
    delimiter: table.delimiter === '\t' ? 'tab' : table.delimiter,
  }));
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: async () => {
      const settings = typedOf(values, fields);
      const { reading, error } = await readForm(network.id, settings);
      const wrong = Object.fromEntries((reading?.problems ?? []).map((one) => [one.field, capital(one.message)]));
      setProblems(wrong);
      if (error !== null) throw error;
      if (Object.keys(wrong).length > 0) return null;
      return call('POST /api/v1/connections', {
        body: { network: network.id, name: name.trim() || fileName, settings },
      });
    },
    onSuccess: (connection) => {
      if (connection === null) return;
      void client.invalidateQueries({ queryKey: ['connections'] });
      onSaved(connection.id);
    },
  });
  const isNameTaken = save.error instanceof ApiError && save.error.code === 'connection-name-taken';
  return { fields, name, setName, values, setValues, problems, save, isNameTaken };
}

export function MappingForm(props: MappingFormProps) {
  const { table, onCancel } = props;
  const { fields, name, setName, values, setValues, problems, save, isNameTaken } = useMapping(props);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    event.stopPropagation();
    save.mutate();
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-5">
      <p className="text-pretty text-muted">
        No network that we know gives this file. Say which of its columns means what: the mapping is saved, and the next
        file of this kind needs nothing more.
      </p>
      <Field label="Name of the program" error={isNameTaken ? messageOf(save.error) : undefined}>
        {(control) => (
          <Input {...control} value={name} maxLength={200} onChange={(event) => setName(event.target.value)} />
        )}
      </Field>
      <div className="grid gap-x-5 gap-y-4 sm:grid-cols-2">
        <SettingsFields
          fields={fields.map((field) => ({ ...field, isAdvanced: false }))}
          values={values}
          found={{}}
          problems={problems}
          draw={(field) =>
            field.isColumn ? (
              <ColumnField
                key={field.name}
                field={field}
                table={table}
                value={textOf(values[field.name])}
                error={problems[field.name]}
                onChange={(value) => setValues({ ...values, [field.name]: value })}
              />
            ) : undefined
          }
          onChange={(field, value) => setValues({ ...values, [field]: value })}
        />
      </div>
      {save.isError && !isNameTaken && (
        <p role="alert" className="text-reversed">
          {messageOf(save.error)}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" isBusy={save.isPending}>
          Save mapping
        </Button>
        <Button onClick={onCancel}>Back</Button>
      </div>
    </form>
  );
}

function capital(text: string): string {
  const first = text.slice(0, 1).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(first) ? first : `${first}.`;
}

function textOf(value: string | boolean | undefined): string {
  return typeof value === 'string' ? value : '';
}

interface ColumnFieldProps {
  readonly field: FormField;
  readonly table: Table;
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (column: string) => void;
}

/** Chooses a column of the file, and shows what stands in it. */
function ColumnField({ field, table, value, error, onChange }: ColumnFieldProps) {
  const samples = value === '' ? '' : samplesOf(value, table.columns, table.rows);
  return (
    <Field
      label={field.title}
      isOptional={!field.isRequired}
      hint={samples === '' ? field.description : `In the file: ${samples}`}
      error={error}
    >
      {(control) => (
        <Select {...control} value={value} onChange={(event) => onChange(event.target.value)}>
          <option value="">{field.isRequired ? 'Choose a column …' : 'Not in the file'}</option>
          {[...new Set(table.columns)].map((column) => (
            <option key={column} value={column}>
              {column}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
