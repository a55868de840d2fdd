/** Finds the way to the API of a data folder: the server that holds it, or the folder itself when none runs. */
import { setTimeout as sleep } from 'node:timers/promises';
import { findServer } from '../api/index.ts';
import { TributaryError } from '../core/index.ts';
import { ApiClient } from './api-client.ts';
import { HttpTransport, probeServer, unreachable } from './http-transport.ts';
import { LocalTransport } from './local-transport.ts';
import { openServices } from './open-services.ts';

/** A server that is starting holds the stores for about half a second before it says where it answers. */
const LOOKS = 5;
const LOOK_AGAIN_MS = 400;
const ANYWHERE = 'http://127.0.0.1/';

/** A client of the API, asking about a workspace (id or name; undefined: the usual one). Throws `data-folder-busy` if another command holds the folder, `server-unreachable`. */
export async function connect(folder: string, version: string, workspace: string | undefined): Promise<ApiClient> {
  for (let look = 1; ; look += 1) {
    const server = await findServer(folder, probeServer);
    if (server?.isSilent === true) throw unreachable(server.entry);
    if (server !== null) return new ApiClient(new HttpTransport(server.entry), workspace);
    try {
      const opening = openServices(folder, version, 'errors');
      new Request(ANYWHERE); // Node loads its web classes at first use, 13 ms: here while the stores open
      return new ApiClient(new LocalTransport(await opening), workspace);
    } catch (error) {
      const isBusy = error instanceof TributaryError && error.code === 'data-folder-busy';
      if (!isBusy || look === LOOKS) throw error;
      await sleep(LOOK_AGAIN_MS);
    }
  }
}
