/** Which workspace one is in, for whoever may enter several: goes to another, keeps nothing of this one. */
import { useQuery } from '@tanstack/react-query';
import { ChevronsUpDown } from 'lucide-react';
import { meQuery } from '../api/session.ts';
import { enterWorkspace, workspacesQuery } from '../api/workspace.ts';
import { Menu, MenuCheck, MenuHead } from '../ui/menu.tsx';

export function WorkspaceMenu() {
  const { data: me } = useQuery(meQuery);
  if (me === undefined || me === null || me.workspaces < 2) return null;
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={`Workspace: ${me.workspace.name}`}
          className="flex h-8 min-w-0 max-w-44 items-center gap-1.5 rounded-card border bg-surface px-2.5 font-medium text-[13px] hover:border-line-strong/60 aria-expanded:bg-hover max-sm:hidden"
        >
          <span className="truncate">{me.workspace.name}</span>
          <ChevronsUpDown aria-hidden size={14} className="shrink-0 text-faint" />
        </button>
      }
    >
      <MenuHead>Workspaces</MenuHead>
      <WorkspaceChoices present={me.workspace.id} />
    </Menu>
  );
}

/** The workspaces as items of a menu, the present one ticked. */
export function WorkspaceChoices({ present }: { readonly present: string }) {
  const { data: workspaces = [] } = useQuery(workspacesQuery);
  return workspaces.map(({ id, name, kind }) => (
    <MenuCheck key={id} isChecked={id === present} onChange={() => enterWorkspace(id)}>
      {name}
      {kind === 'demo' && <span className="ml-1.5 text-faint text-xs">demo</span>}
    </MenuCheck>
  ));
}
