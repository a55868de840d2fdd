/** Mail and the newsletter through the API, with a real SMTP server on loopback. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { answered, type House, openHouse, PASSWORD, refusal } from '../../test/access/house.ts';
import { type SmtpServer, startSmtpServer, type Taken, textOf } from '../../test/mail/smtp-server.ts';
import { Redactor } from '../core/index.ts';
import { createMailer } from '../notify/index.ts';
import { contract, type RouteName } from './contract.ts';
import { mailRoutes } from './contract/mail.ts';

const ORIGIN = 'https://tributary.example';
const HOST = { host: 'tributary.example' };
const FORM = { ...HOST, 'content-type': 'application/x-www-form-urlencoded' };
let [smtp, house]: [SmtpServer, House] = [] as never;
let now = new Date();
beforeEach(async () => {
  now = new Date();
  smtp = await startSmtpServer();
  const mailer = createMailer({ url: smtp.url, from: 'Tributary <t@mail.example>', perMinute: 60 }, new Redactor());
  house = await openHouse(ORIGIN, { mailer, clock: () => now });
});
afterEach(async () => {
  await house.close();
  await smtp.close();
});

/** Sends whatever is due, as the server does it all the time. */
async function sent(): Promise<readonly Taken[]> {
  await house.services.access.outbox.settle();
  return smtp.taken;
}
const linkIn = (mail: Taken | undefined): string =>
  /https:\/\/tributary\.example\/\S+/.exec(mail === undefined ? '' : textOf(mail))?.[0] ?? '';
