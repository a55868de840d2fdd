/** A reader: the device as a picture, and in words the place, of which a narrow column cuts the end. */
import { Monitor, Smartphone, Tablet } from 'lucide-react';
import { classNames } from '../ui/class-names.ts';
import { deviceLabel, readerPlace } from './traffic-words.ts';

const PICTURES: Readonly<Record<string, typeof Monitor>> = { phone: Smartphone, tablet: Tablet, desktop: Monitor };

interface ReaderMarkProps {
  readonly device: string;
  readonly country: string | null;
  readonly city: string | null;
  readonly className?: string;
}

export function ReaderMark({ device, country, city, className }: ReaderMarkProps) {
  const place = readerPlace({ country, city });
  const Picture = PICTURES[device];
  const label = deviceLabel(device);
  return (
    <span
      className={classNames('flex min-w-0 items-center gap-1.5', className)}
      title={place === null ? label : `${place} · ${label}`}
    >
      {Picture !== undefined && <Picture role="img" aria-label={label} size={14} className="shrink-0 text-faint" />}
      <span className="truncate">{place ?? label}</span>
    </span>
  );
}
