/** The handler of a form that the page sends itself. */
import type { FormEvent } from 'react';

/** Keeps the browser from leaving the page, then does the work. */
export function submitted(work: () => void): (event: FormEvent) => void {
  return (event) => {
    event.preventDefault();
    work();
  };
}
