import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { VERSION } from '../cli.ts';
import { ERROR_CODES } from './errors.ts';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

test('docs/errors.md lists every error of the catalogue and no other, each with what to do next', () => {
  const [errors = ''] = read('docs/errors.md').split('## Rejected lines');
  const listed = [...errors.matchAll(/^\| `([\w-]+)` \| (.+) \| (.+) \|$/gm)].map((row) => row[1]);
  expect(new Set(listed)).toEqual(new Set(Object.keys(ERROR_CODES)));
});

test('docs/errors.md lists every reject code of the contract and no other', () => {
  const [, rejects = ''] = read('docs/errors.md').split('## Rejected lines');
  const listed = [...rejects.matchAll(/^\| `([\w-]+)` \|/gm)].map((row) => row[1]);
  const [, type = ''] = read('src/networks/contract.ts').split('export type RejectCode =');
  const known = [...(type.split(';')[0] ?? '').matchAll(/'([\w-]+)'/g)].map((match) => match[1]);
  expect(new Set(listed)).toEqual(new Set(known));
});

test('the program tells the version of its package', () => {
  expect(read('package.json')).toContain(`"version": "${VERSION}"`);
});
