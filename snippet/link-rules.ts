/** The rules of every network's links, as the script carries them. Run by the build, never by a browser. */
import { type LinkRule, linkRules as rulesOf } from '../src/core/index.ts';
import { clickIdFault, linksOnly, networks } from '../src/networks/index.ts';

/** Leaves out the last parts where a rule does not have them. */
function written([network, pattern, marker, at]: LinkRule): string {
  const texts = [marker, ...(at ? [at] : [])];
  return `[${[JSON.stringify(network), pattern, ...texts.map((text) => JSON.stringify(text))].join(',')}]`;
}

/** The source of an array of rules. Throws where a network has no room for a click id: its links would come back without one. */
export function linkRules(): { readonly source: string; readonly count: number } {
  const rules = [...networks, ...linksOnly].flatMap(({ id, links }) =>
    (links?.forms ?? []).flatMap((form) => {
      const fault = clickIdFault(form);
      if (fault !== null) throw new Error(`${id}: ${fault}.`);
      return rulesOf(id, form).map(written);
    }),
  );
  return { source: `[${rules.join(',')}]`, count: rules.length };
}
