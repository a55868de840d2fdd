/** Parts of a connection's page: its facts, and the reports that it reads. */
import { Link } from '@tanstack/react-router';
import { CircleAlert, CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatAgo, formatInstant } from '../../format/moments.ts';
import { Card } from '../../ui/card.tsx';
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
  const last = runs.find((run) => run.state === 'posted');
  const fields = network === undefined ? [] : fieldsOf(network);
  const settings = fields.flatMap(({ name, title, choices }) => {
    const text = shown(connection.settings[name]);
    return text === '' ? [] : [{ name, title, text: choices.find((one) => one.value === text)?.label ?? text }];
  });
  return (
    <Card title="How it is">
      <dl className="flex flex-col">
        <Fact label="Last upload">
          {last === undefined ? (
            'None yet'
          ) : (
            <Link
              to="/runs/$run"
              params={{ run: last.id }}
              className="text-accent hover:underline"
              title={formatInstant(last.createdAt)}
            >
              {formatAgo(last.decidedAt ?? last.createdAt)}
            </Link>
          )}
        </Fact>
        {network?.hasApi === true && (
          <Fact label="Next pull">
            {connection.nextPullAt === null
              ? 'Not scheduled'
              : `${formatInstant(connection.nextPullAt)} (${formatAgo(connection.nextPullAt)})`}
          </Fact>
        )}
        {settings.map(({ name, title, text }) => (
          <Fact key={name} label={title}>
            {text}
          </Fact>
        ))}
      </dl>
    </Card>
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
                <span className="text-faint text-xs">{report.isRequired ? 'needed' : 'optional'}</span>
              </p>
              {report.problem !== null && <p className="text-pretty text-muted">{report.problem.message}</p>}
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
