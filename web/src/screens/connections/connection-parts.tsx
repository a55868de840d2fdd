/** Parts of a connection's page: its facts, and the reports that it reads. */
import { Link } from '@tanstack/react-router';
import { ChevronRight, CircleAlert, CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatAgo, formatInstant } from '../../format/moments.ts';
import { Card } from '../../ui/card.tsx';
import { counted, runSummary } from '../runs/run-words.ts';
import { NetworkWords } from './network-words.tsx';
import type { Connection, Network, Run } from './queries.ts';
import { fieldsOf } from './setup/settings-schema.ts';

interface ConnectionFactsProps {
  readonly connection: Connection;
  readonly network: Network | undefined;
  readonly runs: readonly Run[];
}

/** A settings value as it is read. */
function shown(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

export function ConnectionFacts({ connection, network, runs }: ConnectionFactsProps) {
  const hasApi = network?.hasApi === true;
  const lastPull = runs.find((run) => run.kind === 'pull');
  const lastUpload = runs.find((run) => run.state === 'posted');
  const fields = network === undefined ? [] : fieldsOf(network);
  const settings = fields.flatMap(({ name, title, choices, isAdvanced }) => {
    const text = shown(connection.settings[name]);
    if (text === '') return [];
    return [{ name, title, isAdvanced, text: choices.find((one) => one.value === text)?.label ?? text }];
  });
  const facts = (isAdvanced: boolean): ReactNode =>
    settings
      .filter((one) => one.isAdvanced === isAdvanced)
      .map(({ name, title, text }) => (
        <Fact key={name} label={title}>
          {text}
        </Fact>
      ));
  return (
    <Card title="How it is">
      <dl className="flex flex-col">
        {hasApi && (
          <Fact label="Last pull">
            {lastPull === undefined ? 'None yet' : <RunLink run={lastPull} note={runSummary(lastPull)} />}
          </Fact>
        )}
        {lastUpload?.id !== lastPull?.id && lastUpload !== undefined && (
          <Fact label="Last upload">
            <RunLink run={lastUpload} note={runSummary(lastUpload)} />
          </Fact>
        )}
        {hasApi && (
          <>
            <Fact label="Next pull">
              {connection.nextPullAt === null
                ? 'Not scheduled'
                : `${formatInstant(connection.nextPullAt)} (${formatAgo(connection.nextPullAt)})`}
            </Fact>
            <Fact label="History">
              <Link
                to="/connections/new"
                search={{ step: 'import', connections: connection.id }}
                className="text-accent hover:underline"
                title="Import more months"
              >
                {counted(connection.depthMonths, 'month')}
              </Link>
            </Fact>
          </>
        )}
        {facts(false)}
      </dl>
      {settings.some((one) => one.isAdvanced) && (
        <details className="group border-t">
          <summary className="flex min-h-10 list-none items-center gap-1.5 text-muted hover:text-text max-sm:min-h-11">
            <ChevronRight aria-hidden size={16} className="group-open:rotate-90" />
            More settings
          </summary>
          <dl className="flex flex-col">{facts(true)}</dl>
        </details>
      )}
    </Card>
  );
}

/** When a run was, and what it did. */
function RunLink({ run, note }: { readonly run: Run; readonly note: string }) {
  const at = run.decidedAt ?? run.createdAt;
  return (
    <>
      <Link
        to="/runs/$run"
        params={{ run: run.id }}
        className="text-accent hover:underline"
        title={formatInstant(run.createdAt)}
      >
        {formatAgo(at)}
      </Link>
      <span className="line-clamp-2 text-muted">{note}</span>
    </>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="flex justify-between gap-4 border-b py-2 last:border-b-0">
      <dt className="shrink-0 text-muted">{label}</dt>
      <dd className="num min-w-0 break-words text-right">{children}</dd>
    </div>
  );
}

export function ConnectionReports({ connection }: { readonly connection: Connection }) {
  return (
    <Card title="Reports">
      <ul className="flex flex-col">
        {connection.reports.map((report) => (
          <li key={report.reportId} className="flex gap-2.5 border-b py-2.5 last:border-b-0">
            {report.problem === null ? (
              <CircleCheck aria-hidden size={17} className="mt-px shrink-0 text-approved" />
            ) : (
              <CircleAlert aria-hidden size={17} className="mt-px shrink-0 text-reversed" />
            )}
            <div className="min-w-0">
              <p>
                <span className="break-words font-medium">{report.name}</span>{' '}
                <span className="text-faint text-xs">
                  {report.isRequired ? 'needed' : 'optional'}
                  {report.problem !== null && ' · left out of every pull'}
                </span>
              </p>
              {report.problem !== null && <p className="text-pretty text-muted">{report.problem.message}</p>}
              <NetworkWords words={report.problem?.words} />
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
