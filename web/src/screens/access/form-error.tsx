/** What is wrong with a form as a whole. */
import { TriangleAlert } from 'lucide-react';
import { messageOf } from '../../api/api-error.ts';

export function FormError({ error }: { readonly error: unknown }) {
  if (error === null || error === undefined) return null;
  return (
    <p role="alert" className="flex gap-2 rounded-card bg-reversed-soft px-3 py-2.5 text-pretty text-reversed">
      <TriangleAlert aria-hidden size={16} className="mt-0.5 shrink-0" />
      {messageOf(error)}
    </p>
  );
}
