/** The one client of the API on the command line, typed by the contract; how its requests travel is the transport's affair. */
import { open, readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { text as readAll } from 'node:stream/consumers';
import {
  type Contract,
  contract,
  errorAnswer,
  type ReportRouteName,
  type Route,
  type RouteName,
  type RouteReply,
  type RouteWish,
} from '../api/index.ts';
import { type ErrorPlace, type ErrorReport, TributaryError } from '../core/index.ts';

/** A request as a transport sends it; `path` with query. */
export interface ClientRequest {
  readonly method: string;
  readonly path: string;
  readonly json: string | null;
  /** Instead of JSON. */
  readonly bytes?: Uint8Array<ArrayBuffer>;
}

/** A file that was taken in raw. */
export interface TakenFile {
  readonly name: string;
  readonly sha256: string;
}

/** How requests reach the API: over HTTP to the running server, or in this process. */
export interface Transport {
  /** The address of the server; without one, where it is when it is started with its defaults. */
  readonly origin: string;
  send(request: ClientRequest): Promise<Response>;
  /** The body of an answer; throws a `TributaryError` where it breaks off on the way. */
  bytesOf(response: Response): AsyncIterable<Uint8Array>;
  /** Hands a readable file over, as cheaply as the way allows. */
  takeFile(network: string, path: string, name: string, workspace: string | undefined): Promise<readonly TakenFile[]>;
  close(): Promise<void>;
}

type JsonName = { [Name in RouteName]: Contract[Name]['answer'] extends { kind: 'json' } ? Name : never }[RouteName];
type WishArguments<Name extends RouteName> =
  Partial<Record<never, never>> extends RouteWish<Contract[Name]>
    ? [wish?: RouteWish<Contract[Name]>]
    : [wish: RouteWish<Contract[Name]>];

/** Parts of any wish, as they are put into a request. */
interface AnyWish {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/** Calls the API. What it answers as an error is thrown as the `TributaryError` it was. */
export class ApiClient {
  readonly #transport: Transport;
  readonly #workspace: string | undefined;

  /** `workspace`: the one that is asked about, by id or name; undefined: the usual one. */
  constructor(transport: Transport, workspace?: string) {
    this.#transport = transport;
    this.#workspace = workspace;
  }

  /** Where a browser on this machine finds the web app. */
  get origin(): string {
    return this.#transport.origin;
  }

  /** Calls a route that answers JSON. */
  async call<Name extends JsonName>(name: Name, ...[wish]: WishArguments<Name>): Promise<RouteReply<Contract[Name]>> {
    const { answer } = contract[name];
    const response = await this.#send(contract[name], wish ?? {});
    const reply: unknown = JSON.parse(await readAll(Readable.from(this.#transport.bytesOf(response))));
    return answer.schema.parse(reply) as RouteReply<Contract[Name]>; // parsed by the schema of this very route
  }

  /** Calls a report that is chosen while the program runs; what it answers is checked by its schema like any other. */
  async report(name: ReportRouteName, query: Readonly<Record<string, unknown>>): Promise<unknown> {
    const response = await this.#send(contract[name], { query });
    const reply: unknown = JSON.parse(await readAll(Readable.from(this.#transport.bytesOf(response))));
    return contract[name].answer.schema.parse(reply);
  }

  /** Calls a route that answers bytes. They end with an error if the answer breaks off. */
  async download<Name extends Exclude<RouteName, JsonName>>(
    name: Name,
    ...[wish]: WishArguments<Name>
  ): Promise<AsyncIterable<Uint8Array>> {
    return this.#transport.bytesOf(await this.#send(contract[name], wish ?? {}));
  }

  /** Calls a route that takes the bytes of a file of this machine; the file is small. Throws `file-not-found`. */
  async send<Name extends JsonName>(
    name: Name,
    path: string,
    ...[wish]: WishArguments<Name>
  ): Promise<RouteReply<Contract[Name]>> {
    await checkReadable(path, basename(path));
    const { answer } = contract[name];
    const response = await this.#send(contract[name], wish ?? {}, new Uint8Array(await readFile(path)));
    const reply: unknown = JSON.parse(await readAll(Readable.from(this.#transport.bytesOf(response))));
    return answer.schema.parse(reply) as RouteReply<Contract[Name]>; // parsed by the schema of this very route
  }

  /** Takes a file of this machine in, raw. Throws `file-not-found` in the same words whatever the transport. */
  async takeFile(network: string, path: string): Promise<readonly TakenFile[]> {
    const name = basename(path);
    await checkReadable(path, name);
    return this.#transport.takeFile(network, path, name, this.#workspace);
  }

  /** Must be awaited before the process ends. */
  close(): Promise<void> {
    return this.#transport.close();
  }

  async #send(route: Route, wish: AnyWish, bytes?: Uint8Array<ArrayBuffer>): Promise<Response> {
    const response = await this.#transport.send({
      method: route.method,
      path: addressOf(route, wish, this.#workspace),
      json: wish.body === undefined ? null : JSON.stringify(wish.body),
      ...(bytes === undefined ? {} : { bytes }),
    });
    if (!response.ok) throw await errorOf(response);
    return response;
  }
}

/** The body of an answer as a stream that Node's own can read. */
export function bodyOf({ body }: Response): AsyncIterable<Uint8Array> {
  // a web stream is iterable in Node; its DOM declaration does not know that
  return body === null ? Readable.from([]) : (body as unknown as AsyncIterable<Uint8Array>);
}

/** Path and query of a wish about a workspace; a path that names one itself wins. */
export function addressOf(route: Route, wish: AnyWish, workspace?: string): string {
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(wish.params?.[name])),
  );
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(wish.query ?? {})) {
    if (Array.isArray(value)) for (const one of value) query.append(name, String(one));
    else if (typeof value === 'string') query.set(name, value);
    else if (value !== undefined) query.set(name, JSON.stringify(value));
  }
  const isAbout = route.needs !== 'none' && wish.params?.['workspace'] === undefined;
  if (workspace !== undefined && isAbout) query.set('workspace', workspace);
  return query.size === 0 ? path : `${path}?${query.toString()}`;
}

/** The error that an answer tells of. */
export async function errorOf(response: Response): Promise<TributaryError> {
  const { error } = errorAnswer.parse(await response.json());
  return new TributaryError(error.code, error.message, placeOf(error));
}

function placeOf({ file, line, column }: ErrorReport): ErrorPlace {
  return {
    ...(file === null ? {} : { file }),
    ...(line === null ? {} : { line }),
    ...(column === null ? {} : { column }),
  };
}

async function checkReadable(path: string, name: string): Promise<void> {
  try {
    if (!(await stat(path)).isFile()) throw new Error('not a file');
    await (await open(path, 'r')).close();
  } catch (error) {
    throw new TributaryError(
      'file-not-found',
      `${name} cannot be read: there is no such file, or no permission to read it.`,
      { file: name },
      error,
    );
  }
}
