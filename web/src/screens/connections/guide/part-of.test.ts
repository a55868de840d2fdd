import { expect, test } from 'vitest';
import type { Block } from '../queries.ts';
import { partOf } from './part-of.ts';

function heading(level: 1 | 2 | 3, text: string): Block {
  return { kind: 'heading', level, text, content: [{ kind: 'text', text }] };
}

test('a part goes from its heading to the next of the same level or above', () => {
  const line: Block = { kind: 'code', text: 'x' };
  const blocks = [heading(1, 'A'), heading(2, 'B'), line, heading(3, 'C'), line, heading(2, 'D'), line];
  expect(partOf(blocks, 'B')).toEqual([line, heading(3, 'C'), line]);
  expect(partOf(blocks, 'C')).toEqual([line]);
  expect(partOf(blocks, 'D')).toEqual([line]);
  expect(partOf(blocks, 'No such part')).toEqual([]);
});
