/** The code of the set-up link while its holder looks at the demo: kept in this tab, for the way back. */
const KEY = 'tributary.setup';

export function keepSetupCode(code: string): void {
  try {
    sessionStorage.setItem(KEY, code);
  } catch {
    // storage is closed to the page: the link in the terminal leads back
  }
}

/** Where the set-up goes on; null: it was not begun in this tab. */
export function setupAddress(): string | null {
  try {
    const code = sessionStorage.getItem(KEY);
    return code === null ? null : `/setup#${code}`;
  } catch {
    return null; // as above
  }
}

export function forgetSetupCode(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // as above
  }
}
