// node scripts/preview-picture.mjs: draws src/public/assets/preview.png, which is shown where a public page is linked to.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openBrowser } from '../e2e/find-browser.mjs';
import { fail, root, say } from './setup.mjs';

const [WIDTH, HEIGHT] = [1200, 630];
const LARGEST = 60_000;
const font = readFileSync(
  join(root, 'node_modules', '@fontsource-variable', 'inter', 'files', 'inter-latin-wght-normal.woff2'),
).toString('base64');
const streams = [80, 240, 420, 600, 780, 960, 1120]
  .map(
    (x, place) =>
      `<path d="M${x} 0C${x} 120 ${600 + (x - 600) * 0.12} 76 ${600 + (x - 600) * 0.03} 200" stroke-width="${[3, 6, 4, 8, 4, 6, 3][place]}"/>`,
  )
  .join('');
const page = `<!doctype html><meta charset="utf-8"><style>
@font-face { font-family: Inter; font-weight: 100 900; src: url(data:font/woff2;base64,${font}) }
body { margin: 0; width: ${WIDTH}px; height: ${HEIGHT}px; background: #fbfaf7; color: #1d1c1a; font-family: Inter; position: relative; overflow: hidden }
header { position: absolute; left: 80px; top: 70px; display: flex; gap: 18px; align-items: center; font-size: 34px; font-weight: 650; letter-spacing: -.02em }
h1 { position: absolute; left: 80px; top: 160px; margin: 0; width: 900px; font-size: 84px; line-height: 1.06; letter-spacing: -.04em; font-weight: 650 }
.streams { position: absolute; left: 0; bottom: 0 }
</style>
<header><svg width="60" height="60" viewBox="0 0 32 32" fill="none"><rect width="32" height="32" rx="8" fill="#0f5f5c"/><path d="M8 8c0 7 8 6 8 13v4M24 8c0 7-8 6-8 13M16 7v7" stroke="#fff" stroke-width="2.6" stroke-linecap="round"/></svg>Tributary</header>
<h1>Every commission in one exact ledger.</h1>
<svg class="streams" width="${WIDTH}" height="200" fill="none" stroke="#87afad">${streams}</svg>`;

const { browser, why } = await openBrowser();
if (browser === null) fail(`No picture: ${why}.`);
try {
  const context = await browser.newContext({ viewport: { width: WIDTH, height: HEIGHT } });
  const opened = await context.newPage();
  await opened.setContent(page, { waitUntil: 'load' });
  await opened.evaluate('document.fonts.ready.then(() => true)');
  const path = join(root, 'src', 'public', 'assets', 'preview.png');
  const { length } = await opened.screenshot({ path });
  say(`${path}: ${length} bytes`);
  if (length > LARGEST) fail(`That is more than ${LARGEST}.`);
} finally {
  await browser.close();
}
