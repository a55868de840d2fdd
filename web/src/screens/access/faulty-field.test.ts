import { expect, test } from 'vitest';
import { ApiError } from '../../api/api-error.ts';
import { faultyField } from './faulty-field.ts';

const refused = (code: 'invalid-request' | 'weak-password' | 'link-invalid', column: string | null): ApiError =>
  new ApiError({ code, message: 'As the server says it.', file: null, line: null, column }, 400, 'r1', 'now');

test('what is wrong with a field is said at the field, everything else about the form', () => {
  expect(faultyField(refused('invalid-request', 'email'))).toEqual({
    field: 'email',
    words: 'This is no e-mail address: it reads like ada@example.com.',
  });
  expect(faultyField(refused('weak-password', 'password'))).toEqual({
    field: 'password',
    words: 'As the server says it.',
  });
  expect(faultyField(refused('weak-password', null))?.field).toBe('password');
  for (const other of [
    refused('invalid-request', 'code'),
    refused('invalid-request', 'toString'),
    refused('invalid-request', null),
    refused('link-invalid', null),
    new Error('no answer'),
    null,
  ]) {
    expect(faultyField(other)).toBeNull();
  }
});
