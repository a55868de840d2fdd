/** The addresses of the newsletter that readers open: pages and forms, without an account and without JavaScript. */
import { z } from 'zod';
import type { AuditAction, Visit } from '../access/index.ts';
import { TributaryError } from '../core/index.ts';
import { NEWSLETTER_STYLE, type NewsletterAnswer, newsletterPage } from '../notify/index.ts';
import type { CommonServices } from './services.ts';

/** Under which all of it lies. */
const BASE = '/newsletter';
/** A form with an address and a code is far below this. */
const LARGEST_FORM = 10_000;
const HOUR_MS = 3600 * 1000;
/** Asked for one address, and from one network. */
const OF_ADDRESS = { most: 3, withinMs: 24 * HOUR_MS };
const FROM_NETWORK = { most: 20, withinMs: HOUR_MS };
const CLICKS_FROM_NETWORK = { most: 120, withinMs: HOUR_MS };

const addressSchema = z.email().max(254);
/** A page of ours to go back to; never another site. */
const BACK = /^\/(?:[\w-]+\/?)*$/;

/**
 * Forms may be posted to us only, and nothing runs. The browser may tell our own pages that a form comes from them: with
 * no referrer at all it calls their origin "null", which the guard refuses.
 */
const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'referrer-policy': 'same-origin',
};

/** Answers what is of the newsletter; null for anything else. */
export async function answerNewsletter(
  services: CommonServices,
  request: Request,
  visit: Visit,
): Promise<Response | null> {
  const { pathname, searchParams } = new URL(request.url);
  if (pathname !== BASE && !pathname.startsWith(`${BASE}/`)) return null;
  const code = (searchParams.get('code') ?? '').slice(0, 100);
  const asked = `${request.method === 'HEAD' ? 'GET' : request.method} ${pathname.slice(BASE.length)}`;
  if (asked === 'GET /style.css') {
    return new Response(NEWSLETTER_STYLE, { headers: { 'content-type': 'text/css; charset=utf-8' } });
  }
  const { newsletter } = services;
  if (!newsletter.isOn) return page('off', 404);
  switch (asked) {
    case 'GET ':
      return page(stateOf(searchParams.get('newsletter')));
    case 'GET /confirm':
      return page(code === '' ? 'link-over' : 'confirm', 200, code); // a click: programs that look at links open them too
    case 'GET /unsubscribe':
      return page(code === '' ? 'link-over' : 'leave', 200, code);
    case 'POST /sign-up':
      return signUp(services, await formOf(request), visit);
    case 'POST /confirm': {
      const given = (await formOf(request)).get('code') ?? '';
      return click(services, visit, 'newsletter-joined', () => newsletter.confirm(given), 'confirmed');
    }
    case 'POST /unsubscribe': {
      // a mailbox that does it for its reader (RFC 8058) has the code in the address, our own page in the form
      const given = code === '' ? ((await formOf(request)).get('code') ?? '') : code;
      return click(services, visit, 'newsletter-left', () => newsletter.unsubscribe(given), 'left');
    }
    default:
      return null;
  }
}

/** A form's answer is another address, so that loading it again sends nothing again. */
async function signUp(
  { newsletter, access, log }: CommonServices,
  form: URLSearchParams,
  visit: Visit,
): Promise<Response> {
  const back = BACK.exec(form.get('back') ?? '')?.[0] ?? BASE;
  const goTo = (state: NewsletterAnswer): Response =>
    new Response(null, { status: 303, headers: { location: `${back}?newsletter=${state}` } });
  const address = addressSchema.safeParse((form.get('email') ?? '').trim());
  if (!address.success) return goTo('bad-address');
  if ((form.get('website') ?? '') !== '') return goTo('asked'); // a machine filled in the field that nobody sees
  try {
    access.limits.take([
      { key: `newsletter from ${visit.ipPrefix}`, limit: FROM_NETWORK },
      { key: `newsletter of ${address.data.toLowerCase()}`, limit: OF_ADDRESS },
    ]);
  } catch (error) {
    if (!(error instanceof TributaryError)) throw error;
    log.warn('newsletter sign-ups limited', { from: visit.ipPrefix });
    return goTo('too-many');
  }
  await newsletter.request(address.data);
  return goTo('asked');
}

async function click(
  { access }: CommonServices,
  visit: Visit,
  action: AuditAction,
  work: () => Promise<boolean>,
  done: NewsletterAnswer,
): Promise<Response> {
  access.limits.take([{ key: `newsletter clicks from ${visit.ipPrefix}`, limit: CLICKS_FROM_NETWORK }]);
  if (!(await work())) return page('link-over', 404);
  await access.audit.add({ kind: 'none', name: 'a reader' }, action, {}, visit); // no address: the audit is never cut
  return page(done);
}

function page(answer: NewsletterAnswer, status = 200, code = ''): Response {
  return new Response(newsletterPage(answer, code), { status, headers: PAGE_HEADERS });
}

function stateOf(given: string | null): NewsletterAnswer {
  return given === 'asked' || given === 'bad-address' || given === 'too-many' ? given : 'sign-up';
}

/** The members of a form that a page sent without script. Throws `invalid-request`, `request-too-large`. */
async function formOf(request: Request): Promise<URLSearchParams> {
  const type = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded') {
    throw new TributaryError('invalid-request', 'A form is wanted here.', { column: 'content-type' });
  }
  let [size, text] = [0, ''];
  const decoder = new TextDecoder();
  // a web stream is iterable in Node; its DOM declaration does not know that
  for await (const chunk of (request.body ?? []) as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > LARGEST_FORM) throw new TributaryError('request-too-large', 'The form is larger than any of ours.');
    text += decoder.decode(chunk, { stream: true });
  }
  return new URLSearchParams(text + decoder.decode());
}
