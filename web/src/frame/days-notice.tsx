/** Above a screen whose address asks for days that nobody can read: which are shown instead. */
import { formatRange } from '../format/moments.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { useDays, useView } from '../view/use-view.ts';
import { hasUnreadableDays } from '../view/view.ts';

interface DaysNoticeProps {
  readonly onChoose: () => void;
}

export function DaysNotice({ onChoose }: DaysNoticeProps) {
  const view = useView();
  const { days } = useDays();
  if (!hasUnreadableDays(view) || days === null) return null;
  const missing = (['from', 'to'] as const).filter((name) => view[name] === undefined).map((name) => `“${name}”`);
  return (
    <div className="no-print mx-auto mb-4 w-full max-w-7xl">
      <Notice
        action={
          <Button size="sm" onClick={onChoose}>
            Choose the days
          </Button>
        }
      >
        This address asks for days of its own, but its {missing.join(' and ')} cannot be read: a day is written like
        2026-01-31. Shown instead: <span className="num">{formatRange(days.from, days.to)}</span>.
      </Notice>
    </div>
  );
}
