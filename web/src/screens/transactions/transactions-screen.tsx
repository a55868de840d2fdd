/** Transactions. */
import { EmptyState } from '../../ui/states.tsx';

export function TransactionsScreen() {
  return <EmptyState title="Transactions">This screen is being built.</EmptyState>;
}
