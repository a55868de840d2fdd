/** A facts store that breaks at one step of what is written, as a kill would break it there. */
import type { FactsStore, FactsWriter } from '../../src/facts/index.ts';

/** What it throws. */
export class Broken extends Error {}

/** The same facts, whose writer breaks before its `step`-th text, file or emptied tables. */
export function breakingAt(facts: FactsStore, step: number): FactsStore {
  let steps = 0;
  const writing = (writer: FactsWriter): FactsWriter =>
    new Proxy(writer, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return (...given: readonly unknown[]): unknown => {
          if (name === 'run' || name === 'loadCsv' || name === 'empty') steps += 1;
          if (steps === step) throw new Broken(`step ${step}`);
          return Reflect.apply(member, target, given);
        };
      },
    });
  return new Proxy(facts, {
    get: (target, name) => {
      if (name === 'exclusive')
        return <T>(work: (writer: FactsWriter) => Promise<T>) => target.exclusive((writer) => work(writing(writer)));
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}
