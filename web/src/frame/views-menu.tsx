/** Saved views in the bar: which one is shown and whether it was changed, the others, and what can be done with it. */
import { Bookmark, BookmarkPlus, Pencil, RefreshCw, Trash2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useMay } from '../api/use-may.ts';
import { Button } from '../ui/button.tsx';
import { Menu, MenuCheck, MenuHead, MenuItem, MenuLine } from '../ui/menu.tsx';
import { toast } from '../ui/toast-store.ts';
import type { SavedView } from '../view/saved-views-query.ts';
import { useSavedViews, useViewChanges } from './use-saved-views.ts';
import type { Asking } from './view-dialogs.tsx';

const ViewDialogs = lazy(async () => ({ default: (await import('./view-dialogs.tsx')).ViewDialogs }));

export function ViewsMenu() {
  const { views, present, state, hasDefault, open, leave } = useSavedViews();
  const { change } = useViewChanges();
  const [asking, setAsking] = useState<Asking>(null);
  const mayEdit = useMay('editor');
  const saved = present?.saved;
  const isChanged = present?.isChanged === true;
  const mine = views.filter((view) => !view.isShared);
  const shared = views.filter((view) => view.isShared);
  const one = (view: SavedView) => (
    <MenuCheck key={view.id} isChecked={view.id === saved?.id} onChange={() => open(view)}>
      {view.name}
      {(view.isMyDefault || view.isWorkspaceDefault) && <span className="ml-2 text-faint text-xs">opens first</span>}
    </MenuCheck>
  );
  return (
    <>
      <Menu
        trigger={
          <Button size="sm" look="quiet" icon={Bookmark} aria-label={triggerLabel(saved?.name, isChanged)}>
            <span className="max-w-40 truncate sm:max-lg:hidden">{saved?.name ?? 'Views'}</span>
            {isChanged && <span className="font-normal text-pending text-xs sm:max-lg:hidden">changed</span>}
          </Button>
        }
      >
        {views.length === 0 && <MenuHead>No view of this screen is saved</MenuHead>}
        {mine.length > 0 && <MenuHead>Mine</MenuHead>}
        {mine.map(one)}
        {shared.length > 0 && <MenuHead>Shared</MenuHead>}
        {shared.map(one)}
        {(saved !== undefined || hasDefault) && <MenuItem onSelect={leave}>Without a view</MenuItem>}
        <MenuLine />
        {saved !== undefined && isChanged && (mayEdit || !saved.isShared) && (
          <MenuItem
            icon={RefreshCw}
            onSelect={() =>
              change.mutate(
                { id: saved.id, body: { query: state } },
                { onSuccess: () => toast(`“${saved.name}” shows this from now on`) },
              )
            }
          >
            Update “{saved.name}”
          </MenuItem>
        )}
        <MenuItem icon={BookmarkPlus} onSelect={() => setAsking('save')}>
          Save as a new view …
        </MenuItem>
        {saved !== undefined && (
          <OfOne
            saved={saved}
            mayEdit={mayEdit}
            onChange={(body) => change.mutate({ id: saved.id, body })}
            onAsk={setAsking}
          />
        )}
      </Menu>
      <Suspense>{asking !== null && <ViewDialogs asking={asking} onClose={() => setAsking(null)} />}</Suspense>
    </>
  );
}

function triggerLabel(name: string | undefined, isChanged: boolean): string {
  if (name === undefined) return 'Views';
  return `View: ${name}${isChanged ? ', changed' : ''}`;
}

interface OfOneProps {
  readonly saved: SavedView;
  readonly mayEdit: boolean;
  readonly onChange: (
    body: Readonly<Partial<Record<'isShared' | 'isMyDefault' | 'isWorkspaceDefault', boolean>>>,
  ) => void;
  readonly onAsk: (asking: Asking) => void;
}

/** What can be done with the view that is shown; what others see of it only by who may edit. */
function OfOne({ saved, mayEdit, onChange, onAsk }: OfOneProps) {
  const mayChange = mayEdit || !saved.isShared;
  return (
    <>
      <MenuLine />
      <MenuHead>
        {saved.name}
        {saved.isMine ? '' : ` · by ${saved.madeBy}`}
      </MenuHead>
      <MenuCheck isChecked={saved.isMyDefault} onChange={(isMyDefault) => onChange({ isMyDefault })}>
        Opens first for me
      </MenuCheck>
      {mayEdit && (
        <MenuCheck isChecked={saved.isShared} onChange={(isShared) => onChange({ isShared })}>
          Shared with the workspace
        </MenuCheck>
      )}
      {mayEdit && saved.isShared && (
        <MenuCheck
          isChecked={saved.isWorkspaceDefault}
          onChange={(isWorkspaceDefault) => onChange({ isWorkspaceDefault })}
        >
          Opens first for everybody
        </MenuCheck>
      )}
      {mayChange && (
        <>
          <MenuItem icon={Pencil} onSelect={() => onAsk('rename')}>
            Rename …
          </MenuItem>
          <MenuItem icon={Trash2} isDanger onSelect={() => onAsk('delete')}>
            Delete …
          </MenuItem>
        </>
      )}
    </>
  );
}
