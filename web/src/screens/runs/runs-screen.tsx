/** Runs. */
import { EmptyState } from '../../ui/states.tsx';

export function RunsScreen() {
  return <EmptyState title="Runs">This screen is being built.</EmptyState>;
}
