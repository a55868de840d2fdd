/** The files of the public pages: styles, font, pictures. Their addresses carry a hash of their content. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, gzip, constants as zlib } from 'node:zlib';
import type { AssetUrls, Screen } from './site.ts';

/** Compressed forms that browsers take. */
export type Coding = 'br' | 'gzip';

/** One file, whole in memory: all of them together are half a megabyte. */
export interface Asset {
  readonly url: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  readonly br?: Uint8Array;
  readonly gzip?: Uint8Array;
}

/** Every file by its address, and the addresses by what they are. */
export interface Assets {
  readonly byUrl: ReadonlyMap<string, Asset>;
  readonly urls: AssetUrls;
}

/** Addresses of files begin with it. */
export const ASSETS = '/public/';

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};
const FONTS = ['inter-latin-wght-normal.woff2', 'inter-latin-ext-wght-normal.woff2'] as const;
const STYLES = 'public.css';
const PREVIEW = 'preview.png';
/** Of the pictures of all screens those that the pages show: everything that is read stays in memory. */
const SHOWN = /^(overview|transactions|connect)-(light|dark)-(1280|390)\.png$/;
const BEST = 11;

/** In the sources the pictures of the product are beside the documentation; the build puts all into one folder. */
function folders(): readonly string[] {
  const here = fileURLToPath(import.meta.url);
  if (!here.endsWith('.ts')) return [join(dirname(here), 'public')];
  return [join(dirname(here), 'assets'), fileURLToPath(new URL('../../docs/screens', import.meta.url))];
}

/** Reads every file once. */
export async function openAssets(): Promise<Assets> {
  const byName = new Map<string, Asset>();
  const { resolve } = createRequire(import.meta.url);
  for (const name of FONTS) {
    const path = resolve(`@fontsource-variable/inter/files/${name}`);
    byName.set(name, await assetOf(name, await readFile(path)));
  }
  for (const folder of folders()) {
    for (const name of (await readdir(folder)).filter(isShown)) {
      byName.set(name, await assetOf(name, await readFile(join(folder, name))));
    }
  }
  const [own = ''] = folders();
  const styles = await readFile(join(own, STYLES), 'utf8');
  const withFonts = styles.replaceAll(
    /url\("([\w-]+\.woff2)"\)/g,
    (_, name: string) => `url("${named(byName, name).url}")`,
  );
  byName.set(STYLES, await assetOf(STYLES, Buffer.from(withFonts, 'utf8')));
  const urls: AssetUrls = {
    styles: named(byName, STYLES).url,
    font: named(byName, FONTS[0]).url,
    preview: named(byName, PREVIEW).url,
    screen: (name) => screenOf(named(byName, `${name}.png`)),
  };
  return { byUrl: new Map([...byName.values()].map((asset) => [asset.url, asset])), urls };
}

function isShown(name: string): boolean {
  return name === PREVIEW || SHOWN.test(name);
}

function named(assets: ReadonlyMap<string, Asset>, name: string): Asset {
  const asset = assets.get(name);
  if (asset === undefined) throw new Error(`the public pages lack ${name}`);
  return asset;
}

async function assetOf(name: string, bytes: Uint8Array): Promise<Asset> {
  const extension = extname(name);
  const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 10);
  const url = `${ASSETS}${name.slice(0, -extension.length)}.${hash}${extension}`;
  const asset = { url, mediaType: MEDIA_TYPES[extension] ?? 'application/octet-stream', bytes };
  if (extension !== '.css') return asset; // the others are compressed already
  const [br, gz] = await Promise.all([compressed(bytes, 'br', BEST), compressed(bytes, 'gzip', BEST)]);
  return { ...asset, br, gzip: gz };
}

/** A compressed form: `quality` 11 for what is compressed once, less for what is compressed for each answer. */
export async function compressed(bytes: Uint8Array, coding: Coding, quality: number): Promise<Uint8Array> {
  if (coding === 'gzip') return promisify(gzip)(bytes);
  return promisify(brotliCompress)(bytes, { params: { [zlib.BROTLI_PARAM_QUALITY]: quality } });
}

/** Width and height stand in the first chunk of a PNG. */
function screenOf({ url, bytes }: Asset): Screen {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { url, width: head.readUInt32BE(16), height: head.readUInt32BE(20) };
}
