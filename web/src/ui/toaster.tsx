/** Shows the toasts, at the bottom, read out once. Around the app, once. */
import { Check, TriangleAlert, X } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { createPortal } from 'react-dom';
import { dismissToast, presentToasts, subscribeToToasts, type Toast } from './toast-store.ts';

export function Toaster() {
  const toasts = useSyncExternalStore(subscribeToToasts, presentToasts);
  return createPortal(
    <div
      role="status"
      aria-live="polite"
      className="pointer-events-none fixed inset-x-0 bottom-20 z-70 flex flex-col items-center gap-2 px-4 md:bottom-6"
    >
      {toasts.map((one) => (
        <ToastRow key={one.id} toast={one} />
      ))}
    </div>,
    document.body,
  );
}

function ToastRow({ toast: { id, text, tone, action } }: { readonly toast: Toast }) {
  const Icon = tone === 'done' ? Check : TriangleAlert;
  return (
    <div className="appear pointer-events-auto flex max-w-lg items-center gap-3 rounded-card bg-text py-2.5 pr-2 pl-3.5 text-bg shadow-float">
      <Icon aria-hidden size={16} className="shrink-0" />
      <span>{text}</span>
      {action !== undefined && (
        <button
          type="button"
          className="font-medium underline underline-offset-4"
          onClick={() => {
            dismissToast(id);
            action.run();
          }}
        >
          {action.label}
        </button>
      )}
      <button
        type="button"
        aria-label="Dismiss"
        className="rounded p-1 opacity-70 hover:opacity-100"
        onClick={() => dismissToast(id)}
      >
        <X aria-hidden size={14} />
      </button>
    </div>
  );
}
