/** The notes of the days that are shown: read by everybody, written by who may edit. Loaded when it is first opened. */
import { Pencil, Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { messageOf } from '../../api/api-error.ts';
import { useMay, WANTS } from '../../api/use-may.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, Input, Textarea } from '../../ui/field.tsx';
import { type Annotation, annotationDays } from './annotation-words.ts';
import { useAnnotationChanges } from './use-annotations.ts';

interface AnnotationsDialogProps {
  readonly annotations: readonly Annotation[];
  /** The day that a new note is about at first. */
  readonly day: string;
  readonly onClose: () => void;
}

const LONGEST = 280;

export function AnnotationsDialog({ annotations, day, onClose }: AnnotationsDialogProps) {
  const mayEdit = useMay('editor');
  const [edited, setEdited] = useState<Annotation>();
  const { remove } = useAnnotationChanges();
  return (
    <Dialog isOpen onClose={onClose} title="Notes on these days" description="Everybody in the workspace sees them.">
      <div className="flex flex-col gap-5">
        {annotations.length === 0 ? (
          <p className="text-muted">Nothing is written down about these days.</p>
        ) : (
          <ul className="flex flex-col">
            {annotations.map((annotation) => (
              <li key={annotation.id} className="flex items-start gap-2 border-b py-2 last:border-b-0">
                <div className="min-w-0 flex-1">
                  <p className="text-pretty">{annotation.text}</p>
                  <p className="num text-faint text-xs">
                    {annotationDays(annotation)} · {annotation.madeBy}
                  </p>
                </div>
                {mayEdit && (
                  <span className="flex">
                    <IconButton
                      icon={Pencil}
                      label={`Change: ${annotation.text}`}
                      onClick={() => setEdited(annotation)}
                    />
                    <IconButton
                      icon={Trash2}
                      label={`Remove: ${annotation.text}`}
                      onClick={() => remove.mutate(annotation.id)}
                    />
                  </span>
                )}
              </li>
            ))}
          </ul>
        )}
        {remove.error !== null && (
          <p role="alert" className="text-reversed">
            {messageOf(remove.error)}
          </p>
        )}
        {mayEdit ? (
          <NoteForm key={edited?.id ?? 'new'} edited={edited} day={day} onDone={() => setEdited(undefined)} />
        ) : (
          <p className="text-faint text-xs">{WANTS.editor}</p>
        )}
      </div>
    </Dialog>
  );
}

interface NoteFormProps {
  readonly edited: Annotation | undefined;
  readonly day: string;
  readonly onDone: () => void;
}

function NoteForm({ edited, day, onDone }: NoteFormProps) {
  const { add, change } = useAnnotationChanges();
  const [text, setText] = useState(edited?.text ?? '');
  const [from, setFrom] = useState(edited?.day ?? day);
  const [to, setTo] = useState(edited?.endDay ?? '');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const body = { day: from, endDay: to === '' || to === from ? null : to, text: text.trim() };
    if (edited === undefined) add.mutate(body, { onSuccess: () => setText('') });
    else change.mutate({ id: edited.id, ...body }, { onSuccess: onDone });
  };
  const error = add.error ?? change.error;
  return (
    <form onSubmit={submit} className="flex flex-col gap-3 border-t pt-4">
      <Field
        label={edited === undefined ? 'A new note' : 'Change the note'}
        error={error === null ? null : messageOf(error)}
      >
        {(control) => (
          <Textarea
            {...control}
            autoFocus
            rows={2}
            maxLength={LONGEST}
            value={text}
            placeholder="Newsletter sent, rates changed, site down …"
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      <div className="grid grid-cols-2 gap-3">
        <Field label="Day">
          {(control) => (
            <Input {...control} type="date" required value={from} onChange={(event) => setFrom(event.target.value)} />
          )}
        </Field>
        <Field label="Last day" isOptional>
          {(control) => (
            <Input {...control} type="date" min={from} value={to} onChange={(event) => setTo(event.target.value)} />
          )}
        </Field>
      </div>
      <span className="flex justify-end gap-2">
        {edited !== undefined && <Button onClick={onDone}>Leave as it was</Button>}
        <Button
          type="submit"
          look="primary"
          isBusy={add.isPending || change.isPending}
          disabled={text.trim() === '' || from === ''}
        >
          {edited === undefined ? 'Add the note' : 'Save the note'}
        </Button>
      </span>
    </form>
  );
}
