/** Asked when files of the country were imported before: are they of this account? */
import { FileQuestion } from 'lucide-react';
import { Button } from '../../../ui/button.tsx';

interface AdoptionQuestionProps {
  readonly where: string;
  readonly onDecide: (isOurs: boolean) => void;
}

export function AdoptionQuestion({ where, onDecide }: AdoptionQuestionProps) {
  return (
    <section role="alert" className="flex gap-3 rounded-card border border-pending/40 bg-pending-soft p-4">
      <FileQuestion aria-hidden size={18} className="mt-px shrink-0 text-pending" />
      <div className="flex flex-col gap-3">
        <div>
          <p className="font-semibold">Files of {where} were imported before. Are they of this account?</p>
          <p className="mt-1 text-pretty text-muted">
            If they are, they become its history, and no sale is counted twice. If they are of another account, both
            stay apart.
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => onDecide(true)}>Yes, they are its history</Button>
          <Button onClick={() => onDecide(false)}>No, keep them apart</Button>
        </div>
      </div>
    </section>
  );
}
