/** The description of the API as OpenAPI 3.1, derived from the contract. Pure. */
import { z } from 'zod';
import { ERROR_CODES, type ErrorCode } from '../core/index.ts';
import { routes } from './contract.ts';
import type { Route } from './contract/route.ts';
import { errorAnswer } from './contract/values.ts';
import { isMoney } from './hide-money.ts';
import { mediaTypeOf } from './read-request.ts';
import { STATUS_OF } from './status-codes.ts';

type Json = Readonly<Record<string, unknown>>;

/** What every query of a route that needs a right may name. */
const WORKSPACE: Json = {
  name: 'workspace',
  in: 'query',
  required: false,
  schema: {
    type: 'string',
    description:
      'The id of the workspace that is asked about. Without it a person is in the one they joined first; an API key is ' +
      'always in its own.',
  },
};

/** What any route may answer. */
const ERRORS_OF_ALL: readonly ErrorCode[] = ['invalid-request', 'wrong-key', 'refused-request', 'bug'];
/** What any route that needs a right may answer. */
const ERRORS_OF_RIGHTS: readonly ErrorCode[] = ['not-signed-in', 'not-allowed', 'unknown-workspace'];

/** Schemas with an id are written once, under `components`. */
class Components {
  readonly schemas: Record<string, unknown> = {};

  /** The schema as JSON schema, with references into `components`. */
  of(schema: z.ZodType): Json {
    const {
      $schema: _,
      $defs,
      ...own
    } = z.toJSONSchema(schema, {
      io: 'input',
      unrepresentable: 'any',
      override: nullableMoney,
    });
    for (const [id, definition] of Object.entries($defs ?? {})) this.schemas[id] = relocated(definition);
    return relocated(own) as Json; // an object in, an object out
  }
}

/** Amounts are null for whom money is hidden. */
function nullableMoney({
  zodSchema,
  jsonSchema,
}: {
  zodSchema: z.core.$ZodType;
  jsonSchema: { type?: unknown };
}): void {
  if (isMoney(zodSchema) && typeof jsonSchema.type === 'string') {
    Object.assign(jsonSchema, { type: [jsonSchema.type, 'null'] });
  }
}

/** `#/$defs/Run` → `#/components/schemas/Run`, at any depth. */
function relocated(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(relocated);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, member]): [string, unknown] => {
    if (name !== '$ref' || typeof member !== 'string') return [name, relocated(member)];
    return [name, member.replace('#/$defs/', '#/components/schemas/')];
  });
  return Object.fromEntries(entries);
}

/** The whole document. */
export function describeApi(version: string): Json {
  const components = new Components();
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [name, route] of routes) {
    paths[route.path] = {
      ...paths[route.path],
      [route.method.toLowerCase()]: operationOf(name, route, components),
    };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tributary',
      version,
      description:
        'Every affiliate commission in one exact ledger. Amounts are decimal text, never JSON numbers. Programs send an ' +
        'API key, made in the settings of the web app; on the same machine the key of `server.json` in the data folder.',
    },
    security: [{ key: [] }],
    paths,
    components: {
      schemas: components.schemas,
      securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
    },
  };
}

function operationOf(name: string, route: Route, components: Components): Json {
  const parameters = [
    ...(route.needs === 'none' || 'workspace' in (route.params?.shape ?? {}) ? [] : [WORKSPACE]),
    ...parametersOf(route.params, 'path', components),
    ...parametersOf(route.query, 'query', components),
  ];
  return {
    operationId: name,
    summary: route.summary,
    description: route.needs === 'none' ? 'Needs nobody to be signed in.' : `Needs the right \`${route.needs}\`.`,
    tags: [route.topic],
    ...(route.needs === 'none' ? { security: [] } : {}),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(route.body === undefined ? {} : { requestBody: bodyOf(route.body, components) }),
    responses: { [route.answer.status]: answerOf(route, components), ...errorsOf(route, components) },
  };
}

function parametersOf(schema: z.ZodObject | undefined, place: 'path' | 'query', components: Components): Json[] {
  if (schema === undefined) return [];
  const whole = components.of(schema);
  const required = Array.isArray(whole['required']) ? whole['required'] : [];
  return Object.entries((whole['properties'] ?? {}) as Json).map(([name, one]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: one,
  }));
}

function bodyOf(body: NonNullable<Route['body']>, components: Components): Json {
  const content =
    'kind' in body
      ? { [mediaTypeOf(body)]: { schema: { type: 'string', format: 'binary' } } }
      : { 'application/json': { schema: components.of(body) } };
  return { required: true, content };
}

function answerOf({ answer }: Route, components: Components): Json {
  if (answer.kind === 'json') {
    return { description: 'Done.', content: { 'application/json': { schema: components.of(answer.schema) } } };
  }
  const binary = { schema: { type: 'string', format: 'binary' } };
  return { description: 'The bytes.', content: Object.fromEntries(answer.mediaTypes.map((type) => [type, binary])) };
}

function errorsOf(route: Route, components: Components): Record<string, unknown> {
  const byStatus = new Map<number, ErrorCode[]>();
  const tooLarge: readonly ErrorCode[] = route.body === undefined ? [] : ['request-too-large'];
  const ofRights = route.needs === 'none' ? [] : ERRORS_OF_RIGHTS;
  const ofWriting: readonly ErrorCode[] = route.writes === true ? ['trial-over'] : [];
  const ofFiles: readonly ErrorCode[] = route.answer.kind === 'json' ? [] : ['money-hidden'];
  for (const code of new Set([...ERRORS_OF_ALL, ...ofRights, ...ofWriting, ...ofFiles, ...tooLarge, ...route.errors])) {
    byStatus.set(STATUS_OF[code], [...(byStatus.get(STATUS_OF[code]) ?? []), code]);
  }
  const content = { 'application/json': { schema: components.of(errorAnswer) } };
  const described = [...byStatus].map(([status, codes]): [string, unknown] => [
    String(status),
    { description: codes.map((code) => `\`${code}\`: ${ERROR_CODES[code]}`).join('\n\n'), content },
  ]);
  return Object.fromEntries(described);
}
