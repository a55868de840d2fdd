/** What one route of the API is: data from which validation, the description, handlers and clients are derived. */
import type { z } from 'zod';
import type { Right } from '../../access/index.ts';
import type { ErrorCode } from '../../core/index.ts';

/** The answer of a route: one JSON value, a file that is given whole, or a stream that grows while it is read. */
export type Answer =
  | { readonly kind: 'json'; readonly status: 200 | 201 | 202; readonly schema: z.ZodType }
  | { readonly kind: 'file' | 'stream'; readonly status: 200; readonly mediaTypes: readonly string[] };

/** A body that is not JSON but bytes of any kind, at most `maxBytes` of them. */
export interface BytesBody {
  readonly kind: 'bytes';
  readonly maxBytes: number;
  /** Default `application/octet-stream`. Set where the bytes themselves are signed. */
  readonly mediaType?: 'application/json';
}

/** One route. In `path`, `{name}` stands for the member of `params` with that name. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: `/api/v1/${string}`;
  /** Heading under which the description lists it. */
  readonly topic: string;
  /** One sentence. */
  readonly summary: string;
  /** What the caller has to be allowed; `none`: nobody has to be signed in. */
  readonly needs: Right;
  /**
   * true: it brings something into the workspace (lines, connections, sites …), which is refused once its trial or plan is
   * over. Reading, export, taking away, and what is a person's own stay.
   */
  readonly writes?: true;
  /** Whether guests of a demo may call it; default: what is a GET. true of another method only where it writes nothing. */
  readonly isForGuests?: boolean;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodObject | BytesBody;
  readonly answer: Answer;
  /** What a caller may have to mend, besides what every route can answer. */
  readonly errors: readonly ErrorCode[];
}

/** Declares a route and keeps its exact type. */
export function route<const R extends Route>(definition: R): R {
  return definition;
}

type PartOf<R extends Route, Part extends 'params' | 'query' | 'body'> =
  R extends Readonly<Record<Part, infer Schema>> ? Schema : undefined;

type Parsed<Schema> = Schema extends z.ZodType
  ? z.output<Schema>
  : Schema extends BytesBody
    ? ReadableStream<Uint8Array>
    : undefined;

/** What a handler receives: every part parsed by its schema; `undefined` for a part that the route does not have. */
export interface RouteInput<R extends Route> {
  readonly params: Parsed<PartOf<R, 'params'>>;
  readonly query: Parsed<PartOf<R, 'query'>>;
  readonly body: Parsed<PartOf<R, 'body'>>;
}

/** The same type with every list read-only: what services give may be handed on as it is. */
export type Frozen<T> = T extends (infer Member)[]
  ? readonly Frozen<Member>[]
  : T extends object
    ? { readonly [Key in keyof T]: Frozen<T[Key]> }
    : T;

/** Bytes that leave the program. `size` in bytes where it is known before. */
export interface Download {
  readonly bytes: AsyncIterable<Uint8Array | string> | NodeJS.ReadableStream;
  readonly mediaType: string;
  readonly fileName: string;
  readonly size: number | null;
}

/** What a handler gives back. */
export type RouteResult<R extends Route> = R['answer'] extends { readonly schema: infer Schema extends z.ZodType }
  ? Frozen<z.input<Schema>>
  : Download;

type Given<Part extends string, Schema> = Schema extends z.ZodType
  ? Partial<Record<never, never>> extends z.input<Schema>
    ? { readonly [Key in Part]?: Frozen<z.input<Schema>> }
    : { readonly [Key in Part]: Frozen<z.input<Schema>> }
  : unknown;

/** What a client says to call a route (bytes are sent apart). */
export type RouteWish<R extends Route> = Given<'params', PartOf<R, 'params'>> &
  Given<'query', PartOf<R, 'query'>> &
  Given<'body', PartOf<R, 'body'>>;

/** What a client gets from a JSON route. */
export type RouteReply<R extends Route> = R['answer'] extends { readonly schema: infer Schema extends z.ZodType }
  ? z.output<Schema>
  : never;
