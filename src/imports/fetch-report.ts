/** One request of a pull: asks the network, keeps the answer raw, and only then looks whether it can be read. */
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type ErrorCode, TributaryError } from '../core/index.ts';
import {
  type ConnectionSettings,
  type FetchableReport,
  type Network,
  NetworkError,
  type NetworkContext,
  type RawAnswer,
  type TranslateContext,
  type Window,
} from '../networks/index.ts';
import type { RawStore } from '../raw/index.ts';
import { keepFile } from './gather-files.ts';
import { readReport } from './read-report.ts';

/** Answers that are damaged are asked for so often before the run gives up. */
const ATTEMPTS = 3;

/** What damage looks like: asking again may help. A changed header is not damage: it would only come again. */
const DAMAGE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'html-instead-of-csv',
  'error-instead-of-csv',
  'truncated-file',
  'open-quote',
  'bad-quote',
  'wrong-encoding',
  'empty-file',
]);

/** An answer that was kept. `problem` = why it cannot be used. */
export interface KeptAnswer {
  readonly part: number;
  readonly sha256: string;
  readonly size: number;
  readonly request: string;
  readonly httpStatus: number;
  readonly problem: TributaryError | null;
}

/** What fetching needs around it. */
export interface FetchSurroundings {
  readonly network: Network;
  readonly settings: ConnectionSettings;
  readonly translation: TranslateContext;
  readonly raw: RawStore;
  readonly temporaryFolder: string;
  /** Called with every answer once it is on disk, also with one that cannot be used. */
  readonly onKept: (answer: KeptAnswer) => Promise<void>;
}

/**
 * Fetches one report over one window. Resolves when all its answers are kept and can be read. Throws `NetworkError`;
 * kind `contract` when the answers stay damaged or have another header than they must have.
 */
export async function fetchReport(
  context: NetworkContext,
  surroundings: FetchSurroundings,
  report: FetchableReport,
  window: Window,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await fetchOnce(context, surroundings, report, window);
      return;
    } catch (error) {
      context.signal.throwIfAborted();
      const mayHelp = error instanceof NetworkError && isWorthAnother(error);
      if (!mayHelp || attempt >= ATTEMPTS) throw error instanceof DamagedAnswer ? given(error, report) : error;
      context.log.warn('answer asked for again', {
        report: report.reportId,
        from: window.from,
        to: window.to,
        code: error.code,
      });
    }
  }
}

/** An answer that arrived whole by HTTP and yet cannot be read. */
class DamagedAnswer extends NetworkError {}

function isWorthAnother(error: NetworkError): boolean {
  // a body that broke off, or a maintenance page; after a time-out the window is halved instead
  return error instanceof DamagedAnswer || (error.kind === 'unavailable' && error.code !== 'network-timeout');
}

function given(error: DamagedAnswer, report: FetchableReport): NetworkError {
  return new NetworkError(
    'contract',
    'network-answer',
    `${report.name}: the network answered ${ATTEMPTS} times with something that is no whole report. ${error.message} The answers are kept; nothing was imported. Try again later, and report it if it stays.`,
    { cause: error },
  );
}

async function fetchOnce(
  context: NetworkContext,
  surroundings: FetchSurroundings,
  report: FetchableReport,
  window: Window,
): Promise<void> {
  const { network, settings } = surroundings;
  const { api } = network;
  if (api === null) throw new Error(`${network.id} has no API`);
  let part = 0;
  for await (const answer of api.fetch(context, settings, { report, window })) {
    part += 1;
    await keepAnswer(context, surroundings, report, window, answer, part);
  }
}

async function keepAnswer(
  context: NetworkContext,
  surroundings: FetchSurroundings,
  report: FetchableReport,
  window: Window,
  answer: RawAnswer,
  part: number,
): Promise<void> {
  const { raw, network, translation, temporaryFolder, onKept } = surroundings;
  const temporary = join(temporaryFolder, `answer-${randomUUID()}.part`);
  const fileName = answerName(report.name, window, part);
  try {
    await pipeline(Readable.from(answer.bytes), createWriteStream(temporary, { mode: 0o600 }), {
      signal: context.signal,
    });
    const sha256 = await keepFile(raw, temporary, fileName, network);
    const size = (await raw.sizeOf(sha256)) ?? 0;
    const problem = await problemOf(raw.pathOf(sha256), {
      network,
      context: translation,
      reportId: report.reportId,
      fileName,
    });
    await onKept({ part, sha256, size, request: answer.request, httpStatus: answer.status, problem });
    if (problem !== null) throw asNetworkError(problem);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** The name by which a receipt shows an answer. */
export function answerName(reportName: string, window: Window, part: number): string {
  return `${reportName} ${window.from}..${window.to}${part > 1 ? ` (${part})` : ''}`;
}

/** Reads the whole answer once: what would fail the run later should be known while it can still be asked for again. */
async function problemOf(path: string, order: Parameters<typeof readReport>[1]): Promise<TributaryError | null> {
  const nothing = (): void => undefined;
  try {
    await readReport(path, order, {
      onReport: nothing,
      onLine: nothing,
      onBrand: nothing,
      flush: () => Promise.resolve(),
    });
    return null;
  } catch (error) {
    if (error instanceof TributaryError) return error;
    throw error;
  }
}

function asNetworkError(problem: TributaryError): NetworkError {
  const { code, message, place } = problem;
  if (DAMAGE.has(code)) return new DamagedAnswer('unavailable', code, message, { place, cause: problem });
  return new NetworkError('contract', code, message, { place, cause: problem });
}
