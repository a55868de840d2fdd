/** Asks before something that cannot be taken back. The button says what it does. */
import type { ReactNode } from 'react';
import { messageOf } from '../api/api-error.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';

interface ConfirmDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** What happens, and what stays. */
  readonly children: ReactNode;
  /** "Remove connection". */
  readonly action: string;
  readonly isBusy?: boolean;
  readonly error?: unknown;
  readonly onConfirm: () => void;
}

export function ConfirmDialog({
  isOpen,
  onClose,
  title,
  children,
  action,
  isBusy = false,
  error,
  onConfirm,
}: ConfirmDialogProps) {
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={title}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="danger" isBusy={isBusy} onClick={onConfirm}>
            {action}
          </Button>
        </>
      }
    >
      <div className="text-pretty text-muted">{children}</div>
      {error !== undefined && error !== null && (
        <p role="alert" className="mt-3 text-reversed">
          {messageOf(error)}
        </p>
      )}
    </Dialog>
  );
}
