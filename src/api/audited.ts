/** Which routes leave an entry in the audit, and what it says. Accounts write theirs themselves, with what they do. */
import type { AuditAction } from '../access/index.ts';
import type { Contract, RouteName } from './contract.ts';
import type { RouteInput, RouteResult } from './contract/route.ts';

interface Audited<Name extends RouteName> {
  readonly action: AuditAction;
  readonly what: (
    input: RouteInput<Contract[Name]>,
    result: RouteResult<Contract[Name]>,
  ) => Readonly<Record<string, unknown>> | null; // null: this call leaves none
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
  testMail: { action: 'mail-tested', what: ({ body }) => ({ to: body.to }) },
  exportSubscribers: { action: 'newsletter-exported', what: () => ({}) },
  testLetter: { action: 'newsletter-tested', what: ({ body }, { subject }) => ({ to: body.to, subject }) },
  sendLetter: { action: 'newsletter-sent', what: (_, { id, subject, waiting }) => ({ letter: id, subject, waiting }) },
  saveView: { action: 'view-shared', what: (_, view) => (view.isShared ? sharedView(view) : null) },
  changeView: {
    action: 'view-changed',
    what: ({ body: { isMyDefault: _own, ...others } }, view) => {
      const isOfOthers = view.isShared || others.isShared === false;
      if (!isOfOthers || Object.keys(others).length === 0) return null; // what is personal is nobody's business
      return { ...sharedView(view), changed: Object.keys(others) };
    },
  },
  deleteView: { action: 'view-removed', what: (_, view) => (view.isShared ? sharedView(view) : null) },
  addAnnotation: { action: 'annotation-added', what: (_, { id, day, text }) => ({ id, day, text }) },
  changeAnnotation: { action: 'annotation-changed', what: (_, { id, day, text }) => ({ id, day, text }) },
  deleteAnnotation: { action: 'annotation-removed', what: (_, { id, day, text }) => ({ id, day, text }) },
  addLabelRule: { action: 'label-rule-added', what: (_, rule) => ruleOf(rule) },
  changeLabelRule: { action: 'label-rule-changed', what: (_, rule) => ruleOf(rule) },
  deleteLabelRule: { action: 'label-rule-removed', what: (_, rule) => ruleOf(rule) },
  changeSettings: { action: 'settings-changed', what: ({ body }) => ({ ...body }) },
  loadExchangeRates: {
    action: 'exchange-rates-loaded',
    what: ({ query }, { added, changed, lastDay }) => ({ name: query.name, added, changed, lastDay }),
  },
  rotateKeys: { action: 'master-key-rotated', what: (_, { keyId }) => ({ key: keyId }) },
};

function ruleOf(rule: RouteResult<Contract['addLabelRule']>): Readonly<Record<string, unknown>> {
  const { id, network, match, text, site, page, campaign } = rule;
  return { id, network, match, text, site, page, campaign };
}

function sharedView({ id, screen, name }: RouteResult<Contract['saveView']>): Readonly<Record<string, unknown>> {
  return { id, screen, name };
}

/** The entry of a call that was answered; null if the route leaves none. */
export function auditOf(
  name: RouteName,
  input: unknown,
  result: unknown,
): { readonly action: AuditAction; readonly what: Readonly<Record<string, unknown>> } | null {
  // the table pairs every name with the input and the result of its own route
  const audited = AUDITED[name] as
    | { action: AuditAction; what: (input: unknown, result: unknown) => Record<string, unknown> | null }
    | undefined;
  const what = audited?.what(input, result) ?? null;
  return audited === undefined || what === null ? null : { action: audited.action, what };
}
