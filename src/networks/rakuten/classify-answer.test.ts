import { describe, expect, it } from 'vitest';
import type { FetchableReport } from '../contract.ts';
import { type Answer, answerFault } from './classify-answer.ts';

const window = { from: '2026-03-01', to: '2026-03-31' };
const item: FetchableReport = { reportId: 'individual-item-report', name: 'Individual Item Report', isRequired: true };
const sku: FetchableReport = { reportId: 'sku-report', name: 'Affilimate SKU Report', isRequired: false };
const answer = (status: number, form: Answer['form'], words = ''): Answer => ({ status, form, words });

describe('an answer', () => {
  it('of a report with status 200 is no fault', () => {
    expect(answerFault(answer(200, 'report'), item, window)).toBeNull();
  });
  it.each([
    [401, 'page', '', 'auth network-auth', 'auth network-auth'],
    [403, 'empty', '', 'auth network-auth', 'auth network-auth'],
    [403, 'json', 'Invalid date range', 'auth network-auth', 'auth network-auth'],
    [
      400,
      'json',
      'Invalid Date Range: token=[secret]',
      'refused-window window-refused',
      'refused-window window-refused',
    ],
    [422, 'report', 'invalid date range', 'refused-window window-refused', 'refused-window window-refused'],
    [400, 'json', 'Missing token', 'auth network-auth', 'auth network-auth'],
    [200, 'json', 'The token has expired', 'auth network-auth', 'auth network-auth'],
    [200, 'json', 'Unexpected token < in JSON', 'contract network-answer', 'contract report-not-found'],
    [404, 'page', '', 'contract report-not-found', 'contract report-not-found'],
    [410, 'empty', '', 'contract report-not-found', 'contract report-not-found'],
    [400, 'json', 'The report does not exist', 'contract report-not-found', 'contract report-not-found'],
    [400, 'json', 'No such report', 'contract report-not-found', 'contract report-not-found'],
    [400, 'json', 'The report could not be made', 'contract network-answer', 'contract report-not-found'],
    [418, 'page', '', 'contract network-answer', 'contract report-not-found'],
    [408, 'empty', '', 'unavailable network-unavailable', 'unavailable network-unavailable'],
    [499, 'json', 'Server Error', 'unavailable network-unavailable', 'unavailable network-unavailable'],
    [200, 'page', 'Sign in', 'unavailable network-answer', 'contract report-not-found'],
    [202, 'page', '', 'unavailable network-answer', 'contract report-not-found'],
    [200, 'empty', '', 'unavailable network-unavailable', 'unavailable network-unavailable'],
    [204, 'empty', '', 'unavailable network-unavailable', 'unavailable network-unavailable'],
    [206, 'report', '', 'unavailable network-unavailable', 'unavailable network-unavailable'],
  ] as const)(
    '%i %s "%s" is %s for a standard report and %s for a saved one',
    (status, form, words, standard, saved) => {
      const kindOf = (report: FetchableReport): string => {
        const fault = answerFault(answer(status, form, words), report, window);
        return `${fault?.kind} ${fault?.code}`;
      };
      expect([kindOf(item), kindOf(sku)]).toEqual([standard, saved]);
    },
  );
});
