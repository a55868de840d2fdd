/** Opens the import of files; dropping files anywhere on the page does the same. Not for who may only view. */
import { Upload } from 'lucide-react';
import { May } from '../../api/may.tsx';
import { Button } from '../../ui/button.tsx';
import { openImport } from './import-store.ts';

/** `quiet`: beside the tools of a list. */
export function ImportButton({ isQuiet = false }: { readonly isQuiet?: boolean }) {
  return (
    <May least="editor">
      {isQuiet ? (
        <Button look="quiet" size="sm" icon={Upload} aria-label="Import files" onClick={() => openImport()}>
          <span className="max-lg:hidden">Import</span>
        </Button>
      ) : (
        <Button icon={Upload} onClick={() => openImport()}>
          Import files
        </Button>
      )}
    </May>
  );
}
