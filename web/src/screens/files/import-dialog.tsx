/** Files on their way in: what each is, where it belongs, and then the preview of the run that they become. */
import { useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { FileCheck, FileQuestion, FileX, LoaderCircle } from 'lucide-react';
import { useRef, useState } from 'react';
import { messageOf } from '../../api/api-error.ts';
import { call, sendFile } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, Select } from '../../ui/field.tsx';
import { connectionsQuery, networksQuery, type Run } from '../connections/queries.ts';
import { counted } from '../runs/run-words.ts';
import { type FileReading, type Group, groupsOf, type Place } from './destinations.ts';
import { openImport } from './import-store.ts';
import { MappingForm } from './mapping-form.tsx';

interface Item {
  readonly file: File;
  readonly reading: FileReading | null;
  readonly error: unknown;
}

/** As much as the server looks at. */
const HEAD_BYTES = 200 * 1024;

interface ImportDialogProps {
  readonly files: readonly File[];
  readonly onClose: () => void;
}

/** What the files are, where they go, and the run that they become. */
function useImport({ files, onClose }: ImportDialogProps) {
  const { data: networks = [] } = useQuery(networksQuery);
  const { data: connections = [] } = useQuery(connectionsQuery);
  const client = useQueryClient();
  const navigate = useNavigate();
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  const readings = useQueries({
    queries: files.map((file) => ({
      queryKey: ['file', file.name, file.size, file.lastModified],
      queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
        sendFile('POST /api/v1/uploads/recognise', {}, file.slice(0, HEAD_BYTES), signal),
      staleTime: Number.POSITIVE_INFINITY,
    })),
  });
  const items: readonly Item[] = files.map((file, place) => ({
    file,
    reading: readings[place]?.data ?? null,
    error: readings[place]?.error ?? null,
  }));
  const groups = groupsOf(items, networks, connections);
  const placeOf = (group: Group<Item>): Place | null =>
    group.places.find((place) => place.id === chosen[group.network.id]) ?? group.only;
  const unclear = items.filter((item) => item.reading?.kind === 'table');
  const isReady =
    groups.length > 0 &&
    unclear.length === 0 &&
    groups.every((group) => group.network.countries.length === 0 || placeOf(group) !== null);
  const start = useMutation({
    mutationFn: async () => {
      const runs: Run[] = [];
      for (const group of groups) runs.push(await startRun(group, placeOf(group)));
      return runs;
    },
    onSuccess: ([first, ...more]) => {
      void client.invalidateQueries({ queryKey: ['runs'] });
      onClose();
      if (first === undefined) return;
      if (more.length === 0) void navigate({ to: '/runs/$run', params: { run: first.id } });
      else void navigate({ to: '/runs' });
    },
  });
  const choose = (network: string, place: string): void => setChosen({ ...chosen, [network]: place });
  return { items, groups, placeOf, choose, isReady, start, networks };
}

export function ImportDialog({ files, onClose }: ImportDialogProps) {
  const { items, groups, placeOf, choose, isReady, start, networks } = useImport({ files, onClose });
  const [mapping, setMapping] = useState<File | null>(null);
  const client = useQueryClient();
  const custom = networks.find((one) => !one.hasApi);
  const table = mapping === null ? null : (items.find((item) => item.file === mapping)?.reading ?? null);
  if (mapping !== null && table?.kind === 'table' && custom !== undefined) {
    return (
      <Dialog isOpen onClose={onClose} title={`Columns of ${mapping.name}`} size="lg">
        <MappingForm
          network={custom}
          table={table}
          fileName={mapping.name}
          onCancel={() => setMapping(null)}
          onSaved={() => {
            setMapping(null);
            void client.invalidateQueries({ queryKey: ['file'] }); // the mapping knows this file now, and others like it
          }}
        />
      </Dialog>
    );
  }
  const count = groups.reduce((sum, group) => sum + group.items.length, 0);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Import files"
      description="CSV files of a network, or a ZIP of them. You see what they would change before anything counts."
      size="lg"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" disabled={!isReady} isBusy={start.isPending} onClick={() => start.mutate()}>
            {count === 0 ? 'Preview' : `Preview ${counted(count, 'file')}`}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5">
        <FilePicker />
        {items.length > 0 && (
          <ul className="divide-y border-y">
            {items.map((item) => (
              <ItemLine key={`${item.file.name} ${item.file.size}`} item={item} onMap={() => setMapping(item.file)} />
            ))}
          </ul>
        )}
        {groups.map((group) => (
          <PlaceField
            key={`${group.network.id} ${group.only?.id ?? ''}`}
            group={group}
            place={placeOf(group)}
            onChoose={(place) => choose(group.network.id, place)}
          />
        ))}
        {start.isError && (
          <p role="alert" className="text-pretty text-reversed">
            {messageOf(start.error)}
          </p>
        )}
      </div>
    </Dialog>
  );
}

