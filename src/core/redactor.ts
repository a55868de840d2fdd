/** Takes secrets out of texts that leave the program: logs, errors, manifests. */

const MARK = '[secret]';
/** Shorter texts are no secrets and would blot out ordinary words. */
const SHORTEST = 8;

/** Knows every secret that the process holds and removes it from texts, in each form in which it may be written. */
export class Redactor {
  readonly #forms = new Set<string>();

  /** Remembers a secret: as it is, URL-encoded, and as JSON writes it. */
  add(secret: string): void {
    if (secret.length < SHORTEST) return;
    for (const form of [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]) this.#forms.add(form);
    this.#forms.add(new URLSearchParams({ t: secret }).toString().slice(2));
    this.#forms.add(Buffer.from(secret, 'utf8').toString('base64'));
  }

  /** The text with a mark in the place of every secret. */
  clean(text: string): string {
    let out = text;
    for (const form of [...this.#forms].sort((a, b) => b.length - a.length)) out = out.replaceAll(form, MARK);
    return out;
  }
}
