// A believable publisher for pictures and measurements: the tidy simulated network, the program, its owner, and three
// connections (United States, United Kingdom, Germany) that pulled every sale of the last months.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProgram } from '../e2e/start-program.mjs';
import { root } from './setup.mjs';

const BIN = join(root, 'bin', 'tributary.js');
const CONNECTIONS = [
  ['The Daily Find US', 'US'],
  ['The Daily Find UK', 'GB'],
  ['The Daily Find DE', 'DE'],
];
const OWNER = {
  name: 'Ada Owner',
  email: 'ada@example.org',
  password: 'seven quiet rivers meet',
  workspace: 'The Daily Find',
};
const DAY_MS = 86_400_000;
const RATE_DAYS = 800;

/** The simulated network: its address, its token, a report URL, and what ends it. */
function startNetwork(args) {
  const child = spawn(process.execPath, [BIN, 'sandbox', '--tidy', '--rate-limit', '0', ...args], { cwd: root });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const close = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  return new Promise((resolve, reject) => {
    let said = '';
    child.once('exit', (code) => reject(new Error(`The simulated network ended with ${code}: ${said}`)));
    child.stderr.on('data', (chunk) => {
      said += chunk;
    });
    child.stdout.on('data', (chunk) => {
      said += chunk;
      const [, url, token, report] = /^url +(\S+)\ntoken +(\S+)\nreport +(\S+)\n/m.exec(said) ?? [];
      if (url !== undefined) resolve({ url, token, report, close });
    });
  });
}

/** Rates in the form of the European Central Bank, slowly waving about usual values: nobody's real ones. */
function simulatedRates(nowMs) {
  const usual = { USD: 1.09, GBP: 0.855 };
  const lines = [`Date,${Object.keys(usual).join(',')},`];
  for (let back = 0; back < RATE_DAYS; back += 1) {
    const day = new Date(nowMs - back * DAY_MS).toISOString().slice(0, 10);
    const wave = 1 + 0.03 * Math.sin(back / 40);
    lines.push(
      `${day},${Object.values(usual)
        .map((rate) => (rate * wave).toFixed(4))
        .join(',')},`,
    );
  }
  return `${lines.join('\n')}\n`;
}

/** A request as a page of the program sends it, with or without a body; throws what the program answers instead. */
export async function send({ url }, method, path, body, headers) {
  const response = await fetch(url + path, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...{ origin: url, 'sec-fetch-site': 'same-origin', ...headers },
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response;
}

/**
 * Starts it all; takes a minute. Gives the program, the network, the owner's `cookies` as pairs, `wait`, which makes a pull
 * that waits for its upload and gives its id, and `close`. `settings` are environment variables of the program.
 */
export async function startShownPublisher({ months = 13, ordersPerDay = 90, settings = {}, port = '0' } = {}) {
  const network = await startNetwork(['--months', String(months), '--orders-per-day', String(ordersPerDay)]);
  const program = await startProgram(['--port', port], { settings });
  const scratch = mkdtempSync(join(tmpdir(), 'tributary-shown-'));
  const close = async () => {
    await program.close();
    await network.close();
    rmSync(scratch, { recursive: true, force: true });
  };
  const tributary = (...args) => {
    const done = spawnSync(process.execPath, [BIN, ...args, '--data', program.folder], { cwd: root, encoding: 'utf8' });
    if (done.status !== 0) throw new Error(`tributary ${args[0]}: ${done.stdout}${done.stderr}`);
    return done.stdout;
  };
  try {
    const code = program.setupLink.split('#')[1];
    const { headers } = await send(program, 'POST', '/api/v1/setup', { code, ...OWNER });
    const cookies = headers.getSetCookie().map((cookie) => /^([^=]+)=([^;]*)/.exec(cookie).slice(1, 3));
    writeFileSync(join(scratch, 'token'), network.token);
    writeFileSync(join(scratch, 'rates.csv'), simulatedRates(Date.now()));
    tributary('rates', 'import', join(scratch, 'rates.csv'));
    for (const [name, country] of CONNECTIONS) {
      const own = ['siteId=1234567', `country=${country}`, `baseUrl=${network.url}`, 'requestsPerMinute=6000'];
      const token = ['--token-file', join(scratch, 'token')];
      const set = own.flatMap((one) => ['--set', one]);
      tributary('connections', 'add', '--network', 'rakuten', '--name', name, ...set, ...token);
      const [, run] =
        /tributary upload (\S+)/.exec(tributary('sync', name, '--months', String(Math.min(months, 24)))) ?? [];
      tributary('upload', run);
    }
    const wait = () => {
      const again = tributary('sync', CONNECTIONS[0][0], '--months', '2', '--preview');
      return /tributary upload (\S+)/.exec(again)?.[1] ?? '';
    };
    return { program, network, cookies: cookies.filter(([, value]) => value !== ''), wait, close };
  } catch (error) {
    await close();
    throw error;
  }
}
