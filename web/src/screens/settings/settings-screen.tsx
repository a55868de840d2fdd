/** Settings: parts with an address each; what one may not see is not offered. */
import { useQuery } from '@tanstack/react-query';
import { Outlet } from '@tanstack/react-router';
import { isAtLeast, meQuery } from '../../api/session.ts';
import { TabLinks } from '../../ui/tabs.tsx';

export function SettingsScreen() {
  const { data: me } = useQuery(meQuery);
  const links = [
    { to: '/settings/account', label: 'Account' },
    { to: '/settings/reporting', label: 'Reports' },
    ...(me?.mayCreateWorkspaces === true || isAtLeast(me?.role, 'owner')
      ? ([{ to: '/settings/workspace', label: 'Workspace' }] as const)
      : []),
    ...(isAtLeast(me?.role, 'admin')
      ? ([
          { to: '/settings/members', label: 'Members' },
          { to: '/settings/api-keys', label: 'API keys' },
        ] as const)
      : []),
    ...(isAtLeast(me?.role, 'owner') ? ([{ to: '/settings/audit', label: 'Audit' }] as const) : []),
  ] as const;
  return (
    <div className="mx-auto w-full max-w-4xl">
      <TabLinks label="Settings" links={links} />
      <div className="pt-6">
        <Outlet />
      </div>
    </div>
  );
}
