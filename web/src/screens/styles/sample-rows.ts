/** Made-up rows for the page of components. */
import type { Status } from '../../ui/status-chip.tsx';
import { addDays } from '../../view/period.ts';

export interface SampleRow {
  readonly id: string;
  readonly day: string;
  readonly advertiser: string;
  readonly status: Status;
  readonly sale: string;
  readonly commission: string;
}

const STATUSES: readonly Status[] = ['pending', 'approved', 'approved', 'reversed', 'lost'];
const ADVERTISERS = ['Acme Outdoor', 'Zenith Home', 'Fable Books', 'North & Daughters'] as const;

export const sampleRows = (today: string): readonly SampleRow[] =>
  Array.from({ length: 2000 }, (_, place) => {
    const status = STATUSES[(place * 7) % 5] ?? 'pending';
    const sign = status === 'reversed' ? '-' : '';
    return {
      id: String(place),
      day: addDays(today, -Math.floor(place / 40)),
      advertiser: ADVERTISERS[(place * 3) % 4] ?? '',
      status,
      sale: `${sign}${20 + ((place * 37) % 400)}.${String((place * 13) % 100).padStart(2, '0')}00`,
      commission: `${sign}${1 + ((place * 11) % 30)}.${String((place * 29) % 100).padStart(2, '0')}50`,
    };
  });
