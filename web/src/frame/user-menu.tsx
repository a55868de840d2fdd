/** Who is signed in; to their account, and out. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Building2, Keyboard, LogOut, UserRound } from 'lucide-react';
import { messageOf } from '../api/api-error.ts';
import { call } from '../api/client.ts';
import { meQuery } from '../api/session.ts';
import { Menu, MenuHead, MenuItem, MenuLine } from '../ui/menu.tsx';
import { toast } from '../ui/toast-store.ts';
import { WorkspaceChoices } from './workspace-menu.tsx';

/** Ends the session here and forgets every answer that was seen in it. */
export function useSignOut(): () => void {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const { mutate } = useMutation({
    mutationFn: () => call('DELETE /api/v1/session', {}),
    onSuccess: async () => {
      await navigate({ to: '/sign-in', search: {} });
      queryClient.clear(); // not before: the screen would ask anew for what it misses, as nobody
    },
    onError: (error) => toast(messageOf(error), { tone: 'problem' }),
  });
  return () => mutate();
}

export function UserMenu({ onHelp }: { readonly onHelp: () => void }) {
  const { data: me } = useQuery(meQuery);
  const navigate = useNavigate();
  const signOut = useSignOut();
  if (me === undefined || me === null) return null;
  return (
    <Menu
      align="end"
      trigger={
        <button
          type="button"
          aria-label={`Account of ${me.name}`}
          className="ml-1 grid size-8 place-items-center rounded-full bg-accent-soft font-semibold text-accent text-xs max-sm:size-10"
        >
          {initialsOf(me.name)}
        </button>
      }
    >
      <div className="px-2 pt-1.5 pb-2">
        <p className="font-medium">{me.name}</p>
        <p className="text-faint text-xs">{me.email ?? 'this machine'}</p>
      </div>
      <MenuLine />
      {me.workspaces > 1 ? (
        <div className="sm:hidden">
          <MenuHead>Workspaces</MenuHead>
          <WorkspaceChoices present={me.workspace.id} />
          <MenuLine />
        </div>
      ) : (
        <MenuHead>{me.workspace.name}</MenuHead>
      )}
      {(me.mayCreateWorkspaces || me.role === 'owner') && (
        <MenuItem icon={Building2} onSelect={() => void navigate({ to: '/settings/workspace' })}>
          {me.mayCreateWorkspaces && me.workspaces < 2 ? 'Workspace, or another one' : 'Workspace'}
        </MenuItem>
      )}
      <MenuItem icon={UserRound} onSelect={() => void navigate({ to: '/settings/account' })}>
        Your account
      </MenuItem>
      <MenuItem icon={Keyboard} shortcut="?" onSelect={onHelp}>
        Keyboard
      </MenuItem>
      <MenuLine />
      <MenuItem icon={LogOut} isDisabled={me.kind !== 'session'} onSelect={signOut}>
        Sign out
      </MenuItem>
    </Menu>
  );
}

function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters.map((word) => Array.from(word ?? '')[0]?.toUpperCase() ?? '').join('');
}
