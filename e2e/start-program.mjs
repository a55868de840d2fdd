// Starts the built program on a free port with a data folder of its own, as a person would.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const LONGEST_START_MS = 60_000;

/** Everything it says on its way; resolves once it names its address. */
function started(child) {
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => reject(new Error(`The program did not start: ${said}`)), LONGEST_START_MS);
    const listen = (chunk) => {
      said += chunk;
      if (!/Stop it with/.test(said)) return;
      clearTimeout(timer);
      resolve(said);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', (chunk) => {
      said += chunk;
    });
    child.once('exit', (code) => reject(new Error(`The program ended with ${code}: ${said}`)));
  });
}

/**
 * The running program: its address, its process, its set-up link (null if it printed none), its data folder, and the key of
 * server.json. `close` ends it and removes the folder; `kill` ends it at once, as a power cut would, and leaves the
 * folder for another start. `folder` is that of an earlier start, `settings` are environment variables.
 */
export async function startProgram(
  args = [],
  { folder = mkdtempSync(join(tmpdir(), 'tributary-e2e-')), settings = {} } = {},
) {
  const bin = join(root, 'bin', 'tributary.js');
  const port = args.includes('--port') ? [] : ['--port', '0'];
  const child = spawn(process.execPath, [bin, 'start', '--data', folder, ...port, ...args], {
    cwd: root,
    env: { ...process.env, ...settings },
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const close = async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const kill = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  try {
    const said = await started(child);
    const { url, key, pid } = JSON.parse(readFileSync(join(folder, 'server.json'), 'utf8'));
    const [setupLink = null] = /http\S+\/setup#\S+/.exec(said) ?? [];
    return { url, key, pid, folder, setupLink, close, kill };
  } catch (error) {
    await close();
    throw error;
  }
}
