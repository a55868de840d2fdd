/** A link or a key that is shown once, to be handed over by the person who made it. */
import { Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import { copyText } from '../../ui/copy-text.ts';
import { Dialog } from '../../ui/dialog.tsx';

interface OnceDialogProps {
  readonly title: string;
  readonly description: ReactNode;
  readonly text: string;
  readonly onClose: () => void;
}

export function OnceDialog({ title, description, text, onClose }: OnceDialogProps) {
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      description={description}
      footer={
        <>
          <Button onClick={onClose}>Done</Button>
          <Button look="primary" icon={Copy} onClick={() => void copyText(text)}>
            Copy
          </Button>
        </>
      }
    >
      <code className="block select-all break-all rounded-card bg-sunken p-3 text-[13px]">{text}</code>
    </Dialog>
  );
}

/** The whole address of a link of this installation. */
export function wholeLink(path: string): string {
  return new URL(path, window.location.origin).href;
}
