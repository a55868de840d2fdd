import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { signatureFault, signatureOf } from './signature.ts';

const SECRET = 's'.repeat(32);
const NOW = new Date('2026-03-01T10:00:00.400Z');
const BODY = '{"event":"e1"}';
const fault = (header: string | null, { body = BODY, secret = SECRET, laterS = 0 } = {}): string | null =>
  signatureFault(header, body, secret, new Date(NOW.getTime() + laterS * 1000));

test('what others compute by the description is taken', () => {
  const time = Math.floor(NOW.getTime() / 1000);
  const v1 = createHmac('sha256', SECRET).update(`${time}.${BODY}`).digest('hex');
  expect(signatureOf(BODY, SECRET, NOW)).toBe(`t=${time},v1=${v1}`);
  expect(fault(`t=${time},v1=${v1}`)).toBeNull();
  expect(fault(`t=${time}, v1=${'0'.repeat(64)}, v1=${v1}`)).toBeNull(); // while the secret is being changed
});

test('another body, secret or time, and anything else in the header, is refused', () => {
  const header = signatureOf(BODY, SECRET, NOW);
  expect(fault(header, { body: `${BODY} ` })).toContain('not of this body');
  expect(fault(header, { secret: 'x'.repeat(32) })).toContain('not of this body');
  expect(fault(header.replace(/t=(\d+)/, (_, time: string) => `t=${Number(time) + 1}`))).toContain('not of this body');
  expect(fault(`${header},t=1`)).toContain('t=SECONDS');
  for (const bad of [null, '', 't=1', 'v1=00', `t=1,v1=${'A'.repeat(64)}`, `t=-1,v1=${'0'.repeat(64)}`]) {
    expect(fault(bad)).not.toBeNull();
  }
});

test('five minutes either way, no longer', () => {
  const header = signatureOf(BODY, SECRET, NOW);
  for (const laterS of [-299, 0, 299]) expect(fault(header, { laterS })).toBeNull();
  for (const laterS of [-301, 301, 86_400]) expect(fault(header, { laterS })).toContain('5 minutes');
});
