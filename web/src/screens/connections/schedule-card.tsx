/** How often a connection is pulled, and how far back. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { messageOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { useMay, WANTS } from '../../api/use-may.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { toast } from '../../ui/toast-store.ts';
import type { Connection } from './queries.ts';

type Part = keyof Connection['schedule'];

const PARTS: readonly (readonly [part: Part, label: string, hint: string])[] = [
  ['everyHours', 'Every … hours', '1 to 168. Each pull reads the last days again.'],
  ['lookBackDays', 'Days read each time', '1 to 31. Enough for sales that come late.'],
  ['settleDays', 'Days read once a day', '1 to 400. So long the network may still correct a sale.'],
];

/** The fields, and saving them. */
function useSchedule(connection: Connection) {
  const [values, setValues] = useState<Readonly<Record<Part, string>>>(() => ({
    everyHours: String(connection.schedule.everyHours),
    lookBackDays: String(connection.schedule.lookBackDays),
    settleDays: String(connection.schedule.settleDays),
  }));
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: () =>
      call('PATCH /api/v1/connections/{connection}', {
        params: { connection: connection.id },
        body: {
          schedule: {
            everyHours: Number(values.everyHours),
            lookBackDays: Number(values.lookBackDays),
            settleDays: Number(values.settleDays),
          },
        },
      }),
    onSuccess: () => {
      toast('Schedule saved');
      void client.invalidateQueries({ queryKey: ['connections'] });
    },
  });
  return { values, setValues, save };
}

export function ScheduleCard({ connection }: { readonly connection: Connection }) {
  const { values, setValues, save } = useSchedule(connection);
  const mayChange = useMay('admin');
  const isChanged = PARTS.some(([part]) => values[part] !== String(connection.schedule[part]));
  const wrong = PARTS.find(([part]) => !/^[1-9]\d{0,2}$/.test(values[part]))?.[0];
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (wrong === undefined) save.mutate();
  };
  return (
    <Card title="Schedule">
      <form onSubmit={submit} className="flex flex-col gap-4" noValidate>
        <div className="grid gap-4 sm:grid-cols-3">
          {PARTS.map(([part, label, hint]) => (
            <Field key={part} label={label} hint={hint} error={wrong === part ? 'Write a whole number.' : undefined}>
              {(control) => (
                <Input
                  {...control}
                  inputMode="numeric"
                  disabled={!mayChange}
                  value={values[part]}
                  onChange={(event) => setValues({ ...values, [part]: event.target.value.trim() })}
                />
              )}
            </Field>
          ))}
        </div>
        {save.isError && (
          <p role="alert" className="text-reversed">
            {messageOf(save.error)}
          </p>
        )}
        {mayChange ? (
          <div>
            <Button
              type="submit"
              look={isChanged ? 'primary' : 'secondary'}
              disabled={!isChanged || wrong !== undefined}
              isBusy={save.isPending}
            >
              Save schedule
            </Button>
          </div>
        ) : (
          <p className="text-faint text-xs">{WANTS.admin}</p>
        )}
      </form>
    </Card>
  );
}
