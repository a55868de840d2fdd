// The rules of the house about who may import whom; see CONTRIBUTING.md. The linter sees only the text of an import,
// this follows it to its file. The rules that the linter can express are in .oxlintrc.json.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { root } from './setup.mjs';

/** Top folders of src in the order the data flows, with what each may import. */
const MAY_IMPORT = {
  core: [],
  facts: ['core'],
  control: ['core'],
  raw: ['core'],
  notify: ['core', 'control'],
  plans: ['core', 'control'],
  access: ['core', 'control', 'notify', 'plans'],
  api: [
    'core',
    'networks',
    'imports',
    'ledger',
    'facts',
    'access',
    'reports',
    'notify',
    'public',
    'plans',
    'views',
    'settings',
    'sites',
    'collect',
    'attribution',
    'demo',
  ],
  public: ['core', 'networks', 'plans'],
  views: ['core', 'control', 'access'],
  settings: ['core', 'control'],
  sites: ['core', 'control'],
  collect: ['core', 'facts', 'sites'],
  demo: ['core', 'access', 'imports', 'sites', 'views', 'collect', 'attribution'],
  networks: ['core'],
  ledger: ['core', 'facts'],
  attribution: ['core', 'facts', 'control', 'ledger', 'sites', 'collect'],
  reports: ['core', 'facts', 'ledger', 'attribution'],
  imports: ['core', 'networks', 'ledger', 'facts', 'control', 'raw', 'settings'],
};
const faults = [];

function* filesOf(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === 'node_modules') continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesOf(path);
    else if (/\.tsx?$/.test(entry.name)) yield path;
  }
}

