/** Which field of the owner's form an error is about, and the words for it. Pure. */
import { ApiError } from '../../api/api-error.ts';

/** What may be wrong with each in form; the server's own words are about the request as a whole. */
const WORDS = {
  name: 'A name of 1 to 100 characters is wanted.',
  email: 'This is no e-mail address: it reads like ada@example.com.',
  workspace: 'A name of 1 to 100 characters is wanted.',
  password: 'A password of at most 1000 characters is wanted.',
} as const;
export type OwnerField = keyof typeof WORDS;

/** Null: the error is about the form as a whole, or there is none. */
export function faultyField(error: unknown): { readonly field: OwnerField; readonly words: string } | null {
  if (!(error instanceof ApiError)) return null;
  if (error.code === 'weak-password') return { field: 'password', words: error.message };
  const { column } = error.report;
  if (error.code !== 'invalid-request' || column === null || !Object.hasOwn(WORDS, column)) return null;
  const field = column as OwnerField; // a key of WORDS, as was just asked
  return { field, words: WORDS[field] };
}