const codeIn = (mail: Taken | undefined): string => /[#=]([\w-]{43})/.exec(linkIn(mail))?.[1] ?? '';
const pageAt = async (path: string, init: RequestInit = {}): Promise<Response> =>
  house.api.fetch(new Request(`${ORIGIN}${path}`, { headers: HOST, ...init }));
const post = (path: string, form: Readonly<Record<string, string>> = {}): Promise<Response> =>
  pageAt(path, { method: 'POST', headers: FORM, body: new URLSearchParams(form).toString() });

describe('accounts', () => {
  test('an invitation is mailed with a link of its own; both links work until one is used', async () => {
    const ada = await house.setUp();
    const asked = await ada.ask('inviteMember', { body: { email: 'Bo@example.com', role: 'editor' } });
    const { link, invitation } = await answered<{ link: { path: string }; invitation: { mail: string } }>(asked, 201);
    expect(invitation.mail).toBe('queued');
    const [mail] = await sent();
    expect(mail?.to).toBe('bo@example.com');
    expect(mail?.raw).toMatch(/^Auto-Submitted: auto-generated\r$/m);
    expect(mail?.raw).not.toMatch(/^List-Unsubscribe/m);
    const listed = await answered<{ invitations: unknown[] }>(await ada.ask('listMembers'));
    expect(listed.invitations).toMatchObject([{ email: 'bo@example.com', mail: 'sent' }]);
    const [shown, mailed] = [link.path.split('#')[1] ?? '', codeIn(mail)];
    expect(mailed).not.toBe(shown);
    for (const code of [shown, mailed]) {
      const invited = await house.browser().ask('showInvitation', { body: { code } });
      expect(await answered(invited)).toMatchObject({ email: 'bo@example.com', role: 'editor', workspace: 'Shop' });
    }
    const accept = (code: string): Promise<Response> =>
      house.browser().ask('acceptInvitation', { body: { code, name: 'Bo', password: PASSWORD } });
    await answered(await accept(mailed));
    for (const code of [shown, mailed]) expect(await refusal(await accept(code))).toBe('404 link-invalid');
  });

  test('an invitation that was withdrawn before is not mailed', async () => {
    const ada = await house.setUp();
    const asked = await ada.ask('inviteMember', { body: { email: 'bo@example.com', role: 'editor' } });
    const { invitation } = await answered<{ invitation: { id: string } }>(asked, 201);
    await answered(await ada.ask('withdrawInvitation', { params: { invitation: invitation.id } }));
    expect(await sent()).toEqual([]);
  });

  test('a forgotten password: one answer for all, a link for who has an account, once, for an hour', async () => {
    const ada = await house.setUp();
    const ask = (email: string): Promise<Response> => house.browser().ask('askForPassword', { body: { email } });
    const texts = await Promise.all(
      ['Ada@example.com', 'nobody@example.com'].map(async (email) => (await ask(email)).text()),
    );
    expect(texts).toEqual(['{"done":true}', '{"done":true}']);
    const [mail, ...others] = await sent();
    expect([mail?.to, others]).toEqual(['ada@example.com', []]);
    expect(await house.control.selectFrom('outbox').select('recipient').execute()).toEqual([
      { recipient: 'ada@example.com' },
    ]);
    const reset = (code: string): Promise<Response> =>
      house.browser().ask('resetPassword', { body: { code, password: 'nine rivers meet there' } });
    await answered(await ask('ada@example.com'));
    const [, second] = await sent();
    now = new Date(now.getTime() + 61 * 60_000);
    expect(await refusal(await reset(codeIn(second)))).toBe('404 link-invalid');
    await answered(await ask('ada@example.com'));
    const [, , third] = await sent();
    await answered(await reset(codeIn(third)));
    expect(await refusal(await reset(codeIn(third)))).toBe('404 link-invalid');
    expect(await refusal(await ada.ask('showMe'))).toBe('401 not-signed-in');
    const notice = (await sent())[3];
    expect(textOf(notice as Taken)).toContain('The password of your account was changed.');
    for (let more = 0; more < 2; more += 1) await ask('ada@example.com');
    for (const email of ['ada@example.com']) expect(await refusal(await ask(email))).toBe('429 too-many-attempts');
  });

  test('a factor that is switched off and a changed password are told; removed members get nothing', async () => {
    const ada = await house.setUp();
    await house.member('bo@example.com', 'viewer');
    await answered(await ada.ask('changePassword', { body: { present: PASSWORD, wanted: 'nine rivers meet there' } }));
    const before = (await sent()).length;
    expect(textOf(smtp.taken.at(-1) as Taken)).toContain('password of your account was changed');
    await house.browser().ask('askForPassword', { body: { email: 'bo@example.com' } });
    await answered(await house.local.ask('removeMember', { params: { member: 'bo@example.com' } }));
    expect((await sent()).length).toBe(before);
  });
});

describe('the outbox', () => {
  test('what fails for now is tried again later and later; what never works is given up; both are shown', async () => {
    const ada = await house.setUp();
    smtp.decide = (to) => (to.startsWith('full') ? '452 4.2.2 mailbox full' : '550 5.1.1 no such user');
    for (const email of ['full@example.com', 'gone@example.com']) {
      await answered(await ada.ask('inviteMember', { body: { email, role: 'viewer' } }), 201);
    }
    const list = async () =>
      (
        await answered<{ mails: { to: string; status: string; attempts: number; problem: string | null }[] }>(
          await ada.ask('listMails'),
        )
      ).mails.sort((a, b) => a.to.localeCompare(b.to));
    await sent();
    expect(await list()).toMatchObject([
      { to: 'full@example.com', status: 'queued', attempts: 1 },
      { to: 'gone@example.com', status: 'failed', attempts: 1 },
    ]);
    const problems = (await list()).map(({ problem }) => problem ?? '');
    expect(problems[0]).toContain('mailbox full');
    expect(problems[1]).toContain('no such user');
    await sent(); // not due yet
    expect((await list())[0]?.attempts).toBe(1);
    for (let hour = 0; hour < 40; hour += 1) {
      now = new Date(now.getTime() + 3600 * 1000);
      await sent();
    }
    expect((await list())[0]).toMatchObject({ status: 'failed', attempts: 8 });
    smtp.decide = () => null;
    now = new Date(now.getTime() + 31 * 24 * 3600 * 1000);
    await sent();
    expect(await house.control.selectFrom('outbox').selectAll().execute()).toEqual([]);
  });

  test('a mail server that is away, or wants another password, is told from one that does not know the address', async () => {
    await house.setUp();
    const test = (to: string): Promise<Response> => house.local.ask('testMail', { body: { to } });
    smtp.decide = (to) => (to.startsWith('gone') ? '550 5.1.1 no such user' : null);
    const bad = await test('gone@example.com');
    const text = await bad.text();
    expect(text).toContain('"code":"mail-failed"');
    expect(text).toContain('Check the address');
    const url = new URL(smtp.url);
    url.password = 'not-the-password-1';
    const redactor = new Redactor();
    const wrong = createMailer({ url, from: 't@mail.example', perMinute: 60 }, redactor);
    const mail = { to: 'a@example.com', subject: 's', text: 't', html: 'h', unsubscribeUrl: null, id: '1' };
    await expect(wrong.send(mail)).rejects.toMatchObject({ failure: 'settings' });
    await smtp.close();
    await expect(wrong.send(mail)).rejects.toMatchObject({ failure: 'later' });
    smtp = await startSmtpServer();
  });

  test('no code and no password is in the store or the log, whatever happens to the mails', async () => {
    const ada = await house.setUp();
    await answered(await ada.ask('inviteMember', { body: { email: 'bo@example.com', role: 'viewer' } }), 201);
    await house.browser().ask('askForPassword', { body: { email: 'ada@example.com' } });
    const codes = (await sent()).map(codeIn);
    expect(codes).toHaveLength(2);
    smtp.decide = () => 'cut';
    await house.browser().ask('askForPassword', { body: { email: 'ada@example.com' } });
    codes.push(codeIn((await sent()).at(-1)));
    const tables = ['outbox', 'mailed_codes', 'links', 'invitations', 'audit', 'secrets'] as const;
    const rows = await Promise.all(tables.map((table) => house.control.selectFrom(table).selectAll().execute()));
    const written = JSON.stringify(rows) + house.logged.join('');
    expect(written).toContain('mail not sent');
    for (const secret of [...codes, 'mail-pass-0123']) {
      expect(secret.length).toBeGreaterThan(10);
      expect(written).not.toContain(secret);
    }
  });
});

describe('the newsletter', () => {
  async function subscribe(email: string): Promise<void> {
    await post('/newsletter/sign-up', { email });
    const ofThem = (): Taken | undefined => smtp.taken.find(({ to }) => to === email);
    // once a letter was sent, the outbox works by itself
    await expect.poll(async () => (await sent()).some(({ to }) => to === email), { timeout: 5000 }).toBe(true);
    const mail = ofThem();
    expect((await post('/newsletter/confirm', { code: codeIn(mail) })).status).toBe(200);
  }
  const subscribers = async (): Promise<string> => (await house.local.ask('exportSubscribers')).text();

  test('nobody is subscribed before the click of a person; unclicked addresses go after a week', async () => {
    const asked = await post('/newsletter/sign-up', { email: 'Eve@example.com', back: '/partners' });
    expect([asked.status, asked.headers.get('location')]).toEqual([303, '/partners?newsletter=asked']);
    const [mail] = await sent();
    expect(mail?.raw).not.toMatch(/^List-Unsubscribe/m);
    const url = new URL(linkIn(mail));
    const opened = await pageAt(url.pathname + url.search); // a program that looks at links opens it too
    expect(await opened.text()).toContain('Yes, subscribe me');
    expect(opened.headers.get('content-security-policy')).toContain("default-src 'none'; style-src 'self'");
    expect(opened.headers.get('referrer-policy')).toBe('same-origin');
    expect(await subscribers()).toBe('email,confirmed_at\r\n');
    now = new Date(now.getTime() + 7 * 24 * 3600 * 1000 + 1);
    expect((await post('/newsletter/confirm', { code: codeIn(mail) })).status).toBe(404);
    const tables = ['outbox', 'mailed_codes', 'subscription_requests', 'subscribers'] as const;
    for (const table of tables) expect(await house.control.selectFrom(table).selectAll().execute()).toEqual([]);
  });

  test('sign-ups answer alike for whoever is subscribed, take no machine, no foreign way back, and not many', async () => {
    await subscribe('eve@example.com');
    const before = smtp.taken.length;
    const where = async (form: Record<string, string>): Promise<string | null> =>
      (await post('/newsletter/sign-up', form)).headers.get('location');
    expect(await where({ email: 'eve@example.com' })).toBe('/newsletter?newsletter=asked');
    expect(await where({ email: 'bot@example.com', website: 'x' })).toBe('/newsletter?newsletter=asked');
    expect(await where({ email: 'no address' })).toBe('/newsletter?newsletter=bad-address');
    for (const back of ['//evil.example', 'https://evil.example', '/\\evil.example', '/a?b', '/a\r\nset-cookie: a=b']) {
      expect(await where({ email: 'eve@example.com'.replace('e', back.length.toString()), back })).toBe(
        '/newsletter?newsletter=asked',
      );
    }
    await house.control.deleteFrom('outbox').where('status', '=', 'queued').execute();
    expect((await sent()).length).toBe(before);
    const states = [];
    for (let more = 0; more < 25; more += 1) states.push(await where({ email: `x${more}@example.com` }));
    expect(states.at(-1)).toBe('/newsletter?newsletter=too-many');
    const foreign = await pageAt('/newsletter/sign-up', {
      method: 'POST',
      headers: { ...FORM, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
      body: 'email=a@example.com',
    });
    expect(foreign.status).toBe(403);
  });

  test('a letter goes to each subscriber once, leaves with one click, and forgets the address', async () => {
    for (const email of ['eve@example.com', '+cmd@example.com', 'pat@example.com']) await subscribe(email);
    const before = smtp.taken.length;
    const file =
      '---\nsubject: "March & more"\n---\n# Hello\n\nSee **[this](https://a.example/x?y=1&z=2)** <script>.\n';
    const send = async (): Promise<{ id: string; waiting: number }> =>
      answered(await house.local.ask('sendLetter', { body: { markdown: file } }), 202);
    const { id, waiting } = await send();
    expect(waiting).toBe(3);
    expect((await send()).id).toBe(id);
    const letter = async (): Promise<Record<string, number>> =>
      answered<Record<string, number>>(await house.local.ask('showLetter', { params: { letter: id } }));
    const done = async (): Promise<Record<string, number>> => {
      await expect.poll(async () => (await letter())['waiting'], { timeout: 5000 }).toBe(0);
      return letter();
    };
    expect(await done()).toMatchObject({ subject: 'March & more', sent: 3, failed: 0, uncertain: 0, due: 0 });
    const copies = smtp.taken.slice(before);
    expect(copies.map(({ to }) => to).sort()).toEqual(['+cmd@example.com', 'eve@example.com', 'pat@example.com']);
    const eve = copies.find(({ to }) => to === 'eve@example.com');
    const text = textOf(eve as Taken);
    expect(text).toContain('<strong><a href="https://a.example/x?y=1&amp;z=2">this</a></strong> &lt;script&gt;.');
    const unfolded = (eve?.raw ?? '').replaceAll(/\r\n[ \t]+/g, ' ');
    const [, leave = ''] = /^List-Unsubscribe: <(\S+)>\r$/m.exec(unfolded) ?? [];
    expect(unfolded).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m);
    expect(await subscribers()).toContain("'+cmd@example.com");
    const { pathname, search } = new URL(leave);
    expect(await (await pageAt(pathname + search)).text()).toContain('Unsubscribe</button>'); // opening it ends nothing
    expect(await subscribers()).toContain('eve@example.com');
    const oneClick = await pageAt(pathname + search, {
      method: 'POST',
      headers: FORM,
      body: 'List-Unsubscribe=One-Click',
    });
    expect(oneClick.status).toBe(200);
    expect(await subscribers()).not.toContain('eve@example.com');
    const tables = ['outbox', 'mailed_codes', 'subscribers', 'audit'] as const;
    const rows = await Promise.all(tables.map((table) => house.control.selectFrom(table).selectAll().execute()));
    expect(JSON.stringify(rows)).not.toContain('eve@example.com');
    expect((await pageAt(pathname + search, { method: 'POST', headers: FORM })).status).toBe(404);
    expect(await done()).toMatchObject({ sent: 3 });
    await subscribe('late@example.com');
    await send();
    expect(smtp.taken.filter(({ raw }) => raw.includes('March'))).toHaveLength(3);
  });

  test('a copy whose fate is not known is not sent again, and is counted apart', async () => {
    await subscribe('eve@example.com');
    const before = smtp.taken.length;
    smtp.decide = () => 'cut';
    const { id } = await answered<{ id: string }>(
      await house.local.ask('sendLetter', { body: { markdown: '# One\n\nText' } }),
      202,
    );
    const show = async () =>
      answered<Record<string, number>>(await house.local.ask('showLetter', { params: { letter: id } }));
    await expect.poll(async () => (await show())['waiting'], { timeout: 5000 }).toBe(0);
    expect(await show()).toMatchObject({ sent: 0, uncertain: 1 });
    expect(smtp.taken.length - before).toBe(1);
  });
});

test('without mail nothing pretends: no newsletter, no link by mail, and invitations as ever', async () => {
  await house.close();
  house = await openHouse(ORIGIN);
  const ada = await house.setUp();
  expect(await answered(await ada.ask('showSignIn'))).toMatchObject({ mailsLinks: false });
  expect(await refusal(await ada.ask('askForPassword', { body: { email: 'a@example.com' } }))).toBe('409 mail-off');
  for (const name of ['testMail', 'testLetter', 'sendLetter'] as const) {
    const body = {
      ...(name === 'testMail' ? {} : { markdown: '# A' }),
      ...(name === 'sendLetter' ? {} : { to: 'a@example.com' }),
    };
    expect([name, await refusal(await ada.ask(name, { body }))]).toEqual([name, '409 mail-off']);
  }
  const asked = await ada.ask('inviteMember', { body: { email: 'bo@example.com', role: 'editor' } });
  expect(await answered(asked, 201)).toMatchObject({ invitation: { mail: null } });
  expect((await pageAt('/newsletter')).status).toBe(404);
  expect((await post('/newsletter/sign-up', { email: 'a@example.com' })).status).toBe(404);
  expect(await house.control.selectFrom('outbox').selectAll().execute()).toEqual([]);
});

test('every route of mail answers what its contract says', async () => {
  const ada = await house.setUp();
  const called = new Set<RouteName>();
  const call = async (name: RouteName, wish: Parameters<typeof ada.ask>[1] = {}): Promise<Record<string, unknown>> => {
    called.add(name);
    const { answer } = contract[name];
    const response = await ada.ask(name, wish);
    if (answer.kind !== 'json') return { text: await response.text() };
    const body = await answered<Record<string, unknown>>(response, answer.status);
    expect(body).toEqual(answer.schema.parse(body));
    return body;
  };
  expect(await call('showSignIn')).toEqual({ mailsLinks: true, passkeysAt: ORIGIN, signUp: null });
  await call('askForPassword', { body: { email: 'ada@example.com' } });
  expect(await call('listMails')).toMatchObject({ isOn: true, mails: [{ kind: 'password-reset', status: 'queued' }] });
  await call('testMail', { body: { to: 'ada@example.com' } });
  expect(textOf(smtp.taken.at(-1) as Taken)).toContain('can send mail');
  expect(await call('showNewsletter')).toEqual({ isOn: true, subscribers: 0, letters: [] });
  await call('exportSubscribers');
  await call('testLetter', { body: { markdown: '# Hi\n\nText', to: 'ada@example.com' } });
  expect(smtp.taken.at(-1)?.raw).toContain('Subject: [Test] Hi');
  const { id } = await call('sendLetter', { body: { markdown: '# Hi\n\nText' } });
  await call('showLetter', { params: { letter: String(id) } });
  expect(called).toEqual(new Set(Object.keys(mailRoutes)));
  const { actions } = {
    actions: (await house.control.selectFrom('audit').select('action').execute()).map((one) => one.action),
  };
  expect(actions).toEqual(
    expect.arrayContaining([
      'password-reset-asked',
      'mail-tested',
      'newsletter-tested',
      'newsletter-sent',
      'newsletter-exported',
    ]),
  );
});
