/** Copies a text and says so. */
import { toast } from './toast-store.ts';

/** Copies; `said` is the word afterwards. Where the browser forbids it, the word says that instead. */
export async function copyText(text: string, said = 'Copied'): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast(said);
  } catch {
    toast('This browser does not let the page copy. Select the text and copy it yourself.', { tone: 'problem' });
  }
}
