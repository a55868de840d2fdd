/** Opens a data folder and puts together what the API answers from: the one place where the two meet. */
import { Access } from '../access/index.ts';
import { dayIn, type InstallationServices, lineMaking, reportSources } from '../api/index.ts';
import type { Collector } from '../collect/index.ts';
import {
  billingSecret,
  createLog,
  mailSettings,
  publicOrigin,
  type PublicSettings,
  publicSettings,
  Redactor,
  systemSleep,
  TributaryError,
} from '../core/index.ts';
import { demoFiller, type DemoPlace, type DemoProgress, Demos } from '../demo/index.ts';
import { networks } from '../networks/index.ts';
import { createMailer, DropMail, Newsletter, Outbox } from '../notify/index.ts';
import { openInstallation } from '../open-installation.ts';
import { type Hosting, type Plans, readPlans } from '../plans/index.ts';
import type { PublicFace } from '../public/index.ts';
import { readWatchedCoverage, watchedDays } from '../reports/index.ts';
import type { Workspaces } from '../workspaces.ts';
import { readGuide, readGuidePicture } from './read-guide.ts';
import { advertiserOf, startCollector } from './start-collector.ts';
import { CoverageWatch, type WatchedWorkspace } from './watch-coverage.ts';

/** Services over open stores; `close` must be awaited before the process ends. */
export interface OpenServices {
  readonly services: InstallationServices;
  /** Goes on with interrupted pulls and pulls on schedule, and sends mail: for the server, which stays. */
  readonly startSchedule: () => Promise<void>;
  /** Tries once what mail is due: for a command, which ends. */
  readonly sendMail: () => Promise<void>;
  /** Begins to take pageviews and clicks. Throws `ports-busy`. */
  readonly startCollector: (port: number) => Promise<Collector>;
  /** Makes the demo for guests, and gives the code that lets them in. Throws `demo-failed`. */
  readonly prepareDemo: (tell: (progress: DemoProgress) => void) => Promise<string>;
  readonly close: () => Promise<void>;
}

/** `all`: what a server tells its operator · `errors`: what a command cannot tell otherwise. Both on stderr. */
export type LogLevel = 'all' | 'errors';

/** Opens a data folder. Throws `data-folder-busy`, `data-folder-unwritable`. */
export async function openServices(folder: string, version: string, level: LogLevel): Promise<OpenServices> {
  const [origin, mail] = [publicOrigin(), mailSettings()];
  const settings = publicSettings();
  const redactor = new Redactor();
  const hosting = hostingOf(settings, redactor);
  if (hosting !== undefined && mail === undefined && level === 'all') throw mailWanted();
  const publicFace = await openPublicFace(settings, hosting, level, mail !== undefined);
  const log = createLog(redactor);
  const quiet = { ...log, info: () => undefined, warn: () => undefined };
  const installation = await openInstallation(folder, {
    ...{ log: level === 'all' ? log : quiet, redactor, isHosted: hosting !== undefined },
  });
  const { accounts: control, secrets, workspaces, clock, rotateKeys } = installation;
  const outbox = new Outbox({
    ...{ control, clock, sleep: systemSleep, log: installation.log },
    mailer: mail === undefined ? null : createMailer(mail, redactor),
    letterPauseMs: 60_000 / (mail?.perMinute ?? 60),
  });
  const mailing = { control, clock, outbox, origin, networkLabel };
  const newsletter = new Newsletter(mailing);
  const access = new Access({ control, secrets, clock, log: installation.log, origin, outbox, hosting });
  const demos = new Demos({
    ...{ access, clock, log: installation.log, isPublic: publicFace.settings.hasDemo },
    fill: demoFiller((id) => demoPlace(workspaces, id)),
    clearRemoved: () => workspaces.clearRemoved(),
  });
  let collector: Collector | null = null;
  const services: InstallationServices = {
    ...{ access, demos },
    newsletter,
    collector: () => collector?.health ?? null,
    networks,
    clock,
    log: installation.log,
    redactor,
    readGuide,
    readGuidePicture,
    publicFace,
    rotateKeys,
    clearRemoved: () => workspaces.clearRemoved(),
    openWorkspace: (id) => workspaces.open(id),
    version,
    dataFolder: folder,
  };
  const watch = coverageWatch(workspaces, services, new DropMail({ ...mailing, daysOf: watchedDays }));
  return {
    services,
    startSchedule: async () => {
      await newsletter.purge();
      outbox.start();
      await demos.start();
      await workspaces.startSchedules();
      if (outbox.isOn) watch.start();
    },
    startCollector: async (port) => {
      collector = await startCollector({ folder, port, workspaces, clock, log: installation.log });
      return collector;
    },
    sendMail: () => outbox.settle(),
    prepareDemo: (tell) => demos.prepare(tell),
    close: async () => {
      await demos.close();
      await watch.stop();
      await collector?.stop();
      await outbox.close();
      await installation.close();
    },
  };
}

