/** What the roles may do, in words. */
import type { Role } from '../../api/session.ts';

export const ROLES: readonly { readonly role: Role; readonly label: string; readonly may: string }[] = [
  { role: 'viewer', label: 'Viewer', may: 'sees the figures' },
  { role: 'editor', label: 'Editor', may: 'also imports files and starts runs' },
  { role: 'admin', label: 'Admin', may: 'also manages connections, keys and members' },
  { role: 'owner', label: 'Owner', may: 'may do everything' },
];

export function roleLabel(role: Role): string {
  return ROLES.find((one) => one.role === role)?.label ?? role;
}
