/** Connections. */
import { EmptyState } from '../../ui/states.tsx';

export function ConnectionsScreen() {
  return <EmptyState title="Connections">This screen is being built.</EmptyState>;
}
