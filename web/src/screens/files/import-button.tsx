/** Opens the import of files; dropping files anywhere on the page does the same. */
import { Upload } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { openImport } from './import-store.ts';

export function ImportButton() {
  return (
    <Button icon={Upload} onClick={() => openImport()}>
      Import files
    </Button>
  );
}
