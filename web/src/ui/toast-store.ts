/** Short words about what just happened; `toaster.tsx` shows them. */

export interface ToastAction {
  readonly label: string;
  readonly run: () => void;
}

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: 'done' | 'problem';
  readonly action: ToastAction | undefined;
}

const SHOWN_MS = 4000;
/** A problem, or something that can be taken back, stays longer. */
const SHOWN_LONG_MS = 9000;

let toasts: readonly Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function change(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

/** Says something for some seconds. */
export function toast(
  text: string,
  options: { readonly tone?: Toast['tone']; readonly action?: ToastAction } = {},
): void {
  const one: Toast = { id: nextId, text, tone: options.tone ?? 'done', action: options.action };
  nextId += 1;
  change([...toasts.slice(-2), one]);
  const shownMs = one.tone === 'problem' || one.action !== undefined ? SHOWN_LONG_MS : SHOWN_MS;
  setTimeout(() => dismissToast(one.id), shownMs);
}

export function dismissToast(id: number): void {
  if (toasts.some((one) => one.id === id)) change(toasts.filter((one) => one.id !== id));
}

export function subscribeToToasts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function presentToasts(): readonly Toast[] {
  return toasts;
}
