/** Asks for the name of a view, and whether everybody sees it. */
import { type FormEvent, useId, useState } from 'react';
import { messageOf } from '../api/api-error.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Checkbox, Field, Input } from '../ui/field.tsx';

interface ViewNameDialogProps {
  readonly title: string;
  readonly action: string;
  readonly name?: string;
  readonly canShare?: boolean;
  readonly isBusy: boolean;
  readonly error: unknown;
  readonly onClose: () => void;
  readonly onDone: (name: string, isShared: boolean) => void;
}

const LONGEST_NAME = 80;

export function ViewNameDialog({
  title,
  action,
  name = '',
  canShare = false,
  isBusy,
  error,
  onClose,
  onDone,
}: ViewNameDialogProps) {
  const [text, setText] = useState(name);
  const [isShared, setShared] = useState(false);
  const form = useId();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim() !== '') onDone(text.trim(), isShared);
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={form} look="primary" isBusy={isBusy} disabled={text.trim() === ''}>
            {action}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        <Field
          label="Name"
          hint="Period, filters, comparison and columns are kept; a period like “last 30 days” moves along."
          error={error === null || error === undefined ? null : messageOf(error)}
        >
          {(control) => (
            <Input
              {...control}
              autoFocus
              value={text}
              maxLength={LONGEST_NAME}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        {canShare && (
          <Checkbox
            label="Share with the workspace"
            checked={isShared}
            onChange={(event) => setShared(event.target.checked)}
          />
        )}
      </form>
    </Dialog>
  );
}
