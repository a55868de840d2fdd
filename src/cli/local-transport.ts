/** To the API in this very process, when no server runs: the same path through the same checks, without a port. */
import { randomBytes } from 'node:crypto';
import { type Api, createApi } from '../api/index.ts';
import { bodyOf, type ClientRequest, type TakenFile, type Transport } from './api-client.ts';
import type { OpenServices } from './open-services.ts';

/** Answers from services that this process opened. */
export class LocalTransport implements Transport {
  readonly origin = 'http://127.0.0.1:4300';
  readonly #open: OpenServices;
  readonly #key = randomBytes(32).toString('base64url');
  readonly #api: Api;

  constructor(open: OpenServices) {
    this.#open = open;
    this.#api = createApi(open.services, this.#key);
  }

  async send({ method, path, json, bytes }: ClientRequest): Promise<Response> {
    const headers = new Headers({ host: '127.0.0.1', authorization: `Bearer ${this.#key}` });
    if (json !== null) headers.set('content-type', 'application/json');
    if (bytes !== undefined) headers.set('content-type', 'application/octet-stream');
    return this.#api.fetch(new Request(`http://127.0.0.1${path}`, { method, headers, body: bytes ?? json }));
  }

  bytesOf(response: Response): AsyncIterable<Uint8Array> {
    return bodyOf(response);
  }

  /** The file is read where it lies; nothing is copied on the way. */
  async takeFile(
    network: string,
    path: string,
    name: string,
    wanted: string | undefined,
  ): Promise<readonly TakenFile[]> {
    const { access, openWorkspace } = this.#open.services;
    const { workspaceId } = await access.workspaces.place({ kind: 'local' }, wanted);
    return (await openWorkspace(workspaceId)).imports.takeFile(network, path, name);
  }

  async close(): Promise<void> {
    await this.#open.sendMail();
    await this.#open.close();
  }
}
