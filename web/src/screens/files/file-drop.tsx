/** Takes files dropped anywhere on Connections, Transactions and Runs. Around the frame, once. */
import { useRouterState } from '@tanstack/react-router';
import { FileUp } from 'lucide-react';
import { lazy, Suspense, useEffect, useState, useSyncExternalStore } from 'react';
import { useMay } from '../../api/use-may.ts';
import { closeImport, openImport, presentImport, subscribeToImport } from './import-store.ts';

const ImportDialog = lazy(async () => ({ default: (await import('./import-dialog.tsx')).ImportDialog }));

const PLACES = /^\/(connections|transactions|runs)(\/|$)/;

export function FileDrop() {
  const path = useRouterState({ select: (state) => state.location.pathname });
  const files = useSyncExternalStore(subscribeToImport, presentImport);
  const mayImport = useMay('editor');
  const isOver = useDrop(mayImport && PLACES.test(path));
  return (
    <>
      {isOver && (
        <div className="pointer-events-none fixed inset-0 z-60 grid place-items-center bg-bg/80 p-6">
          <div className="flex flex-col items-center gap-3 rounded-xl border-2 border-accent border-dashed bg-surface px-12 py-10 text-center">
            <FileUp aria-hidden size={32} strokeWidth={1.25} className="text-accent" />
            <p className="font-semibold text-base">Drop the reports to look at them</p>
            <p className="text-muted">CSV files, or a ZIP of them. Nothing counts before you say so.</p>
          </div>
        </div>
      )}
      <Suspense>{files !== null && <ImportDialog files={files} onClose={closeImport} />}</Suspense>
    </>
  );
}

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') === true;
}

/** Whether files hover over the window; those that are dropped are opened. */
function useDrop(isOn: boolean): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    if (!isOn) return;
    const over = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(false);
      openImport([...(event.dataTransfer?.files ?? [])]);
    };
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
      setOver(false);
    };
  }, [isOn]);
  return isOver;
}
