/**
 * Import benchmark: a signature-orders file of N lines from file to posted ledger, the same file again, then with 5 %
 * changed, each as its own process; and DuckDB's own `read_csv` of the same file into a plain table, in the same run.
 * Prints ratios: machines differ, ratios travel. `npm run bench -- import [lines]`.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const HEADER =
  'Member ID (U1),MID,Advertiser Name,Order ID,Transaction Date,Transaction Time,SKU,Sales,# of Items,Total Commission,Process Date,Process Time';
const LAUNCHER = join(import.meta.dirname, '..', 'bin', 'tributary.js');

/** One line of the file; `changed` gives every 20th line another commission. */
function lineOf(n: number, lines: number, changed: boolean): string {
  const day = new Date(Date.UTC(2025, 0, 1) + Math.floor((n / lines) * 365) * 86_400_000);
  const date = `${day.getUTCMonth() + 1}/${day.getUTCDate()}/25`;
  const two = (value: number): string => String(value % 60).padStart(2, '0');
  const cents = (n * 7919) % 200_000;
  const sales = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
  const grouped = cents >= 100_000 ? `"1,${sales.slice(1)}"` : sales;
  const commission =
    changed && n % 20 === 0 ? '0.1234' : `${Math.floor(cents / 2000)}.${String((cents * 5) % 10_000).padStart(4, '0')}`;
  return `"post-${n % 5000}_hero",${3000 + (n % 40)},"Example ${n % 40}, Inc.","1002${n >> 1}",${date},"${two(n % 24)}:${two(n)}:${two(n * 7)}","SKU-${n % 9999}",${grouped},1,${commission},${date},"18:51:${two(n)}"\r\n`;
}

async function writeReport(path: string, lines: number, changed: boolean): Promise<void> {
  const out = createWriteStream(path);
  out.write(`\uFEFF${HEADER}\r\n`);
  for (let n = 0; n < lines; n += 1) if (!out.write(lineOf(n, lines, changed))) await once(out, 'drain');
  out.end();
  await once(out, 'finish');
}

/** Runs a Node program and gives its seconds and its peak memory in MB. */
function timed(args: readonly string[]): { readonly seconds: number; readonly peakMb: number; readonly out: string } {
  const report = "process.on('exit',()=>process.stderr.write('PEAK '+process.resourceUsage().maxRSS))";
  const started = performance.now();
  const run = spawnSync(process.execPath, ['--import', `data:text/javascript,${encodeURIComponent(report)}`, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  const seconds = (performance.now() - started) / 1000;
  if (run.status !== 0) throw new Error(`${args.join(' ')} failed: ${run.stderr}${run.stdout}`);
  return { seconds, peakMb: Number(/PEAK (\d+)/.exec(run.stderr)?.[1] ?? 0) / 1024, out: run.stdout };
}

async function measure(lines: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-bench-'));
  try {
    const [first, changed, data] = [join(folder, 'a.csv'), join(folder, 'b.csv'), join(folder, 'data')];
    await writeReport(first, lines, false);
    await writeReport(changed, lines, true);
    execFileSync(process.execPath, [LAUNCHER, '--version'], { stdio: 'ignore' });
    const plain = timed([
      '--input-type=module',
      '-e',
      `import { DuckDBInstance } from '@duckdb/node-api';
       const instance = await DuckDBInstance.create(${JSON.stringify(join(folder, 'plain.db'))}, { threads: '2' });
       const connection = await instance.connect();
       await connection.run(\`create table plain as select * from read_csv('${first}', all_varchar = true)\`);
       connection.closeSync(); instance.closeSync();`,
    ]);
    const common = ['--network', 'rakuten', '--country', 'US', '--data', data, '--json'];
    const say = (what: string, run: ReturnType<typeof timed>): void => {
      const counts = /"added":\d+,"changed":\d+,"unchanged":\d+/.exec(run.out)?.[0] ?? '';
      const rate = Math.round(lines / run.seconds);
      process.stdout.write(
        `${String(lines).padStart(8)} lines  ${what.padEnd(18)} ${run.seconds.toFixed(2).padStart(7)} s  ${String(rate).padStart(7)} lines/s  peak ${run.peakMb.toFixed(0).padStart(4)} MB  ${(run.seconds / plain.seconds).toFixed(2)} x plain load  ${counts}\n`,
      );
    };
    say('plain read_csv', plain);
    say('first import', timed([LAUNCHER, 'import', first, ...common]));
    say('the same again', timed([LAUNCHER, 'import', first, ...common]));
    say('5 % changed', timed([LAUNCHER, 'import', changed, ...common]));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const sizes = process.argv[3] === undefined ? [10_000, 100_000, 1_000_000] : [Number(process.argv[3])];
for (const lines of sizes) await measure(lines);
