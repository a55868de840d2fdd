/** Reads a whole list, page by page, and hands it over as a CSV file. */
import { useState } from 'react';
import { messageOf } from '../../api/api-error.ts';
import { toast } from '../../ui/toast-store.ts';
import { csvText, saveFile } from '../csv.ts';

/** The longest page that the server gives. */
export const FILE_PAGE = 1000;

export interface ListFile<Row> {
  /** Its name begins so: "advertisers". */
  readonly name: string;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly head: readonly string[];
  readonly lines: (rows: readonly Row[]) => readonly (readonly (string | number | null)[])[];
  /** The rows from a place on, at most FILE_PAGE of them, and whether more follow. */
  readonly read: (offset: number) => Promise<{ readonly rows: readonly Row[]; readonly hasMore: boolean }>;
}

export function useListFile<Row>({ name, from, to, head, lines, read }: ListFile<Row>) {
  const [isBusy, setBusy] = useState(false);
  const save = async (): Promise<void> => {
    setBusy(true);
    try {
      const rows: Row[] = [];
      for (let offset = 0, hasMore = true; hasMore; offset += FILE_PAGE) {
        const page = await read(offset);
        rows.push(...page.rows);
        ({ hasMore } = page);
      }
      const days = [from, to].filter((day) => day !== undefined).join('_');
      const slug = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
      saveFile(`${slug}${days === '' ? '' : `_${days}`}.csv`, csvText(head, lines(rows)));
    } catch (error) {
      toast(`The file could not be made: ${messageOf(error)}`, { tone: 'problem' });
    } finally {
      setBusy(false);
    }
  };
  return { save: () => void save(), isBusy };
}