interface PlaceFieldProps {
  readonly group: Group<Item>;
  readonly place: Place | null;
  readonly onChoose: (place: string) => void;
}

/** Asks where files belong, if there is a choice. */
function PlaceField({ group: { network, places }, place, onChoose }: PlaceFieldProps) {
  if (places.length < 2) return null;
  return (
    <Field
      label={`Where do the files of ${network.label} belong?`}
      hint="Each country is a network of its own, with its own currency."
    >
      {(control) => (
        <Select {...control} value={place?.id ?? ''} onChange={(event) => onChoose(event.target.value)}>
          <option value="">Choose …</option>
          {places.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

function FilePicker() {
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className="flex flex-col items-center gap-2 rounded-card border border-line-strong/60 border-dashed px-4 py-6 text-center">
      <input
        ref={input}
        type="file"
        multiple
        accept=".csv,.zip,.tsv,.txt,text/csv,application/zip"
        aria-label="Files to import"
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => {
          openImport([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
      <Button onClick={() => input.current?.click()}>Choose files</Button>
      <p className="text-faint text-xs">or drop them anywhere</p>
    </div>
  );
}

function ItemLine({ item, onMap }: { readonly item: Item; readonly onMap: () => void }) {
  const { file, reading, error } = item;
  const [Icon, tone, said] = saidOf(reading, error);
  return (
    <li className="flex items-start gap-3 py-3">
      <Icon aria-hidden size={18} className={`mt-px shrink-0 ${tone}`} />
      <div className="min-w-0 flex-1">
        <p className="break-words font-medium">{file.name}</p>
        <p className="text-pretty text-muted">{said}</p>
      </div>
      {reading?.kind === 'table' && (
        <Button size="sm" onClick={onMap}>
          Choose its columns
        </Button>
      )}
    </li>
  );
}

function saidOf(
  reading: FileReading | null,
  error: unknown,
): readonly [icon: typeof FileCheck, tone: string, said: string] {
  if (error !== null && error !== undefined) return [FileX, 'text-reversed', messageOf(error)];
  if (reading === null) return [LoaderCircle, 'animate-spin text-accent', 'Looking at it …'];
  switch (reading.kind) {
    case 'report':
      return [FileCheck, 'text-approved', reading.label];
    case 'zip':
      return [FileCheck, 'text-approved', 'A ZIP: its reports are recognised when it is read'];
    case 'table':
      return [FileQuestion, 'text-pending', `An unknown table with ${counted(reading.columns.length, 'column')}`];
    case 'unreadable':
      return [FileX, 'text-reversed', 'No CSV: it is left out. Download the report again as CSV (UTF-8).'];
  }
}

/** Sends the files of a group and starts their run, which waits for a person's word. */
async function startRun({ network, items }: Group<Item>, place: Place | null): Promise<Run> {
  const taken: { readonly name: string; readonly sha256: string }[] = [];
  for (const { file } of items) {
    const name = file.name.replaceAll(/[/\\\p{Cc}]/gu, '_');
    const { files } = await sendFile('POST /api/v1/uploads', { query: { network: network.id, name } }, file);
    taken.push(...files);
  }
  const { connection, country } = place ?? {};
  return call('POST /api/v1/imports', {
    body: {
      network: network.id,
      files: taken,
      preview: true,
      ...(connection === undefined ? {} : { connection }),
      ...(country === undefined ? {} : { country }),
    },
  });
}
