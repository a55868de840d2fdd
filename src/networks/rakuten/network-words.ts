/** What the network says in an answer that is no report, short enough to show and with nothing secret in it. */
import { z } from 'zod';
import { Redactor } from '../../core/index.ts';
import { TOKEN_START } from './token-input.ts';

/** Longest text of the network in a message of ours. */
const MOST_CHARACTERS = 200;

const said = z.union([z.string(), z.looseObject({ message: z.string() }).transform(({ message }) => message)]);
/** The observed shapes of an error body: `{"errors":["…"]}`, and `{"message":"…"}` where `errors` is absent. */
const errorBody = z.union([
  z.looseObject({ errors: z.array(said).min(1) }).transform(({ errors }) => errors.join('; ')),
  z.looseObject({ errors: said }).transform(({ errors }) => errors),
  z.looseObject({ message: z.string() }).transform(({ message }) => message),
  z.looseObject({ error: said }).transform(({ error }) => error),
]);

/** A body as text: the words of an error body, the title of a page, else the text itself. '' = it says nothing. */
export function wordsIn(body: string): string {
  const text = body.replace(/^\ufeff/, '').trim();
  if (text.startsWith('<')) return /<title[^>]*>([^<]*)<\/title>/i.exec(text)?.[1] ?? '';
  if (!/^[{[]/.test(text)) return text;
  const reading = errorBody.safeParse(parsedJson(text));
  return reading.success ? reading.data : text;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null; // a body that only looks like JSON is shown as it is
    throw error;
  }
}

/** Words fit to be shown: no secret, no line breaks, at most 200 characters. Cleaned before they are cut. */
export function shownWords(words: string, secrets: readonly string[]): string {
  const clean = withoutSecrets(words, secrets)
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();
  return clean.length > MOST_CHARACTERS ? `${clean.slice(0, MOST_CHARACTERS - 1)}…` : clean;
}

/** A text without these secrets and without anything that looks like one. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  const redactor = new Redactor();
  for (const secret of secrets) redactor.add(secret);
  return redactor.clean(text).replace(CREDENTIALS, '[secret]');
}

/** Any token, also one that the network has cut or that is of another account. */
const CREDENTIALS = new RegExp(`${TOKEN_START}[\\w+/%=-]*|[0-9a-f]{32,}|(?<=token=)[^&\\s"']+`, 'gi');
