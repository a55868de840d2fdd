import { expect, test } from 'vitest';
import { systemSleep } from './clock.ts';

test('a sleep lasts as long as it says', async () => {
  const startMs = performance.now();
  await systemSleep(30);
  expect(performance.now() - startMs).toBeGreaterThanOrEqual(28);
  await systemSleep(0);
  await systemSleep(-5);
});

test('an abort ends a sleep at once with its own reason, also before it began', async () => {
  const reason = new Error('stop');
  const controller = new AbortController();
  const sleeping = systemSleep(60_000, controller.signal);
  controller.abort(reason);
  await expect(sleeping).rejects.toBe(reason);
  await expect(systemSleep(0, controller.signal)).rejects.toBe(reason);
});

test('a sleep beyond what a timer holds does not end at once', async () => {
  const controller = new AbortController();
  let isAwake = false;
  const sleeping = systemSleep(2 ** 31 + 5, controller.signal).then(() => {
    isAwake = true;
  });
  await systemSleep(50);
  expect(isAwake).toBe(false);
  controller.abort('enough');
  await expect(sleeping).rejects.toBe('enough');
});
