/** Finds secrets, and what looks like one, in texts that people will read. */

/** Every form in which a secret may be written: as it is, URL-encoded, inside JSON, and in base64. */
export function formsOf(secret: string): readonly string[] {
  const base64 = Buffer.from(secret, 'utf8').toString('base64');
  const forms = [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), base64];
  return [...new Set([...forms, base64.replace(/=+$/, ''), secret.replace(/=+$/, '')])];
}

/** The secrets of which some form stands in a text. */
export function secretsIn(text: string, secrets: readonly string[]): readonly string[] {
  return secrets.filter((secret) => formsOf(secret).some((form) => text.includes(form)));
}

const CREDENTIAL_LIKE: readonly RegExp[] = [
  /\b[0-9a-f]{40,}\b/gi,
  /\beyJ[\w-]{8,}\.[\w-]{8,}/g,
  /\b(?:Bearer|Basic)\s+(?!\[secret\])[\w.~+/-]{12,}=*/g,
  /\b\w*(?:token|secret|password|api_?key)=(?!\[secret\]|\{\{secrets\}\})[^&\s"']{6,}/gi,
  // Base64 of at least 30 bytes; a path or a sentence has not all of digits, small and capital letters in one run.
  /(?<![\w+/-])(?=[\w+/-]*\d)(?=[\w+/-]*[a-z])(?=[\w+/-]*[A-Z])[\w+/-]{40,}={0,2}/g,
];

/** What in a text looks like a credential. `[secret]`, the redactor's mark, and the placeholder of fixtures do not. */
export function credentialsIn(text: string): readonly string[] {
  return CREDENTIAL_LIKE.flatMap((pattern) => text.match(pattern) ?? []);
}
