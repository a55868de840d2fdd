/** A part of a settings page: what it is about on the left, the controls on the right. */
import type { ReactNode } from 'react';

interface SectionProps {
  readonly title: string;
  readonly description?: ReactNode;
  readonly actions?: ReactNode;
  readonly children?: ReactNode;
}

export function Section({ title, description, actions, children }: SectionProps) {
  return (
    <section className="grid gap-x-10 gap-y-4 border-b py-8 first:pt-2 last:border-b-0 md:grid-cols-[15rem_1fr]">
      <header>
        <h2 className="font-semibold">{title}</h2>
        {description !== undefined && <p className="mt-1 text-pretty text-muted">{description}</p>}
        {actions !== undefined && <div className="mt-3">{actions}</div>}
      </header>
      <div className="min-w-0">{children}</div>
    </section>
  );
}
