import { expect, test } from 'vitest';
import { z } from 'zod';
import { routes } from './contract.ts';
import { describeApi } from './openapi.ts';

/** The parts of OpenAPI 3.1 that the description uses, strict where a slip would break a generator. */
const schema = z.record(z.string(), z.unknown());
const content = z.record(z.string().regex(/^\w+\/[\w.+-]+(; charset=utf-8)?$/), z.strictObject({ schema }));
const operation = z.strictObject({
  operationId: z.string(),
  summary: z.string().endsWith('.'),
  description: z.string().endsWith('.'),
  security: z.tuple([]).optional(),
  tags: z.array(z.string()).length(1),
  parameters: z
    .array(z.strictObject({ name: z.string(), in: z.enum(['path', 'query']), required: z.boolean(), schema }))
    .optional(),
  requestBody: z.strictObject({ required: z.literal(true), content }).optional(),
  responses: z.record(z.string().regex(/^[245]\d\d$/), z.strictObject({ description: z.string().min(1), content })),
});
const document = z.strictObject({
  openapi: z.literal('3.1.0'),
  info: z.strictObject({ title: z.string(), version: z.literal('9.9.9'), description: z.string() }),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  paths: z.record(
    z.string().startsWith('/api/v1/'),
    z.partialRecord(z.enum(['get', 'post', 'patch', 'delete']), operation),
  ),
  components: z.strictObject({
    schemas: z.record(z.string().regex(/^[A-Z]\w+$/), schema),
    securitySchemes: z.strictObject({ key: z.strictObject({ type: z.literal('http'), scheme: z.literal('bearer') }) }),
  }),
});

const described = document.parse(JSON.parse(JSON.stringify(describeApi('9.9.9'))));

test('every route is described, and nothing else', () => {
  const found = Object.entries(described.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, one]) => `${one?.operationId} ${method.toUpperCase()} ${path}`),
  );
  expect(new Set(found)).toEqual(new Set(routes.map(([name, route]) => `${name} ${route.method} ${route.path}`)));
  expect(found).toHaveLength(routes.length);
});

test('path parameters are those of the path, and every reference leads somewhere', () => {
  for (const [path, methods] of Object.entries(described.paths)) {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
    for (const one of Object.values(methods)) {
      const named = (one?.parameters ?? []).filter((parameter) => parameter.in === 'path');
      expect([path, named.map((parameter) => parameter.name)]).toEqual([path, inPath]);
    }
  }
  const references = JSON.stringify(described).matchAll(/"\$ref":"([^"]+)"/g);
  const targets = new Set([...references].map((match) => match[1] ?? ''));
  expect(targets.size).toBeGreaterThan(10);
  for (const target of targets) {
    expect(described.components.schemas).toHaveProperty([target.replace('#/components/schemas/', '')]);
  }
});

test('amounts are described as text, and the fields of a body as required or not', () => {
  expect(described.components.schemas['Figures']).toMatchObject({
    properties: { sales: { $ref: '#/components/schemas/Amount' }, items: { type: 'integer' } },
  });
  expect(described.components.schemas['Amount']).toMatchObject({ type: ['string', 'null'] });
  const body = described.paths['/api/v1/imports']?.post?.requestBody?.content['application/json']?.schema;
  expect(body).toMatchObject({ additionalProperties: false, required: ['network', 'files'] });
});
