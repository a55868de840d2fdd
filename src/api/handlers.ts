/** What each route calls. Nothing is decided here: the services do, this hands over and gives back. */
import { TributaryError } from '../core/index.ts';
import { exportEntries, readFigures } from '../ledger/index.ts';
import { formOf, inspectSettings, type Network } from '../networks/index.ts';
import { accessHandlers, callerOf } from './access-handlers.ts';
import { attributionHandlers } from './attribution-handlers.ts';
import type { Contract, Handlers, HandlersOf } from './contract.ts';
import type { accessRoutes } from './contract/access.ts';
import type { connectionRoutes } from './contract/connections.ts';
import type { demoRoutes } from './contract/demo.ts';
import type { installationRoutes } from './contract/installation.ts';
import { EXPORT_TYPES, type ledgerRoutes } from './contract/ledger.ts';
import type { mailRoutes } from './contract/mail.ts';
import type { networkRoutes } from './contract/networks.ts';
import type { passkeyRoutes } from './contract/passkeys.ts';
import type { planRoutes } from './contract/plans.ts';
import type { RouteResult } from './contract/route.ts';
import type { runRoutes } from './contract/runs.ts';
import type { workspaceRoutes } from './contract/workspaces.ts';
import { demoHandlers } from './demo-handlers.ts';
import { mailHandlers, passkeyHandlers } from './mail-handlers.ts';
import { hostingHandlers, planHandlers } from './plan-handlers.ts';
import { plainName } from './plain-name.ts';
import { attributionOfEntries } from '../reports/index.ts';
import { reportHandlers, reportSources } from './report-handlers.ts';
import type { CommonServices, Services } from './services.ts';
import { settingsHandlers } from './settings-handlers.ts';
import { siteHandlers } from './site-handlers.ts';
import { workspaceHandlers } from './workspace-handlers.ts';
import { takeUpload } from './uploads.ts';
import { viewHandlers } from './view-handlers.ts';

/** How many runs the health counts look at. */
const RUNS_COUNTED = 1000;
const UNDER_WAY = new Set(['queued', 'fetching', 'waiting', 'staging']);
const WAITING = new Set(['preview', 'held']);

type NetworkAnswer = RouteResult<Contract['listNetworks']>['networks'][number];

/** Routes whose answer is the same in every workspace, or of no one's. */
type OfInstallation =
  | keyof typeof accessRoutes
  | keyof typeof passkeyRoutes
  | keyof typeof mailRoutes
  | keyof typeof workspaceRoutes
  | keyof typeof demoRoutes
  | keyof typeof networkRoutes
  | Exclude<keyof typeof planRoutes, 'showPlan'>
  | 'showPulse'
  | 'rotateKeys';

/** The handlers of routes that need no workspace open. */
export function createHandlers(services: CommonServices): Pick<Handlers, OfInstallation> {
  return {
    ...accessHandlers(services),
    ...passkeyHandlers(services),
    ...mailHandlers(services),
    ...workspaceHandlers(services),
    ...demoHandlers(services),
    ...networkHandlers(services),
    ...hostingHandlers(services),
    showPulse: () => Promise.resolve({ status: 'up' }),
    rotateKeys: async (_input, { caller }) => {
      if (caller?.kind !== 'local' && !(caller !== null && (await services.access.workspaces.isOnly(caller)))) {
        throw new TributaryError('not-allowed', 'The key is of all workspaces: only the command line renews it.');
      }
      return services.rotateKeys();
    },
  };
}

/** The handlers of routes about one workspace, over what is that workspace's own. */
export function createWorkspaceHandlers(services: Services): Omit<Handlers, OfInstallation> {
  return {
    ...connectionHandlers(services),
    ...runHandlers(services),
    ...readingHandlers(services),
    ...reportHandlers(services),
    ...attributionHandlers(services),
    ...viewHandlers(services),
    ...settingsHandlers(services),
    ...siteHandlers(services),
    ...planHandlers(services),
  };
}

function networkHandlers(services: CommonServices): HandlersOf<typeof networkRoutes> {
  return {
    listNetworks: () => Promise.resolve({ networks: services.networks.map(networkOf) }),
    readSettings: async ({ params, body }) => inspectSettings(networkIn(services, params.network), body.settings),
    showGuide: ({ params }) => services.readGuide(networkIn(services, params.network)),
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
): Omit<HandlersOf<typeof ledgerRoutes & typeof installationRoutes>, OfInstallation> {
  const { imports, facts, settings } = services;
  return {
    showFigures: async ({ query }) => readFigures(facts, query.asOf ?? null, (await settings.read()).reversalDays),
    exportEntries: async ({ query: { format, asOf, attribution } }) => {
      if (attribution && asOf !== undefined) {
        throw new TributaryError(
          'invalid-request',
          'What earned a line is known of the present only: leave asOf or attribution out.',
          { column: 'attribution' },
        );
      }
      const beside = attribution ? await attributionOfEntries(await reportSources(services, services.clock)) : null;
      const { reversalDays } = await settings.read();
      return {
        bytes: exportEntries(facts, format, asOf ?? null, services.folder, reversalDays, beside),
        mediaType: EXPORT_TYPES[format],
        fileName: `entries.${format}`,
        size: null,
      };
    },
    showHealth: async (_input, asking) => {
      const [connections, runs] = [await imports.connections(), await imports.runs(RUNS_COUNTED)];
      const inState = (state: string): number => connections.filter((one) => one.state === state).length;
      return {
        version: services.version,
        folder: (await services.access.workspaces.isOperator(callerOf(asking))) ? services.dataFolder : null,
        engine: facts.engine,
        connections: { active: inState('active'), paused: inState('paused'), stopped: inState('stopped') },
        runs: {
          underWay: runs.filter((run) => UNDER_WAY.has(run.state)).length,
          waiting: runs.filter((run) => WAITING.has(run.state)).length,
          failed: runs.filter((run) => run.state === 'failed').length,
        },
      };
    },
  };
}

/** Throws `unknown-network`. */
function networkIn({ networks }: CommonServices, id: string): Network {
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
