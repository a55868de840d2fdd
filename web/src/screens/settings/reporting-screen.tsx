/** How reports are shown: time zone, currency, weeks, the reversal window; and the exchange rates. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { messageOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { isAtLeast, meQuery } from '../../api/session.ts';
import { convertible, type ReportingSettings, ratesQuery, settingsQuery } from '../../report/settings.ts';
import { Button } from '../../ui/button.tsx';
import { Field, Input, Select } from '../../ui/field.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { ErrorState, SkeletonLines } from '../../ui/states.tsx';
import { toast } from '../../ui/toast-store.ts';
import { ExchangeRates } from './exchange-rates.tsx';
import { Section } from './section.tsx';

type Change = Partial<ReportingSettings>;

const WEEKS = [
  { id: 'monday', label: 'Monday' },
  { id: 'sunday', label: 'Sunday' },
] as const;
/** Every zone the browser knows; UTC is in no list. */
const ZONES = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];

export function ReportingScreen() {
  const queryClient = useQueryClient();
  const { data: me } = useQuery(meQuery);
  const settings = useQuery(settingsQuery);
  const mayChange = isAtLeast(me?.role, 'admin');
  const { mutate, isPending } = useMutation({
    mutationFn: (change: Change) => call('PATCH /api/v1/settings', { body: change }),
    onSuccess: async (changed) => {
      queryClient.setQueryData(settingsQuery.queryKey, changed);
      toast('Reports are computed anew');
      await queryClient.invalidateQueries({ queryKey: ['report'] });
    },
    onError: (problem) => toast(messageOf(problem), { tone: 'problem' }),
  });
  if (settings.error !== null) {
    return (
      <ErrorState
        title="The settings could not be read"
        error={settings.error}
        onRetry={() => void settings.refetch()}
      />
    );
  }
  if (settings.data === undefined) return <SkeletonLines />;
  return (
    <>
      <Section
        title="Days and weeks"
        description="Your commissions never change with these: only the days they are shown on."
      >
        <DayFields settings={settings.data} isOff={!mayChange || isPending} onChange={mutate} />
      </Section>
      <Section
        title="Approval"
        description="Networks that state no status: a sale without a reversal counts as approved after this many days."
      >
        <ReversalField settings={settings.data} isOff={!mayChange || isPending} onChange={mutate} />
      </Section>
      <Section
        title="Currency"
        description="Converted line by line, by the rate of its day, when a report is read. The reported amount stays beside it."
      >
        <CurrencyField settings={settings.data} isOff={!mayChange || isPending} onChange={mutate} />
      </Section>
      <ExchangeRates settings={settings.data} mayChange={mayChange} isBusy={isPending} onChange={mutate} />
    </>
  );
}

interface FieldsProps {
  readonly settings: ReportingSettings;
  readonly isOff: boolean;
  readonly onChange: (change: Change) => void;
}

function DayFields({ settings, isOff, onChange }: FieldsProps) {
  const { timeZone, weekStart } = settings;
  return (
    <div className="flex max-w-sm flex-col gap-5">
      <Field label="Time zone" hint="Lines with a time move to the day of this zone; lines with a day only keep it.">
        {(control) => (
          <Select
            {...control}
            disabled={isOff}
            value={timeZone ?? ''}
            onChange={({ target }) => onChange({ timeZone: target.value === '' ? null : target.value })}
          >
            <option value="">As each network reports</option>
            {[...new Set([...(timeZone === null ? [] : [timeZone]), ...ZONES])].map((zone) => (
              <option key={zone} value={zone}>
                {zone.replaceAll('_', ' ')}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <div className="flex flex-col gap-1.5">
        <span className="font-medium">Weeks begin on</span>
        <fieldset disabled={isOff}>
          <Segmented
            label="Weeks begin on"
            options={WEEKS}
            value={weekStart}
            onChange={(start) => onChange({ weekStart: start })}
          />
        </fieldset>
      </div>
    </div>
  );
}

const MOST_DAYS = 3650;

function ReversalField({ settings, isOff, onChange }: FieldsProps) {
  const [text, setText] = useState(String(settings.reversalDays));
  const days = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  const isGood = days <= MOST_DAYS;
  return (
    <form
      className="max-w-sm"
      onSubmit={(event) => {
        event.preventDefault();
        if (isGood) onChange({ reversalDays: days });
      }}
    >
      <Field label="Reversal window in days" error={isGood ? undefined : `Wants a whole number up to ${MOST_DAYS}.`}>
        {(control) => (
          <span className="flex gap-2">
            <Input
              {...control}
              inputMode="numeric"
              className="w-28"
              disabled={isOff}
              value={text}
              onChange={({ target }) => setText(target.value)}
            />
            <Button type="submit" disabled={isOff || !isGood || days === settings.reversalDays}>
              Save
            </Button>
          </span>
        )}
      </Field>
    </form>
  );
}

function CurrencyField({ settings, isOff, onChange }: FieldsProps) {
  const { data: rates } = useQuery(ratesQuery);
  const known = [...new Set([...(settings.currency === 'reported' ? [] : [settings.currency]), ...convertible(rates)])];
  return (
    <Field
      label="Amounts are shown"
      className="max-w-sm"
      hint={known.length === 0 ? 'To convert amounts, bring exchange rates in first.' : undefined}
    >
      {(control) => (
        <Select
          {...control}
          disabled={isOff}
          value={settings.currency}
          onChange={({ target }) => onChange({ currency: target.value })}
        >
          <option value="reported">As reported, currencies apart</option>
          {known.map((currency) => (
            <option key={currency} value={currency}>
              Converted into {currency}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
