/** From a page to a response: the document, its policy, its compressed form. */
import { createHash } from 'node:crypto';
import type { JSX } from 'hono/jsx/jsx-runtime';
import { type Asset, type Coding, compressed } from './assets.ts';

/** What a public page may do: show its styles, pictures and fonts, and send its forms to this server. Nothing runs. */
export const PUBLIC_POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; " +
  "frame-ancestors 'none'";

/** An SVG may use the styles that are written in it, and is alone with itself even if it is opened as a page. */
export const PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";

const YEAR_S = 31_536_000;

/** Below this a compressed form saves no packet. */
const WORTH_COMPRESSING = 1024;

/** Best first. */
const CODINGS: readonly Coding[] = ['br', 'gzip'];
/** Of brotli, for a page that is made for each answer. */
const QUICK = 5;

/** What an answer is besides its bytes. */
export interface AnswerHead {
  readonly mediaType: string;
  readonly status?: 200 | 404;
  readonly policy?: string;
  /** true: the address changes with the content, so that it may be kept for ever. */
  readonly isHashed?: boolean;
}

/** Answers with a page. */
export async function pageAnswer(request: Request, page: JSX.Element, status: 200 | 404 = 200): Promise<Response> {
  const html = `<!doctype html>${(await page).toString()}`;
  return textAnswer(request, html, { mediaType: 'text/html; charset=utf-8', status });
}

/** Answers with a text, compressed where that helps. */
export async function textAnswer(request: Request, text: string, head: AnswerHead): Promise<Response> {
  const bytes = Buffer.from(text, 'utf8');
  const coding = bytes.length < WORTH_COMPRESSING ? null : codingFor(request, CODINGS);
  const forms = coding === null ? {} : { [coding]: await compressed(bytes, coding, QUICK) };
  return bytesAnswer(request, { bytes, ...forms }, head);
}

/** The first of some codings that the one who asks takes; null: none of them. */
function codingFor(request: Request, codings: readonly Coding[]): Coding | null {
  const accepted = request.headers.get('accept-encoding') ?? '';
  return codings.find((one) => new RegExp(`(^|[,\\s])${one}(?!\\s*;\\s*q=0(\\.0+)?\\s*(,|$))`).test(accepted)) ?? null;
}

/** Answers with bytes; who has them already learns only that. */
export function bytesAnswer(
  request: Request,
  asset: Pick<Asset, 'bytes' | Coding>,
  { mediaType, status = 200, policy = PUBLIC_POLICY, isHashed = false }: AnswerHead,
): Response {
  const etag = `"${createHash('sha256').update(asset.bytes).digest('base64url').slice(0, 22)}"`;
  const headers: Record<string, string> = {
    'content-security-policy': policy,
    // with no referrer at all a browser calls the origin of the newsletter's form "null", which the guard refuses
    'referrer-policy': 'same-origin',
    'cache-control': isHashed ? `public, max-age=${YEAR_S}, immutable` : 'no-cache',
    etag,
    vary: isHashed ? 'accept-encoding' : 'accept-encoding, cookie', // the root is another page for who is signed in
  };
  if (status === 200 && request.headers.get('if-none-match')?.includes(etag) === true) {
    return new Response(null, { status: 304, headers });
  }
  const coding = codingFor(
    request,
    CODINGS.filter((one) => asset[one] !== undefined),
  );
  const body = (coding === null ? undefined : asset[coding]) ?? asset.bytes;
  if (coding !== null) headers['content-encoding'] = coding;
  headers['content-type'] = mediaType;
  headers['content-length'] = String(body.length);
  return new Response(request.method === 'HEAD' ? null : new Uint8Array(body), { status, headers });
}
