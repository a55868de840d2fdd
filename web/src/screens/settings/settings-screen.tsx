/** Settings. */
import { EmptyState } from '../../ui/states.tsx';

export function SettingsScreen() {
  return <EmptyState title="Settings">This screen is being built.</EmptyState>;
}
