/** Takes the amounts out of an answer for whom they are hidden, by what its schema says. Pure. */
import { z } from 'zod';

/**
 * Marks what tells how much money there is (an amount, an average of amounts, a text that quotes a row of a report): it
 * leaves as null for callers from whom money is hidden.
 */
export function money<Schema extends z.ZodType>(schema: Schema): Schema {
  const { id: _, ...told } = schema.meta() ?? {}; // an id names one schema only
  return schema.meta({ ...told, money: true });
}

/** Whether a schema is marked as money. */
export function isMoney(schema: z.core.$ZodType): boolean {
  return z.globalRegistry.get(schema)?.['money'] === true;
}

/** The value, which the schema has let through, with null in the place of every amount. */
export function withoutMoney(schema: z.core.$ZodType, value: unknown): unknown {
  if (value === null || value === undefined) return value;
  if (isMoney(schema)) return null;
  if (schema instanceof z.ZodObject) return ofObject(schema, value as Readonly<Record<string, unknown>>); // it was let through
  if (schema instanceof z.ZodArray) return (value as unknown[]).map((member) => withoutMoney(schema.element, member)); // so was this
  if (schema instanceof z.ZodRecord) {
    const members = Object.entries(value).map(
      ([name, member]) => [name, withoutMoney(schema.valueType, member)] as const,
    );
    return Object.fromEntries(members);
  }
  if (schema instanceof z.ZodTuple) {
    return (value as unknown[]).map((member, at) => {
      const one = schema.def.items[at] ?? schema.def.rest;
      return one === null || one === undefined ? null : withoutMoney(one, member);
    });
  }
  if (schema instanceof z.ZodUnion) {
    const option = schema.options.find((one) => z.safeParse(one, value).success);
    return option === undefined ? null : withoutMoney(option, value);
  }
  if (schema instanceof z.ZodIntersection) {
    return withoutMoney(schema.def.right, withoutMoney(schema.def.left, value));
  }
  if (schema instanceof z.ZodLazy) return withoutMoney(schema.def.getter(), value);
  if (schema instanceof z.ZodPipe) return withoutMoney(schema.def.out, value);
  const inner = innerOf(schema);
  return inner === null ? value : withoutMoney(inner, value);
}

function ofObject(schema: z.ZodObject, value: Readonly<Record<string, unknown>>): unknown {
  const shape: Readonly<Record<string, z.core.$ZodType>> = schema.shape;
  const members = Object.entries(value).map(([name, member]) => {
    const one = shape[name];
    return [name, one === undefined ? member : withoutMoney(one, member)] as const;
  });
  return Object.fromEntries(members);
}

/** What is wrapped in an optional, nullable, default or read-only schema. */
function innerOf(schema: z.core.$ZodType): z.core.$ZodType | null {
  const isWrapped =
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodNonOptional ||
    schema instanceof z.ZodReadonly ||
    schema instanceof z.ZodCatch;
  return isWrapped ? schema.def.innerType : null;
}