const networkLabel = (id: string): string => networks.find((network) => network.id === id)?.label ?? id;

/** The daily look at the sub-ids of all workspaces. */
function coverageWatch(workspaces: Workspaces, services: InstallationServices, mail: DropMail): CoverageWatch {
  return new CoverageWatch({ mail, workspaces: () => watchedWorkspaces(workspaces, services), log: services.log });
}

/** The workspaces whose sub-ids are looked at: demos are nobody's, and without a script no sub-id of ours can be lost. */
async function watchedWorkspaces(
  workspaces: Workspaces,
  services: InstallationServices,
): Promise<readonly WatchedWorkspace[]> {
  const { clock } = services;
  const real = await workspaces.ids('real');
  const watched = await Promise.all(
    workspaces.collected
      .filter((id) => real.includes(id))
      .map(async (id): Promise<readonly WatchedWorkspace[]> => {
        const own = { ...services, ...(await workspaces.open(id)) };
        if ((await own.sites.list()).length === 0) return [];
        const today = async () => dayIn((await own.settings.read()).timeZone ?? 'UTC', clock());
        return [{ id, today, coverage: async () => readWatchedCoverage(await reportSources(own, clock)) }];
      }),
  );
  return watched.flat();
}

/** A workspace as the making of a demo needs it. */
async function demoPlace(workspaces: Workspaces, id: string): Promise<DemoPlace> {
  const workspace = await workspaces.open(id);
  const { attributor } = workspace;
  const attribute = async () => attributor.ensure(await lineMaking({ ...workspace, networks }));
  return { ...workspace, advertiserOf, labelRules: attributor.rules, attribute };
}

function mailWanted(): TributaryError {
  return new TributaryError(
    'invalid-settings',
    'TRIBUTARY_MODE=hosted needs TRIBUTARY_SMTP_URL, TRIBUTARY_MAIL_FROM and TRIBUTARY_URL: who signs up confirms the address by mail.',
  );
}

/** What the operator of a hosted installation decided; undefined in a self-hosted one. */
function hostingOf({ mode, plansFile }: PublicSettings, redactor: Redactor): Hosting | undefined {
  if (mode !== 'hosted') return undefined;
  const secret = billingSecret();
  if (secret !== undefined) redactor.add(secret);
  let read: Promise<Plans | null> | undefined;
  const plans = (): Promise<Plans | null> => {
    read ??= plansFile === undefined ? Promise.resolve(null) : readPlans(plansFile);
    return read;
  };
  return { plans, billingSecret: secret };
}

/** The settings of the public pages. What is wrong with the plans stops the server's start, and no other command. */
async function openPublicFace(
  settings: PublicSettings,
  hosting: Hosting | undefined,
  level: LogLevel,
  hasNewsletter: boolean,
): Promise<PublicFace> {
  const { plansFile } = settings;
  const isShown = plansFile !== undefined && level === 'all';
  const plans = isShown ? await (hosting?.plans() ?? readPlans(plansFile)) : null;
  return { settings, plans, hasNewsletter };
}
