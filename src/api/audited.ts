/** Which routes leave an entry in the audit, and what it says. Accounts write theirs themselves, with what they do. */
import type { AuditAction } from '../access/index.ts';
import type { Contract, RouteName } from './contract.ts';
import type { RouteInput, RouteResult } from './contract/route.ts';

interface Audited<Name extends RouteName> {
  readonly action: AuditAction;
  readonly what: (
    input: RouteInput<Contract[Name]>,
    result: RouteResult<Contract[Name]>,
  ) => Readonly<Record<string, unknown>>;
}

const AUDITED: { readonly [Name in RouteName]?: Audited<Name> } = {
  addConnection: { action: 'connection-added', what: (_, { id, name, network }) => ({ id, name, network }) },
  changeConnection: {
    action: 'connection-changed',
    what: ({ body }, { id, name }) => ({ id, name, changed: Object.keys(body) }), // never the settings themselves
  },
  deleteConnection: { action: 'connection-removed', what: (_, { deleted }) => ({ id: deleted }) },
  addSite: { action: 'site-added', what: (_, { id, host }) => ({ id, host }) },
  changeSite: {
    action: 'site-changed',
    what: ({ body }, { id, host }) => ({ id, host, changed: Object.keys(body) }),
  },
  removeSite: { action: 'site-removed', what: (_, { removed }) => ({ id: removed }) },
  startImport: {
    action: 'import-started',
    what: ({ body }, { id }) => ({ run: id, network: body.network, files: body.files.map(({ name }) => name) }),
  },
  uploadRun: { action: 'run-uploaded', what: (_, { id, network }) => ({ run: id, network }) },
  discardRun: { action: 'run-discarded', what: (_, { id, network }) => ({ run: id, network }) },
  exportEntries: { action: 'entries-exported', what: ({ query }) => ({ ...query }) },
  downloadRawReport: { action: 'raw-report-downloaded', what: ({ params }) => ({ ...params }) },
  rotateKeys: { action: 'master-key-rotated', what: (_, { keyId }) => ({ key: keyId }) },
};

/** The entry of a call that was answered; null if the route leaves none. */
export function auditOf(
  name: RouteName,
  input: unknown,
  result: unknown,
): { readonly action: AuditAction; readonly what: Readonly<Record<string, unknown>> } | null {
  // the table pairs every name with the input and the result of its own route
  const audited = AUDITED[name] as
    | { action: AuditAction; what: (input: unknown, result: unknown) => Record<string, unknown> }
    | undefined;
  return audited === undefined ? null : { action: audited.action, what: audited.what(input, result) };
}
