import { describe, expect, it } from 'vitest';
import { reportToken } from '../../../sandbox/index.ts';
import { credentialsIn } from '../testing/credentials.ts';
import { shownWords, wordsIn } from './network-words.ts';

describe('the words of a body', () => {
  it.each([
    ['{"errors":["Invalid token"]}', 'Invalid token'],
    ['{"errors":["one","two"],"status":400}', 'one; two'],
    ['{"errors":[{"message":"one","code":7}]}', 'one'],
    ['{"errors":"one"}', 'one'],
    ['{"message":"one"}', 'one'],
    ['{"error":{"message":"one"}}', 'one'],
    ['\ufeff \n{"errors":["one"]}', 'one'],
    ['{"errors":[]}', '{"errors":[]}'],
    ['{"errors":', '{"errors":'],
    ['["one"]', '["one"]'],
    ['<!DOCTYPE html><html><head><title lang="en">One\n two</title></head></html>', 'One\n two'],
    ['<html></html>', ''],
    ['Not found', 'Not found'],
    ['', ''],
  ])('%j', (body, words) => {
    expect(wordsIn(body)).toBe(words);
  });
});

describe('the words that are shown', () => {
  const inner = '0b5e55ed'.repeat(8);
  const token = reportToken(inner);

  it('are one line of at most 200 characters', () => {
    expect(shownWords(' a\r\n\u0000\tb\u200bc ', [])).toBe('a b c');
    expect(shownWords('x'.repeat(200), [])).toBe('x'.repeat(200));
    expect(shownWords('x'.repeat(201), [])).toBe(`${'x'.repeat(199)}…`);
  });
  it('have no secret, nor a piece of one where they were cut', () => {
    const others = [reportToken('5'.repeat(64)), encodeURIComponent(token).slice(0, 50), inner.slice(0, 40)];
    for (const secret of [token, inner, encodeURIComponent(token), ...others]) {
      for (let before = 0; before < 200; before += 9) {
        const shown = shownWords(`${'. '.repeat(before)}token=${secret}`, [token, inner]);
        expect(shown).not.toContain(secret.slice(0, 14));
        expect(credentialsIn(shown)).toEqual([]);
      }
    }
  });
});