/** The web app knows the server by the types of its API contract alone: nothing of the server is in the bundle. */
function checkWeb(file, code) {
  const where = relative(root, file);
  if (/\.test\.tsx?$/.test(file)) return; // a test may compare with the server
  if (join('web', 'src', 'clock.ts') !== where && CLOCK.test(code))
    faults.push(`${where}: the clock belongs to web/src/clock.ts`);
  if (/(?:\bawait|\breturn|=>|=|\(|\b(?:globalThis|window)\.)\s*fetch\(/.test(code) && where !== WEB_CLIENT)
    faults.push(`${where}: requests go through ${WEB_CLIENT}`);
  for (const [statement, text] of code.matchAll(/\bimport\b[^;]*?['"](\.[^'"]+)['"]/g)) {
    const target = relative(root, resolve(dirname(file), text))
      .split(sep)
      .join('/');
    if (target.startsWith('web/') || /\.test\.tsx?$/.test(file)) continue; // tests try the real thing
    if (!target.startsWith('src/api/contract') || !/^import type\b/.test(statement))
      faults.push(`${where}: web imports only types of the API contract, not ${text}`);
  }
}

/** The browser script shares with the server what both must do alike, and nothing that would make it heavy. */
const SHARED_WITH_SNIPPET = ['src/core/click-id.ts', 'src/core/affiliate-link.ts'];

function checkSnippet(file, code) {
  const where = relative(root, file);
  if (where === join('snippet', 'link-rules.ts')) return; // runs in the build
  if (/(?<![.\w])fetch\(|sendBeacon\(/.test(code) && where !== join('snippet', 'views.ts'))
    faults.push(`${where}: requests go through snippet/views.ts`);
  for (const [, text] of code.matchAll(IMPORTS)) {
    const target = relative(root, resolve(dirname(file), text))
      .split(sep)
      .join('/');
    if (!target.startsWith('snippet/') && !SHARED_WITH_SNIPPET.includes(target))
      faults.push(`${where}: the browser script imports only its own files and ${SHARED_WITH_SNIPPET.join(', ')}`);
  }
}

const WEB_CLIENT = join('web', 'src', 'api', 'client.ts');

function check(file, text, target) {
  const src = join(root, 'src');
  const from = relative(src, file).split(sep);
  const to = relative(src, target).split(sep);
  const where = relative(root, file);
  if (to[0] === '..') {
    const isWire = from[0] === 'collect' && relative(root, target) === join('snippet', 'wire.ts'); // types only
    if (from[0] !== '..' && !target.startsWith(src) && !isWire && !/\.test\.ts$/.test(file))
      faults.push(`${where}: src imports ${text} from outside`);
    return;
  }
  const isTest = /\.test\.ts$/.test(file) || from[0] === '..';
  const isComposing = from.length === 1 || from[0] === 'cli';
  // the collector of the tests is put together from its parts, as its thread does it
  const isCollectorOfTests = where === join('test', 'events', 'collecting.ts') && to[0] === 'collect';
  if (isCollectorOfTests) return;
  if (from[0] !== to[0] && to.length > 1 && to[0] !== 'cli' && to.slice(1).join('/') !== 'index.ts') {
    faults.push(`${where}: import ${to[0]}/index.ts instead of ${text}`);
  }
  if (isTest || isComposing) return;
  if (from[0] !== to[0] && !MAY_IMPORT[from[0]]?.includes(to[0]))
    faults.push(`${where}: ${from[0]} may not import ${to[0]}`);
  const isNetwork = from[0] === 'networks' && from.length > 2 && from[1] !== 'testing';
  const isHttp = from.join('/') === 'networks/http.ts';
  if (isHttp && to[0] === 'networks' && !['contract.ts', 'pacer.ts', 'retry-delay.ts'].includes(to[1]))
    faults.push(`${where}: http.ts knows no network, only the contract and core`);
  if (
    isNetwork &&
    to[0] === 'networks' &&
    to[1] !== from[1] &&
    !['contract.ts', 'http.ts', 'network-links.ts'].includes(to[1])
  ) {
    faults.push(`${where}: a network imports only its own files, the contract and core`);
  }
}

/** Static, side-effect and dynamic imports, and re-exports, of files of ours. */
const IMPORTS = /(?:\bfrom|\bimport)\s*\(?\s*['"](\.[^'"]+)['"]/g;
/** What the linter has no rule for: asking for the present without `Date.now`, and the environment by another name. */
const CLOCK = /\bnew Date\b(?!\()|\bnew Date\(\s*\)|(?<![\w.]|new )Date\(/;
const ENVIRONMENT =
  /\bprocess\[|=\s*process\b(?!\.)|\b(?:from|import|require|getBuiltinModule)\s*\(?\s*'(?:node:)?process'/;

/** Ways to another host past core/outbound.ts. The CLI asks its own server on this machine. */
const OTHER_DOOR =
  /(?:\bfrom|\bimport)\s*\(?\s*['"](?:(?:node:)?(?:https|http2|tls|dns|dns\/promises)|undici)['"]|import \{[^}]*\b(?:request|get)\b[^}]*\} from 'node:http'|(?:\bawait|\breturn|=>|=|\(|\bglobalThis\.)\s*fetch\(/;
const MAY_ASK_HOSTS = [join('src', 'core', 'outbound.ts'), join('src', 'cli') + sep];

for (const top of ['src', 'test', 'bench', 'sandbox']) {
  for (const file of filesOf(join(root, top))) {
    const text = readFileSync(file, 'utf8');
    const where = relative(root, file);
    const code = text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
    if (top === 'src' && !/\.test\.ts$/.test(file)) {
      if (CLOCK.test(code) && where !== join('src', 'core', 'clock.ts'))
        faults.push(`${where}: the clock belongs to core/clock.ts`);
      if (ENVIRONMENT.test(code) && where !== join('src', 'core', 'config.ts'))
        faults.push(`${where}: process.env belongs to core/config.ts`);
      if (OTHER_DOOR.test(code) && !MAY_ASK_HOSTS.some((path) => where.startsWith(path)))
        faults.push(`${where}: requests to other hosts go through core/outbound.ts`);
    }
    for (const match of code.matchAll(IMPORTS)) check(file, match[1], resolve(dirname(file), match[1]));
  }
}
for (const file of filesOf(join(root, 'web'))) {
  checkWeb(file, readFileSync(file, 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, ''));
}
for (const file of filesOf(join(root, 'snippet'))) {
  checkSnippet(file, readFileSync(file, 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, ''));
}
for (const fault of faults) process.stderr.write(`${fault}\n`);
process.exitCode = faults.length > 0 ? 1 : 0;
