/** Files that a person wants imported: opened from a button or a drop anywhere, shown by `file-drop.tsx`. */

/** Null: nothing is open. An empty list: the dialog asks for files. */
let files: readonly File[] | null = null;
const listeners = new Set<() => void>();

function change(next: readonly File[] | null): void {
  files = next;
  for (const listener of listeners) listener();
}

/** Opens the dialog, with files or without; files that come later are added. */
export function openImport(more: readonly File[] = []): void {
  change([...(files ?? []), ...more]);
}

export function closeImport(): void {
  change(null);
}

export function subscribeToImport(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function presentImport(): readonly File[] | null {
  return files;
}
