import { expect, test } from 'vitest';
import { overWords, type PlanFacts, type Standing, standingOf, trialEnd, UNLIMITED } from './standing.ts';

const DAY_MS = 86_400_000;
const BEGAN = new Date('2026-03-01T10:00:00Z');
const on = (trialEndsAt: string | null, plan: string | null = null, planUntil: string | null = null): PlanFacts => ({
  ...{ plan, planUntil, trialEndsAt },
});
const TRIAL = trialEnd(BEGAN, 15);
const at = (instant: string, facts: PlanFacts): Standing => standingOf(facts, true, new Date(instant));

test('a self-hosted installation and a workspace without a trial are never limited', () => {
  for (const facts of [on(null), on(TRIAL), on('2020-01-01T00:00:00.000Z'), on(null, 'small', '2020-01-01')]) {
    expect(standingOf(facts, false, BEGAN)).toEqual(UNLIMITED);
  }
  expect(at('2099-01-01T00:00:00Z', on(null))).toEqual(UNLIMITED);
  expect(at('2099-01-01T00:00:00Z', on(null, 'small', '2026-03-01'))).toEqual(UNLIMITED);
});

test('a trial has as many days as were promised, the begun one counted, and ends to the millisecond', () => {
  expect(standingOf(on(TRIAL), true, BEGAN)).toEqual({ state: 'trial', plan: null, endsAt: TRIAL, daysLeft: 15 });
  const last = new Date(Date.parse(TRIAL) - 1);
  expect(standingOf(on(TRIAL), true, last)).toMatchObject({ state: 'trial', daysLeft: 1 });
  expect(standingOf(on(TRIAL), true, new Date(TRIAL))).toMatchObject({ state: 'over', plan: null, endsAt: TRIAL });
  for (let hour = 1; hour < 15 * 24; hour += 1) {
    const now = new Date(BEGAN.getTime() + hour * 3_600_000);
    expect(standingOf(on(TRIAL), true, now).daysLeft).toBe(15 - Math.floor(hour / 24));
  }
  expect(standingOf(on(trialEnd(BEGAN, 0)), true, BEGAN).state).toBe('over');
});

test('a plan counts to the end of its last day, before and after the trial', () => {
  const open = on(TRIAL, 'small');
  expect(at('2030-01-01T00:00:00Z', open)).toEqual({ state: 'active', plan: 'small', endsAt: null, daysLeft: null });
  const dated = on(TRIAL, 'small', '2026-06-30');
  expect(at('2026-03-02T00:00:00Z', dated).state).toBe('active');
  expect(at('2026-06-30T23:59:59.999Z', dated)).toMatchObject({ state: 'active', endsAt: '2026-07-01T00:00:00.000Z' });
  expect(at('2026-07-01T00:00:00Z', dated)).toMatchObject({ state: 'over', plan: 'small' });
  expect(at('2026-03-05T00:00:00Z', on(TRIAL, 'small', '2026-03-04'))).toMatchObject({ state: 'trial', plan: null });
});

test('what is over says since which day, and what to do', () => {
  expect(overWords(at('2026-07-09T00:00:00Z', on(TRIAL, 'small', '2026-06-30')))).toContain(
    'plan of this workspace ended on 2026-06-30',
  );
  const words = overWords(standingOf(on(TRIAL), true, new Date(BEGAN.getTime() + 20 * DAY_MS)));
  expect(words).toContain('trial of this workspace ended on 2026-03-16');
  expect(words).toContain('nothing is deleted');
});
