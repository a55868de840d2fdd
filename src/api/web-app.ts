/** Serves the web app, as it was built into dist/web: hashed files for ever, the page itself never from a cache. */
import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One file of the app, with the compressed forms that lie beside it. */
interface WebFile {
  readonly path: string;
  readonly mediaType: string;
  readonly etag: string;
  /** Content encodings there are, best first. */
  readonly encodings: readonly ('br' | 'gzip')[];
}

interface Listing {
  readonly builtAt: number;
  readonly files: ReadonlyMap<string, WebFile>;
}

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};
const SUFFIXES = { br: '.br', gzip: '.gz' } as const;
const PAGE = '/index.html';
/** Vite writes files whose names carry a hash of their content here. */
const HASHED = '/assets/';
const YEAR_S = 31_536_000;

/** What the page may do: run its own scripts, show its own styles, pictures and fonts, ask this server. Nothing else. */
export const WEB_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
  "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** Where the build puts the app: beside the program, which is dist/cli.js or, in tests, a source file. */
export function webFolder(): string {
  const here = fileURLToPath(import.meta.url);
  return here.endsWith('.ts') ? fileURLToPath(new URL('../../dist/web', import.meta.url)) : join(here, '..', 'web');
}

/**
 * A function that answers GETs of the app from the files in `folder`, or null for what is none of its business. Only
 * files that were found when the folder was listed are ever read: no path of a request reaches the disk.
 */
export function createWebApp(folder: string): (request: Request) => Promise<Response | null> {
  let listing: Listing | null = null;
  const current = async (): Promise<Listing | null> => {
    const builtAt = await builtTime(folder);
    if (builtAt === null) return null;
    if (listing?.builtAt !== builtAt) listing = { builtAt, files: await listFiles(folder) };
    return listing;
  };
  return async (request) => {
    const { pathname } = new URL(request.url);
    if (!['GET', 'HEAD'].includes(request.method) || pathname === '/api' || pathname.startsWith('/api/')) return null;
    const isAskedForPage = (request.headers.get('accept') ?? '').includes('text/html');
    const present = await current();
    if (present === null) return isAskedForPage || pathname === '/' ? notBuilt() : null;
    const file = present.files.get(pathname);
    if (file !== undefined && pathname !== PAGE) return answer(request, file, pathname.startsWith(HASHED));
    const page = present.files.get(PAGE);
    const isPage = pathname === '/' || pathname === PAGE || (isAskedForPage && !pathname.startsWith(HASHED));
    return isPage && page !== undefined ? answer(request, page, false) : null;
  };
}

function notBuilt(): Response {
  const text = 'Tributary is running, but its web app was not built (dist/web is missing). Run "npm run build".\n';
  return new Response(text, { status: 503, headers: { 'content-type': 'text/plain; charset=utf-8' } });
}

async function builtTime(folder: string): Promise<number | null> {
  try {
    return (await stat(join(folder, PAGE))).mtimeMs;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

async function listFiles(folder: string): Promise<ReadonlyMap<string, WebFile>> {
  const names = (await readdir(folder, { recursive: true })).map((name) => `/${name.split(sep).join('/')}`);
  const present = new Set(names);
  const files = new Map<string, WebFile>();
  for (const name of names) {
    const mediaType = MEDIA_TYPES[extname(name)];
    if (mediaType === undefined || name.includes('/.')) continue; // compressed forms, the build's own notes
    const path = join(folder, name);
    const etag = `"${createHash('sha256')
      .update(await readFile(path))
      .digest('base64url')
      .slice(0, 22)}"`;
    const encodings = (['br', 'gzip'] as const).filter((one) => present.has(`${name}${SUFFIXES[one]}`));
    files.set(name, { path, mediaType, etag, encodings });
  }
  return files;
}

async function answer(request: Request, file: WebFile, isHashed: boolean): Promise<Response> {
  const headers: Record<string, string> = {
    'content-security-policy': WEB_POLICY,
    'cache-control': isHashed ? `public, max-age=${YEAR_S}, immutable` : 'no-cache',
    etag: file.etag,
    ...(file.mediaType.startsWith('text/html') ? { 'x-robots-tag': 'noindex' } : {}), // the public pages are for searching
    vary: 'accept-encoding',
  };
  if (request.headers.get('if-none-match')?.includes(file.etag) === true)
    return new Response(null, { status: 304, headers });
  const accepted = request.headers.get('accept-encoding') ?? '';
  const encoding = file.encodings.find((one) =>
    new RegExp(`(^|[,\\s])${one}(?!\\s*;\\s*q=0(\\.0+)?\\s*(,|$))`).test(accepted),
  );
  const bytes = await readFile(encoding === undefined ? file.path : `${file.path}${SUFFIXES[encoding]}`);
  if (encoding !== undefined) headers['content-encoding'] = encoding;
  headers['content-type'] = file.mediaType;
  headers['content-length'] = String(bytes.length);
  return new Response(new Uint8Array(bytes), { headers });
}
