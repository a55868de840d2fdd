/** The rules of every network's links, as the script carries them. Run by the build, never by a browser. */
import { type LinkRule, linkRules as rulesOf } from '../src/core/index.ts';
import { clickIdFault, linksOnly, networks } from '../src/networks/index.ts';

/** A rule as text can carry it: the expression by its source. */
export type WrittenRule = readonly [network: string, pattern: string, ...rest: readonly (string | undefined)[]];

/** Leaves out the last parts where a rule does not have them. */
function written([network, { source }, marker, append, at]: LinkRule): WrittenRule {
  const pattern = source.replaceAll('\\/', '/');
  if (at) return [network, pattern, marker, append, at];
  return append ? [network, pattern, marker, append] : [network, pattern, marker];
}

/** Throws where a network has no room for a click id: its links would come back without one. */
export function linkRules(): readonly WrittenRule[] {
  return [...networks, ...linksOnly].flatMap(({ id, links }) =>
    (links?.forms ?? []).flatMap((form) => {
      const fault = clickIdFault(form);
      if (fault !== null) throw new Error(`${id}: ${fault}.`);
      return rulesOf(id, form).map(written);
    }),
  );
}
