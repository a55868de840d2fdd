/** What the tests of connecting share: a world with a known truth, its network, the program, an owner in a browser. */
import { createWorld, type RakutenServer, startRakutenServer, type World } from '../sandbox/index.ts';
import { type Browser, type BrowserContext, type Locator, type Page, watch } from './browser.ts';
import { type Program, startProgram } from './start-program.mjs';

export const UNITED_STATES = 1;
export const UNITED_KINGDOM = 3;
/** A pull of some weeks by a busy machine. */
export const LONGEST_PULL_MS = 60_000;
const LONGEST_WAIT_MS = 20_000;
const DAY_MS = 86_400_000;
const OWNER = {
  name: 'Ada',
  email: 'ada@example.org',
  password: 'three quiet herons in march',
  workspace: 'The Daily Find',
};

/** What these tests use of playwright beyond the others. */
export interface RunningPage extends Page {
  /** Runs a script in the page. */
  evaluate(script: string): Promise<unknown>;
  reload(): Promise<unknown>;
}
export interface FilesLocator extends Locator {
  setInputFiles(files: readonly { name: string; mimeType: string; buffer: Buffer }[]): Promise<void>;
}

export const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** Units of 1/10 000 as the API writes amounts. */
function amount(units: number): string {
  const digits = String(Math.abs(units)).padStart(5, '0');
  return `${units < 0 ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`;
}

/** Sums by currency, as the ledger and the truth say them. */
export type Sums = readonly { readonly currency: string; readonly commission: string; readonly lines: number }[];

export interface Stage {
  readonly world: World;
  readonly network: RakutenServer;
  readonly page: RunningPage;
  readonly faults: string[];
  readonly now: Date;
  readonly firstDay: string;
  program: Program;
  readonly button: (name: string | RegExp) => Locator;
  /** Waits as long as a pull may take; what the page shows instead is in the error. */
  readonly seen: (locator: Locator) => Promise<void>;
  /** A report's address as a person copies it. */
  readonly reportUrl: (networkId?: number) => string;
  /** What the ledger holds, by currency. */
  readonly ledger: () => Promise<Sums>;
  /** The same, by the truth of the world. */
  readonly truth: () => Sums;
  readonly ask: <Answer>(path: string) => Promise<Answer>;
  readonly close: () => Promise<void>;
}

export interface StageWish {
  readonly seed: string;
  readonly networks?: readonly number[];
  readonly days?: number;
  /** Arguments of the program. */
  readonly args?: readonly string[];
}

/** Opens everything, with the owner signed in. */
export async function openStage(browser: Browser, wish: StageWish): Promise<Stage> {
  const now = new Date();
  const firstDay = dayOf(now.getTime() - (wish.days ?? 40) * DAY_MS);
  const networks = wish.networks ?? [UNITED_STATES];
  const endDay = dayOf(now.getTime());
  const world = createWorld({ seed: wish.seed, ordersPerDay: 8, networks, startDay: firstDay, endDay });
  const network = await startRakutenServer(world, {
    clock: { kind: 'virtual', now },
    rateLimit: { perMinute: Number.POSITIVE_INFINITY },
  });
  const program = await startProgram(wish.args);
  const context = await browser.newContext({
    locale: 'en-US',
    reducedMotion: 'reduce',
    viewport: { width: 1280, height: 900 },
  });
  context.setDefaultTimeout(LONGEST_WAIT_MS);
  const page = (await context.newPage()) as RunningPage; // playwright's page has all of this
  const { faults } = watch(page, program.url);
  const stage = stageOf({ world, network, page, faults, now, firstDay, program, context });
  await signUp(stage);
  return stage;
}

interface Parts extends Pick<Stage, 'world' | 'network' | 'page' | 'faults' | 'now' | 'firstDay' | 'program'> {
  readonly context: BrowserContext;
}

function stageOf({ context, ...parts }: Parts): Stage {
  const { world, network, page, now, firstDay } = parts;
  const stage: Stage = {
    ...parts,
    button: (name) => page.getByRole('button', { name }),
    seen: async (locator) => {
      try {
        await locator.waitFor({ timeout: LONGEST_PULL_MS });
      } catch (error) {
        const shown = await page.getByRole('main').textContent();
        throw new Error(`${page.url()} shows: ${shown}`, { cause: error });
      }
    },
    reportUrl: (networkId = UNITED_STATES) =>
      network.reportUrl('tributary-report', firstDay, dayOf(now.getTime()), { network: String(networkId) }),
    ask: async <Answer>(path: string): Promise<Answer> => {
      const { url, key } = stage.program;
      const response = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${key}` } });
      return (await response.json()) as Answer; // the program's own answer
    },
    ledger: async () => {
      const { totals } = await stage.ask<{ totals: Sums }>('/api/v1/ledger/figures');
      const sums = totals.map(({ currency, commission, lines }) => ({ currency, commission, lines }));
      return sums.toSorted((a, b) => a.currency.localeCompare(b.currency));
    },
    truth: () => truthOf(world, now),
    close: async () => {
      await context.close();
      await stage.program.close();
      await network.close();
    },
  };
  return stage;
}

/** Sums of the lines that count; those of the past are the same whatever happens later today. */
export function truthOf(world: World, now: Date): Sums {
  const sums = new Map<string, { units: number; lines: number }>();
  for (const line of world.truth(now)) {
    if (line.state === 'lost') continue;
    const { units, lines } = sums.get(line.currency) ?? { units: 0, lines: 0 };
    sums.set(line.currency, { units: units + line.commissionUnits, lines: lines + 1 });
  }
  return [...sums]
    .map(([currency, { units, lines }]) => ({ currency, commission: amount(units), lines }))
    .toSorted((a, b) => a.currency.localeCompare(b.currency));
}

async function signUp({ page, program, button }: Stage): Promise<void> {
  await page.goto(program.setupLink ?? '');
  await page.getByLabel('Your name').fill(OWNER.name);
  await page.getByLabel('E-mail address').fill(OWNER.email);
  await page.getByLabel('Name of the workspace').fill(OWNER.workspace);
  await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
  await button('Create the account').click();
  await button(`Account of ${OWNER.name}`).waitFor();
}

/** Fills in the form of a first connection and starts its test. `pace`: requests a minute. */
export async function fillCredentials(stage: Stage, pace: string): Promise<void> {
  const { page } = stage;
  await page.goto(`${stage.program.url}/connections/new?step=credentials&network=rakuten`);
  await page.getByLabel('Report URL or token').fill(stage.reportUrl());
  await page.getByText(/Token found in the URL you pasted/).waitFor();
  await page.getByLabel('Site ID').fill('1234567');
  await page.getByText('More settings').click();
  await page.getByLabel('Requests a minute').fill(pace);
}

/** From a passed test to the running import. */
export async function startImport(stage: Stage, months: string): Promise<void> {
  const { page, button } = stage;
  await page.getByText('Every report that is needed was found.').first().waitFor({ timeout: LONGEST_PULL_MS });
  await button('Continue to the import').click();
  await page.getByLabel('Months').fill(months);
  await button(/^Import \d+ months? of sales/).click();
  await page.waitForURL(/runs=/);
}
