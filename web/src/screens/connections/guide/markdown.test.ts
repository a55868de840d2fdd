import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { partOf, readInline, readMarkdown } from './markdown.ts';

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

test('every guide of ours is understood, its quick instructions are a list', () => {
  for (const id of ['rakuten', 'custom']) {
    const guide = readFileSync(new URL(`../../../../../src/networks/${id}/guide.md`, import.meta.url), 'utf8');
    const blocks = readMarkdown(guide);
    expect(partOf(blocks, 'Quick instructions')[0], id).toMatchObject({ kind: 'list', isOrdered: true });
    expect(blocks.filter((block) => block.kind === 'table').length, id).toBeGreaterThan(0);
    expect(partOf(blocks, 'No such part')).toEqual([]);
  }
});
