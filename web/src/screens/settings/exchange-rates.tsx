/** The exchange rates of the workspace: how far they reach, a file of the bank's, and whether they are fetched. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Upload } from 'lucide-react';
import { useRef } from 'react';
import { messageOf } from '../../api/api-error.ts';
import { sendFile } from '../../api/client.ts';
import { formatAgo, formatDay, formatRange } from '../../format/moments.ts';
import { formatNumber } from '../../format/numbers.ts';
import { type RateCoverage, type ReportingSettings, ratesQuery } from '../../report/settings.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/field.tsx';
import { ErrorState, SkeletonLines } from '../../ui/states.tsx';
import { toast } from '../../ui/toast-store.ts';
import { FormError } from '../access/form-error.tsx';
import { Section } from './section.tsx';

interface ExchangeRatesProps {
  readonly settings: ReportingSettings;
  readonly mayChange: boolean;
  readonly isBusy: boolean;
  readonly onChange: (change: Partial<ReportingSettings>) => void;
}

export function ExchangeRates({ settings, mayChange, isBusy, onChange }: ExchangeRatesProps) {
  const { data, error, refetch } = useQuery(ratesQuery);
  return (
    <Section
      title="Exchange rates"
      description={
        <>
          The euro reference rates of the European Central Bank:{' '}
          <a
            href="https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist.zip"
            className="text-accent underline underline-offset-4"
          >
            eurofxref-hist.zip
          </a>
          , as it is.
        </>
      }
    >
      <div className="flex flex-col gap-5">
        {error !== null && (
          <ErrorState title="The rates could not be read" error={error} onRetry={() => void refetch()} />
        )}
        {error === null && (data === undefined ? <SkeletonLines /> : <Coverage rates={data} />)}
        {mayChange && <UploadRates />}
        <Checkbox
          label="Fetch new rates every day"
          hint="Asks www.ecb.europa.eu; nothing of yours is sent. Off, no other host is asked."
          checked={settings.fetchesRates}
          disabled={!mayChange || isBusy}
          onChange={({ target }) => onChange({ fetchesRates: target.checked })}
        />
      </div>
    </Section>
  );
}

function Coverage({ rates }: { readonly rates: RateCoverage }) {
  const { firstDay, lastDay, currencies, problem } = rates;
  return (
    <>
      {firstDay === null || lastDay === null ? (
        <p className="text-muted">No rates yet. Amounts are shown as reported.</p>
      ) : (
        <p>
          {formatNumber(currencies.length)} currencies, {formatRange(firstDay, lastDay)}
          <span className="block text-faint text-xs">
            {formatNumber(rates.rates)} rates, the last of {formatDay(lastDay)}
            {rates.loadedAt !== null && `, brought in ${formatAgo(rates.loadedAt)}`}
          </span>
        </p>
      )}
      {problem !== null && <p className="text-pretty text-reversed">{problem.message}</p>}
    </>
  );
}

function UploadRates() {
  const queryClient = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const { mutate, isPending, error } = useMutation({
    mutationFn: (file: File) => sendFile('POST /api/v1/exchange-rates', { query: { name: file.name } }, file),
    onSuccess: async ({ added, changed, unchanged }) => {
      toast(`${formatNumber(added + changed)} rates brought in, ${formatNumber(unchanged)} were there`);
      await queryClient.invalidateQueries({ queryKey: ['exchange-rates'] });
      await queryClient.invalidateQueries({ queryKey: ['report'] });
    },
    onError: (problem) => toast(messageOf(problem), { tone: 'problem' }),
  });
  return (
    <div className="flex flex-col items-start gap-3">
      <input
        ref={input}
        type="file"
        accept=".zip,.csv,.xml"
        className="sr-only"
        tabIndex={-1}
        aria-label="A file of exchange rates"
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file !== undefined) mutate(file);
          target.value = ''; // the same file may be chosen again
        }}
      />
      <Button icon={Upload} isBusy={isPending} onClick={() => input.current?.click()}>
        Upload a file
      </Button>
      <FormError error={error} />
    </div>
  );
}
