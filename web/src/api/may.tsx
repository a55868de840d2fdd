/** Shows something only to whom it is of use: what a role may not do is not offered. */
import type { ReactNode } from 'react';
import { useMay } from './use-may.ts';
import type { Role } from './session.ts';

interface MayProps {
  /** The least role that may do it. */
  readonly least: Role;
  /** What the others see. */
  readonly otherwise?: ReactNode;
  readonly children: ReactNode;
}

export function May({ least, otherwise = null, children }: MayProps) {
  return useMay(least) ? children : otherwise;
}
