import { resolve } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { publicSettings } from './config.ts';

const NAMES = ['MODE', 'PUBLIC_PAGES', 'CONTACT', 'DEMO', 'PLANS'].map((name) => `TRIBUTARY_${name}`);

function withSettings(settings: Readonly<Record<string, string>>): ReturnType<typeof publicSettings> {
  for (const [name, value] of Object.entries(settings)) process.env[`TRIBUTARY_${name}`] = value;
  return publicSettings();
}

afterEach(() => {
  for (const name of NAMES) delete process.env[name];
});

test('public pages are off unless someone switches them on, or hosts', () => {
  const off = { mode: 'self-hosted', isOn: false, contact: undefined, hasDemo: false, plansFile: undefined };
  expect(withSettings({})).toEqual(off);
  expect(withSettings({ PUBLIC_PAGES: '', MODE: '', CONTACT: ' ' })).toEqual(off);
  expect(withSettings({ PUBLIC_PAGES: 'on' }).isOn).toBe(true);
});

test('hosted they are on, unless someone switches them off', () => {
  expect(withSettings({ MODE: 'hosted', PLANS: 'plans.json' })).toMatchObject({
    ...{ mode: 'hosted', isOn: true, plansFile: resolve('plans.json') },
  });
  expect(withSettings({ MODE: 'hosted', PUBLIC_PAGES: 'off' }).isOn).toBe(false);
});

test.each([
  [{ MODE: 'cloud' }, /TRIBUTARY_MODE is self-hosted or hosted, not "cloud"/],
  [{ PUBLIC_PAGES: 'yes' }, /TRIBUTARY_PUBLIC_PAGES is on or off, not "yes"/],
  [{ DEMO: '1' }, /TRIBUTARY_DEMO is on or off/],
  [{ CONTACT: 'ask me' }, /TRIBUTARY_CONTACT is an e-mail address/],
  [{ CONTACT: 'javascript:alert(1)' }, /TRIBUTARY_CONTACT/],
  [{ CONTACT: 'a@b.example?subject=x' }, /TRIBUTARY_CONTACT/],
])('%o is refused', (settings, said) => {
  expect(() => withSettings(settings)).toThrow(said);
});

test.each(['hello@tributary.example', 'https://tributary.example/contact'])('%s is a contact', (contact) => {
  expect(withSettings({ CONTACT: contact }).contact).toBe(contact);
});
