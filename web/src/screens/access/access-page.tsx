/** The page around signing in: the mark, a heading, a form. */
import type { ReactNode } from 'react';
import { Logo } from '../../ui/logo.tsx';

interface AccessPageProps {
  readonly title: string;
  readonly description?: ReactNode;
  readonly children?: ReactNode;
  /** Below the form. */
  readonly foot?: ReactNode;
}

export function AccessPage({ title, description, children, foot }: AccessPageProps) {
  return (
    <main className="flex min-h-dvh flex-col items-center px-5 pt-[12vh] pb-12">
      <div className="w-full max-w-sm">
        <Logo size={40} />
        <h1 className="mt-6 font-semibold text-2xl tracking-tight">{title}</h1>
        {description !== undefined && <p className="mt-2 text-pretty text-muted">{description}</p>}
        <div className="mt-8">{children}</div>
        {foot}
      </div>
    </main>
  );
}
