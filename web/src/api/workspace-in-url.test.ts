import { expect, test } from 'vitest';
import { workspaceOf } from './workspace-in-url.ts';

test('only what can be the id of a workspace is read as one', () => {
  expect(workspaceOf('?ws=main&period=7d')).toBe('main');
  expect(workspaceOf('?period=7d')).toBeUndefined();
  expect(workspaceOf('?ws=..%2Fother')).toBeUndefined();
  expect(workspaceOf('?ws=')).toBeUndefined();
});
