/** Who asks and from where: what a handler is told besides the input. */
import type { Caller, Cookies, Visit } from '../access/index.ts';

/** One request, as far as it concerns who sent it. */
export interface Asking {
  /** Who asks, placed in the workspace that is asked about; null: nobody is signed in, which only open routes see. */
  readonly caller: Caller | null;
  readonly visit: Visit;
  /** The header Tributary-Signature, which says nothing before it is checked. */
  readonly signature: string | null;
  /** Sets cookies with the answer, if there is one that is no error. */
  readonly setCookies: (cookies: Cookies) => void;
}
