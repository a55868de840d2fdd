/** Imports of files that a person brought: finds where they belong, makes the run, concludes it. */
import { type CurrencyCode, TributaryError } from '../core/index.ts';
import type { CountryNetwork, Network } from '../networks/index.ts';
import { concludeRun, type ImportContext } from './conclude-run.ts';
import type { Connections } from './connections.ts';
import { withoutSecrets } from './connections.ts';
import { countryOf, networkNamed } from './find-network.ts';
import type { ImportOrder } from './import-order.ts';
import type { Receipt } from './receipt.ts';
import { scopeOfFiles } from './scopes.ts';
import type { FileImport } from './service.ts';

/** What file imports need around them. */
export interface FileImportContext extends ImportContext {
  readonly connections: Connections;
}

/** Where files belong, and how they are read there. */
interface Destination {
  readonly network: Network;
  readonly country: CountryNetwork | null;
  readonly scope: string;
  readonly settings: ImportOrder['settings'];
  readonly connection: string | null;
}

/** Makes the order and the run of a file import. Throws `TributaryError` if it cannot be understood. */
export async function createFileRun(context: FileImportContext, wish: FileImport): Promise<string> {
  const { network, country, scope, settings, connection } = await destinationOf(context, wish);
  const reportId = wish.report ?? null;
  if (reportId !== null && !network.reports.some((report) => report.id === reportId)) {
    const list = network.reports.map((report) => report.id).join(', ');
    throw new TributaryError('unknown-report', `${network.label} has no report "${reportId}": it has ${list}.`);
  }
  const order: ImportOrder = {
    network: network.id,
    scope,
    country: country?.id ?? null,
    currency: currencyOf(country),
    settings,
    reportId,
    isComplete: wish.complete === true,
    window: wish.window ?? null,
    files: wish.files.map(({ name, sha256 }) => ({ name, sha256 })),
  };
  return context.runs.create({ kind: 'files', order, connection, startedBy: 'person', state: 'staging', pull: null });
}

/** Imports files as one run: posts unless `preview`, or unless the plan has to be held. Never throws for bad files. */
export async function importFiles(context: FileImportContext, wish: FileImport): Promise<Receipt> {
  const run = await createFileRun(context, wish);
  return concludeRun(context, await context.runs.row(run), wish.preview === true ? 'preview' : 'post-if-calm');
}

function currencyOf(country: CountryNetwork | null): CurrencyCode | null {
  return country?.currency ?? null;
}

async function destinationOf(context: FileImportContext, wish: FileImport): Promise<Destination> {
  const network = networkNamed(wish.network);
  if (wish.connection !== undefined) {
    const open = await context.connections.open(wish.connection);
    if (open.network.id !== network.id) {
      throw new TributaryError(
        'unknown-connection',
        `The connection "${open.row.name}" is of ${open.network.label}, not of ${network.label}.`,
      );
    }
    const named = wish.country === undefined ? open.country : countryOf(network, wish.country);
    if (named?.id !== open.country?.id) {
      throw new TributaryError(
        'unknown-country',
        `The connection "${open.row.name}" is of ${open.country?.label ?? 'no country'}, not of ${named?.label ?? 'none'}.`,
      );
    }
    return {
      network,
      country: open.country,
      scope: open.row.scope_id,
      settings: withoutSecrets(network, open.settings),
      connection: open.row.connection_id,
    };
  }
  if (network.api === null) {
    throw new TributaryError(
      'ambiguous-connection',
      `Files of ${network.label} are read by the settings of a connection: name one with --connection, or make one with "tributary connections add --network ${network.id}".`,
    );
  }
  const country = countryOf(network, wish.country ?? null);
  return { network, country, scope: await scopeOfFiles(context, network, country), settings: null, connection: null };
}
