/** Work on a generation that takes long, in turns: between two of them others write, and the generation may go. */
import { type FactsStore, type FactsWriter, isAny } from '../facts/index.ts';
import type { AttributionBasis } from './generations.ts';

/**
 * Does a part of the work in an exclusive turn of its own, in which the generation stays. Work tables are empty in each,
 * and each may be done twice (`FactsStore.exclusive`). Throws `GenerationGone`.
 */
export type Turn = <T>(work: (writer: FactsWriter) => Promise<T>) => Promise<T>;

/** Two later generations were made: what was written of this one is removed with it. */
export class GenerationGone extends Error {}

/** Turns over a generation, until `isEnding`. */
export function turnsOf(facts: FactsStore, { basis, floor }: AttributionBasis, isEnding: () => boolean): Turn {
  return (work) =>
    facts.exclusive(async (writer) => {
      if (isEnding()) throw new Error('the workspace closes before this was made');
      const isThere = await isAny(
        writer,
        'attribution_bases b where b.basis = {basis:Int64} and b.floor_basis = {floor:Int64}',
        { basis, floor },
      );
      if (!isThere) throw new GenerationGone(`generation ${basis} is there no more`);
      return work(writer);
    });
}
