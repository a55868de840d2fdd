import { expect, test } from 'vitest';
import { dropWords, watchedDays } from './coverage-drops.ts';

test('a week that is over is compared with the four weeks before it', () => {
  expect(watchedDays('2026-03-10')).toEqual({
    ...{ from: '2026-03-03', to: '2026-03-09', compareFrom: '2026-02-03', compareTo: '2026-03-02' },
  });
});

test('the words name the advertiser, both shares, and how many more there are', () => {
  const drop = {
    ...{ network: 'rakuten', networkLabel: 'Rakuten', advertiserId: '3358', advertiser: null, lines: 40 },
    ...{ coverage: '0.300000', coverageBefore: '0.950000' },
  };
  expect(dropWords(drop, 0)).toBe(
    'Fewer lines of 3358 (Rakuten) bring a sub-id back: 30 %, before 95 %.'.replaceAll(' %', '%'),
  );
  expect(dropWords({ ...drop, advertiser: 'Acme' }, 2)).toMatch(/^Fewer lines of Acme .* So do those of 2 more\.$/);
});
