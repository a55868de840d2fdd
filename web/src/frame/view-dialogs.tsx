/** What is asked before a view is saved, renamed or deleted. */
import { useMay } from '../api/use-may.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { useSavedViews, useViewChanges } from './use-saved-views.ts';
import { ViewNameDialog } from './view-name-dialog.tsx';

export type Asking = 'save' | 'rename' | 'delete' | null;

export function ViewDialogs({ asking, onClose }: { readonly asking: Asking; readonly onClose: () => void }) {
  const { screen, present, state, name } = useSavedViews();
  const { save, change, remove } = useViewChanges();
  const mayEdit = useMay('editor');
  const saved = present?.saved;
  if (asking === 'save') {
    return (
      <ViewNameDialog
        title="Save this view"
        action="Save the view"
        canShare={mayEdit}
        isBusy={save.isPending}
        error={save.error}
        onClose={onClose}
        onDone={(text, isShared) =>
          save.mutate(
            { screen, name: text, query: state, isShared },
            {
              onSuccess: (made) => {
                onClose();
                name(made);
              },
            },
          )
        }
      />
    );
  }
  if (saved === undefined) return null;
  if (asking === 'rename') {
    return (
      <ViewNameDialog
        title="Rename the view"
        action="Rename"
        name={saved.name}
        isBusy={change.isPending}
        error={null}
        onClose={onClose}
        onDone={(text) => change.mutate({ id: saved.id, body: { name: text } }, { onSuccess: onClose })}
      />
    );
  }
  return (
    <ConfirmDialog
      isOpen={asking === 'delete'}
      onClose={onClose}
      title={`Delete “${saved.name}”?`}
      action="Delete the view"
      isBusy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate(saved.id, { onSuccess: onClose })}
    >
      {saved.isShared ? 'It is gone for everybody in the workspace.' : 'What it shows stays as it is.'}
    </ConfirmDialog>
  );
}
