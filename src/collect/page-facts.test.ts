/** What a page states about its article. */
import { expect, test } from 'vitest';
import { statedFacts } from './page-facts.ts';

const NOTHING = { author: undefined, category: undefined, published: undefined, tags: undefined };

test('the tag of the script counts before meta, and meta before JSON-LD', () => {
  const linkedData = '"author": "Cara","datePublished": "2026-11-20T08:00:00Z", "keywords": ["a", "b"]';
  const meta = '<meta name="author" content="Ben &amp; &quot;Bo&quot;">,<meta content="audio" property="article:tag">';
  expect(statedFacts({}, linkedData)).toEqual({ ...NOTHING, author: 'Cara', published: '2026-11-20', tags: 'a,b' });
  expect(statedFacts({ author: '' }, `${linkedData},${meta}`)).toMatchObject({ author: 'Ben & "Bo"', tags: 'audio' });
  expect(statedFacts({ author: 'Ann', tags: 'x' }, `${linkedData},${meta}`)).toMatchObject({
    author: 'Ann',
    tags: 'x',
  });
});

test.each([
  ['"author": { "@type": "Person", "name": "Ada \\u00e9" }', 'Ada é'],
  ['"author":[{"name":"First"},{"name":"Second"}]', 'First'],
  ['"author": ["One", "Two"]', 'One,Two'],
  ['"author": {"@id": "#ada"}', undefined],
  ['"author": "cut off', undefined],
  ['"author": "bad \\escape"', undefined],
  ['<meta name="author" content="cut off', undefined],
  ['<meta name="author">', undefined],
  ['', undefined],
])('of %s', (page, author) => {
  expect(statedFacts({}, page)).toEqual({ ...NOTHING, author });
});
