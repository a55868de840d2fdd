import { expect, test } from 'vitest';
import { LIST_PAGE, pagesByPlace } from './list-pages.ts';

test('the next page begins where the last one ended, and there is none after the last row', () => {
  const { getNextPageParam } = pagesByPlace<{ readonly rowCount: number }>(({ rowCount }, loaded) => rowCount > loaded);
  const page = { rowCount: 2 * LIST_PAGE + 1 };
  expect(getNextPageParam(page, [page])).toBe(LIST_PAGE);
  expect(getNextPageParam(page, [page, page])).toBe(2 * LIST_PAGE);
  expect(getNextPageParam(page, [page, page, page])).toBeUndefined();
});
