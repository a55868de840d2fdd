// Builds the web app with Vite into dist/web, with its text files compressed beside them. Run by build.mjs.
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync, constants as zlib } from 'node:zlib';
import { root } from './setup.mjs';

// Whoever starts the build may be a test, with NODE_ENV=test: what is built is what people run, not React for developers.
process.env.NODE_ENV = 'production';

const WEB = join('dist', 'web');
/** Fonts and pictures are compressed already. */
const COMPRESSIBLE = /\.(html|js|css|svg)$/;
/** Below this a compressed file saves no packet. */
const WORTH_COMPRESSING = 1024;

/** Beside each text file a brotli and a gzip one, so that the server never compresses the same bytes twice. */
function compress(folder) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || !COMPRESSIBLE.test(entry.name)) continue;
    const bytes = readFileSync(path);
    if (bytes.length < WORTH_COMPRESSING) continue;
    writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: { [zlib.BROTLI_PARAM_QUALITY]: 11 } }));
    writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  }
}

/** Builds the web app into dist/web. The folder appears whole: a running server sees the old or the new one. */
async function buildWeb() {
  const part = join(root, `${WEB}.${process.pid}`);
  const target = join(root, WEB);
  const { build } = await import('vite');
  try {
    await build({
      configFile: join(root, 'web', 'vite.config.ts'),
      logLevel: 'warn',
      build: { outDir: part },
    });
    compress(part);
    rmSync(target, { recursive: true, force: true });
    renameSync(part, target);
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
}

try {
  await buildWeb();
} catch (error) {
  process.stderr.write(`${error.message}\n`); // names the file and the line
  process.exitCode = 1;
}
