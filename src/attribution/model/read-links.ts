/** Reads the words of links that were clicked, each link once: which products they name is then asked in SQL. */
import type { FactsWriter, SqlParameters } from '../../facts/index.ts';
import { linkWords } from './link-words.ts';
import { ON_DAYS_ASKED } from './model-sql.ts';
import { type Cell, loadRows } from './work-rows.ts';

/** Links that are read in one go: some 10 MB. */
const CHUNK = 20_000;

const NEW_LINKS = `
select distinct c.link as link from clicks c
where c.advertiser_id <> '' and ${ON_DAYS_ASKED} and c.link not in (select w.link from link_words w)
limit {chunk:Int64}`;

/**
 * Those of the days that `parameters` asks for. A link without a word has the row '' so that it is not read again. `folder`
 * is for files of the moment.
 */
export async function readLinks(writer: FactsWriter, folder: string, parameters: SqlParameters): Promise<void> {
  for (;;) {
    const links = (await writer.query(NEW_LINKS, { ...parameters, chunk: CHUNK })).map((row) => String(row['link']));
    if (links.length === 0) return;
    const rows = links.flatMap((link): Cell[][] => ['', ...linkWords(link)].map((word) => [link, word]));
    await loadRows(writer, folder, 'link_words', rows);
    if (links.length < CHUNK) return;
  }
}
