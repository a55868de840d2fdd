/** A facts store that is disturbed at one step of what is written, as a kill would break it there. */
import type { FactsStore, FactsWriter } from '../../src/facts/index.ts';

/** What `breakingAt` throws. */
export class Broken extends Error {}

const STEPS: ReadonlySet<string | symbol> = new Set(['run', 'loadCsv', 'empty']);

/** The same facts, whose writer breaks before its `step`-th text, file or emptied tables. */
export function breakingAt(facts: FactsStore, step: number): FactsStore {
  return disturbedAt(facts, step, () => {
    throw new Broken(`step ${step}`);
  });
}

/** The same facts; something happens before a step of the writer, once. */
export function disturbedAt(facts: FactsStore, step: number, disturb: () => Promise<void>): FactsStore {
  let steps = 0;
  const writing = (writer: FactsWriter): FactsWriter =>
    new Proxy(writer, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return (...given: readonly unknown[]): unknown => {
          if (STEPS.has(name)) steps += 1;
          if (steps !== step || !STEPS.has(name)) return Reflect.apply(member, target, given);
          return Promise.resolve()
            .then(disturb)
            .then(() => Reflect.apply(member, target, given) as unknown);
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

/** The same facts; something happens before one of its exclusive turns, while nobody has one. */
export function betweenTurns(facts: FactsStore, turn: number, happens: () => Promise<unknown>): FactsStore {
  let turns = 0;
  return new Proxy(facts, {
    get: (target, name) => {
      if (name === 'exclusive')
        return async <T>(work: (writer: FactsWriter) => Promise<T>): Promise<T> => {
          turns += 1;
          if (turns === turn) await happens();
          return target.exclusive(work);
        };
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}
