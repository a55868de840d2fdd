import { expect, test } from 'vitest';
import { readInline, readMarkdown } from './markdown.ts';

test('headings, paragraphs, lists, tables and code', () => {
  const text =
    '# A\n\nOne\ntwo.\n\n1. x\n2. **y**\n\n- z\n\n| a | b |\n|---|---|\n| `1` | 2 \\| 3 |\n\n```\nx < y\n```\n';
  expect(readMarkdown(text)).toEqual([
    { kind: 'heading', level: 1, text: 'A', content: [{ kind: 'text', text: 'A' }] },
    { kind: 'paragraph', content: [{ kind: 'text', text: 'One two.' }] },
    { kind: 'list', isOrdered: true, items: [[{ kind: 'text', text: 'x' }], [{ kind: 'strong', text: 'y' }]] },
    { kind: 'list', isOrdered: false, items: [[{ kind: 'text', text: 'z' }]] },
    {
      kind: 'table',
      head: [[{ kind: 'text', text: 'a' }], [{ kind: 'text', text: 'b' }]],
      rows: [[[{ kind: 'code', text: '1' }], [{ kind: 'text', text: '2 | 3' }]]],
    },
    { kind: 'code', text: 'x < y' },
  ]);
});

test('HTML stays text, and no link runs anything', () => {
  expect(readInline('<img src=x onerror=alert(1)>')).toEqual([{ kind: 'text', text: '<img src=x onerror=alert(1)>' }]);
  expect(readInline('[a](javascript:alert(1))').some((part) => part.kind === 'link')).toBe(false);
  expect(readInline('see [b](https://b.example/x)')).toContainEqual({
    kind: 'link',
    text: 'b',
    href: 'https://b.example/x',
  });
});

test('a picture is one of the guide, alone on its line; any other is text', () => {
  expect(readMarkdown('One.\n![The menu](guide/menu.svg)\nTwo.')).toEqual([
    { kind: 'paragraph', content: [{ kind: 'text', text: 'One.' }] },
    { kind: 'picture', alt: 'The menu', file: 'menu.svg' },
    { kind: 'paragraph', content: [{ kind: 'text', text: 'Two.' }] },
  ]);
  for (const text of [
    '![x](https://evil.example/x.svg)',
    '![x](guide/../x.svg)',
    '![](guide/x.svg)',
    '![x](guide/x.js)',
  ]) {
    expect(readMarkdown(text)[0]?.kind, text).toBe('paragraph');
  }
});
