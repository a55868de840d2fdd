import { expect, it } from 'vitest';
import { changeWords, ruleOf, ruleSentence } from './rule-words.ts';

const draft = { match: 'prefix', text: ' news- ', network: '', page: '', site: '', campaign: '' } as const;

it('is no rule before it says what the sub-id means', () => {
  expect(ruleOf(draft)).toBeNull();
  expect(ruleOf({ ...draft, text: ' ', campaign: 'Spring' })).toBeNull();
  expect(ruleOf({ ...draft, campaign: ' Spring ' })).toEqual({
    match: 'prefix',
    text: 'news-',
    network: null,
    page: null,
    site: null,
    campaign: 'Spring',
  });
});

it('is read as a sentence', () => {
  expect(ruleSentence({ match: 'wildcard', text: 'a*' })).toBe('Sub-id is like “a*”');
});

it('says what lines are now, and promises no probability where nothing may be known', () => {
  expect(changeWords({ from: 'none', to: 'label-rule' })).toBe('Not attributed → Your rule');
  expect(changeWords({ from: 'label-rule', to: 'model' })).toBe('Your rule → by probability, or to nobody');
});
