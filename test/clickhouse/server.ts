/** Starts a real ClickHouse for tests: chdb in a process of its own, spoken to over HTTP by the unmodified client. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A running test server, or the reason why there is none. */
export type TestClickhouse = { url: string; stop(): Promise<void> } | { skipped: string };

const INSTALLED = new URL('node_modules/chdb/package.json', import.meta.url);
const SERVER = new URL('chdb-server.mjs', import.meta.url);

/** What the child reports once: the port it listens on, or why it cannot. */
type Report = { port: number } | { skipped: string };

async function firstReport(child: ChildProcess): Promise<Report> {
  const died = once(child, 'exit').then(([code, signal]) => {
    throw new Error(`the ClickHouse test server ended before it listened (${String(signal ?? code)})`);
  });
  const messages: unknown[] = await Promise.race([once(child, 'message'), died]);
  return messages[0] as Report; // the only message chdb-server.mjs sends
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  if (child.connected) child.disconnect();
  await ended;
}

/** A fresh, empty ClickHouse on a free port of this machine, or `skipped` where chdb is not installed. */
export async function startClickhouse(): Promise<TestClickhouse> {
  if (!existsSync(INSTALLED)) {
    return { skipped: 'chdb is not installed: npm install --prefix test/clickhouse --no-save --no-package-lock' };
  }
  const child = fork(fileURLToPath(SERVER), { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const report = await firstReport(child);
  if ('skipped' in report) return report;
  return { url: `http://127.0.0.1:${report.port}`, stop: () => stop(child) };
}
