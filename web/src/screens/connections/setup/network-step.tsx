/** First step: which network. */
import { useQuery } from '@tanstack/react-query';
import { ChevronRight, FileSpreadsheet, Plug, Search } from 'lucide-react';
import { useState } from 'react';
import { Input } from '../../../ui/field.tsx';
import { EmptyState, ErrorState, SkeletonLines } from '../../../ui/states.tsx';
import { networksQuery } from '../queries.ts';

export function NetworkStep({ onChoose }: { readonly onChoose: (network: string) => void }) {
  const networks = useQuery(networksQuery);
  const [search, setSearch] = useState('');
  if (networks.isPending) return <SkeletonLines count={5} />;
  if (networks.isError) {
    return (
      <ErrorState
        title="The networks could not be read"
        error={networks.error}
        onRetry={() => void networks.refetch()}
      />
    );
  }
  const wanted = search.trim().toLowerCase();
  const shown = networks.data.filter((one) => `${one.label} ${one.id} ${one.home}`.toLowerCase().includes(wanted));
  return (
    <div className="flex flex-col gap-4">
      <div className="relative">
        <Search aria-hidden size={16} className="absolute top-1/2 left-3 -translate-y-1/2 text-faint" />
        <Input
          type="search"
          aria-label="Search networks"
          placeholder="Search networks"
          value={search}
          className="pl-9"
          onChange={(event) => setSearch(event.target.value)}
        />
      </div>
      {shown.length === 0 ? (
        <EmptyState title="No network of that name">
          Take “Custom network”: it reads the CSV files of any program by a mapping that you save once.
        </EmptyState>
      ) : (
        <ul className="flex flex-col divide-y rounded-card border bg-surface">
          {shown.map((network) => {
            const Icon = network.hasApi ? Plug : FileSpreadsheet;
            return (
              <li key={network.id}>
                <button
                  type="button"
                  className="flex min-h-16 w-full items-center gap-3 px-4 py-3 text-left hover:bg-hover"
                  onClick={() => onChoose(network.id)}
                >
                  <span className="grid size-9 shrink-0 place-items-center rounded-card bg-accent-soft text-accent">
                    <Icon aria-hidden size={18} strokeWidth={1.75} />
                  </span>
                  <span className="min-w-0 flex-1">
                    <span className="block font-medium">{network.label}</span>
                    <span className="block text-muted">
                      {network.hasApi
                        ? `Read on a schedule · ${new Set(network.countries.map((one) => one.id)).size} countries · files too`
                        : 'CSV files of any program, by a mapping that you save once'}
                    </span>
                  </span>
                  <ChevronRight aria-hidden size={18} className="text-faint" />
                </button>
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}
