/** What each route calls. Nothing is decided here: the services do, this hands over and gives back. */
import { TributaryError } from '../core/index.ts';
import { exportEntries, readFigures } from '../ledger/index.ts';
import { formOf, inspectSettings, type Network } from '../networks/index.ts';
import { accessHandlers } from './access-handlers.ts';
import type { Contract, Handlers, HandlersOf } from './contract.ts';
import type { connectionRoutes } from './contract/connections.ts';
import type { installationRoutes } from './contract/installation.ts';
import { EXPORT_TYPES, type ledgerRoutes } from './contract/ledger.ts';
import type { networkRoutes } from './contract/networks.ts';
import type { RouteResult } from './contract/route.ts';
import type { runRoutes } from './contract/runs.ts';
import { plainName } from './plain-name.ts';
import { mailHandlers, passkeyHandlers } from './mail-handlers.ts';
import { reportHandlers } from './report-handlers.ts';
import { settingsHandlers } from './settings-handlers.ts';
import type { Services } from './services.ts';
import { siteHandlers } from './site-handlers.ts';
import { takeUpload } from './uploads.ts';
import { viewHandlers } from './view-handlers.ts';

/** How many runs the health counts look at. */
const RUNS_COUNTED = 1000;
const UNDER_WAY = new Set(['queued', 'fetching', 'waiting', 'staging']);
const WAITING = new Set(['preview', 'held']);

type NetworkAnswer = RouteResult<Contract['listNetworks']>['networks'][number];

/** The handlers of every route. */
export function createHandlers(services: Services): Handlers {
  return {
    ...connectionHandlers(services),
    ...runHandlers(services),
    ...readingHandlers(services),
    ...accessHandlers(services),
    ...reportHandlers(services),
    ...passkeyHandlers(services),
    ...mailHandlers(services),
    ...viewHandlers(services),
    ...settingsHandlers(services),
    ...siteHandlers(services),
  };
}

function connectionHandlers({ imports }: Services): HandlersOf<typeof connectionRoutes> {
  const idOf = async (idOrName: string): Promise<string> => (await imports.connection(idOrName)).id;
  return {
    listConnections: async () => ({ connections: await imports.connections() }),
    addConnection: ({ body }) => imports.addConnection(body),
    showConnection: ({ params }) => imports.connection(params.connection),
    changeConnection: async ({ params, body }) => imports.changeConnection(await idOf(params.connection), body),
    deleteConnection: async ({ params }) => {
      const id = await idOf(params.connection);
      await imports.deleteConnection(id);
      return { deleted: id };
    },
    startTest: async ({ params }) => imports.startTest(await idOf(params.connection)),
    showTest: ({ params }) => imports.test(params.test),
    cancelTest: ({ params }) => imports.cancelTest(params.test),
  };
}

function runHandlers(services: Services): HandlersOf<typeof runRoutes> {
  const { imports } = services;
  return {
    takeFile: async ({ query, body }) => ({ files: await takeUpload(services, query.network, query.name, body) }),
    recogniseFile: async ({ body }) => imports.recogniseFile(new Uint8Array(await new Response(body).arrayBuffer())),
    startImport: ({ body }) => imports.startFileImport(body),
    startPull: async ({ params, body }) => {
      const { id } = await imports.connection(params.connection);
      return imports.startPull(id, body);
    },
    startReplay: async () => ({ runs: await imports.startReplay() }),
    listRuns: async ({ query }) => ({ runs: await imports.runs(query.limit) }),
    showRun: ({ params, query }) =>
      query.waitMs === 0 ? imports.run(params.run) : imports.runSettled(params.run, query.waitMs),
    showPreview: ({ params }) => imports.preview(params.run),
    listAnswers: async ({ params }) => ({ answers: await imports.answers(params.run) }),
    uploadRun: ({ params }) => imports.uploadRun(params.run),
    discardRun: ({ params }) => imports.discardRun(params.run),
    resumeRun: ({ params }) => imports.resumeRun(params.run),
    downloadRawReport: async ({ params }) => {
      const { name, size, bytes } = await imports.answer(params.run, Number(params.answer));
      const fileName = `${plainName(services.redactor.clean(name))}.csv`;
      return { bytes, size, mediaType: 'application/octet-stream', fileName };
    },
  };
}

function readingHandlers(
  services: Services,
): HandlersOf<typeof networkRoutes & typeof ledgerRoutes & typeof installationRoutes> {
  const { imports, facts, settings } = services;
  return {
    listNetworks: () => Promise.resolve({ networks: services.networks.map(networkOf) }),
    readSettings: async ({ params, body }) => inspectSettings(networkIn(services, params.network), body.settings),
    showGuide: ({ params }) => services.readGuide(networkIn(services, params.network)),
    showFigures: async ({ query }) => readFigures(facts, query.asOf ?? null, (await settings.read()).reversalDays),
    exportEntries: async ({ query: { format, asOf } }) => ({
      bytes: exportEntries(facts, format, asOf ?? null, services.folder, (await settings.read()).reversalDays),
      mediaType: EXPORT_TYPES[format],
      fileName: `entries.${format}`,
      size: null,
    }),
    showPulse: () => Promise.resolve({ status: 'up' }),
    showHealth: async () => {
      const [connections, runs] = [await imports.connections(), await imports.runs(RUNS_COUNTED)];
      const inState = (state: string): number => connections.filter((one) => one.state === state).length;
      return {
        version: services.version,
        folder: services.folder,
        engine: facts.engine,
        connections: { active: inState('active'), paused: inState('paused'), stopped: inState('stopped') },
        runs: {
          underWay: runs.filter((run) => UNDER_WAY.has(run.state)).length,
          waiting: runs.filter((run) => WAITING.has(run.state)).length,
          failed: runs.filter((run) => run.state === 'failed').length,
        },
      };
    },
    rotateKeys: () => services.rotateKeys(),
  };
}

/** Throws `unknown-network`. */
function networkIn({ networks }: Services, id: string): Network {
  const network = networks.find((one) => one.id === id);
  if (network !== undefined) return network;
  throw new TributaryError('unknown-network', `There is no network "${id}".`);
}

function networkOf(network: Network): NetworkAnswer {
  const { id, label, home, timeZone, countries, reports, api } = network;
  return {
    id,
    label,
    home,
    timeZone,
    countries,
    settings: formOf(network),
    reports: reports.map((report) => ({ id: report.id, label: report.label })),
    hasApi: api !== null,
  };
}
