import { expect, it } from 'vitest';
import { tooFewWords } from './quality-words.ts';

it('says how many orders are there and how many are needed, before anything is judged', () => {
  expect(tooFewWords(3, 50)).toMatch(/^Too few to judge\. Only 3 orders with a known click .* from 50 orders on/);
  expect(tooFewWords(1, 50)).toContain('Only 1 order with');
  expect(tooFewWords(0, 50)).toContain('No order with');
});
