import { expect, test } from 'vitest';
import { listOf, readSetup, stepOf } from './setup-search.ts';

test('an address is read, and what it should not hold is left out', () => {
  expect(
    readSetup({ step: 'test', network: 'rakuten', connections: 'a-1,b-2', tests: '<b>', runs: 7, x: 'y' }),
  ).toEqual({
    step: 'test',
    network: 'rakuten',
    connections: 'a-1,b-2',
  });
  expect(readSetup({ step: 'nowhere' })).toEqual({});
  expect(listOf('a-1,b-2')).toEqual(['a-1', 'b-2']);
  expect(listOf(undefined)).toEqual([]);
});

test('no step is shown before what it needs is there', () => {
  expect(stepOf({})).toBe('network');
  expect(stepOf({ step: 'credentials' })).toBe('network');
  expect(stepOf({ step: 'credentials', network: 'rakuten' })).toBe('credentials');
  expect(stepOf({ step: 'test', network: 'rakuten' })).toBe('credentials');
  expect(stepOf({ step: 'preview', connections: 'a' })).toBe('import');
  expect(stepOf({ step: 'preview', connections: 'a', runs: 'r' })).toBe('preview');
  expect(stepOf({ step: 'done', connections: 'a' })).toBe('done');
});
