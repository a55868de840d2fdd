import { expect, test } from 'vitest';
import { defaultView, presentView, searchOf, stateText } from './saved-view.ts';

const saved = (id: string, query: string, more = {}) => ({
  ...{ id, screen: 'overview', query, isMyDefault: false, isWorkspaceDefault: false },
  ...more,
});
const acme = saved('a', 'f=advertiser:is:Acme&period=7d');

test('a URL is of the view that it names, changed or not', () => {
  const { view: _view, ...same } = searchOf(acme);
  expect(presentView([acme], 'overview', searchOf(acme))).toEqual({ saved: acme, isChanged: false });
  expect(presentView([acme], 'overview', { ...same, period: '28d', view: 'a' })).toMatchObject({ isChanged: true });
  expect(presentView([acme], 'transactions', searchOf(acme))).toBeNull();
});

test('the same state is the view without its name too; an open row changes nothing', () => {
  const state = { period: '7d', f: ['advertiser:is:Acme'], line: '7' } as const;
  expect(presentView([acme], 'overview', state)).toEqual({ saved: acme, isChanged: false });
  expect(presentView([acme], 'overview', { ...state, view: 'none' })).toBeNull();
  expect(stateText(state)).toBe('period=7d&f=advertiser:is:Acme');
});

test('one’s own default goes before the workspace’s', () => {
  const ours = saved('w', 'period=28d', { isWorkspaceDefault: true });
  const mine = saved('m', 'period=7d', { isMyDefault: true });
  expect(defaultView([ours, mine, acme], 'overview')).toBe(mine);
  expect(defaultView([ours, acme], 'overview')).toBe(ours);
  expect(defaultView([ours], 'transactions')).toBeUndefined();
});
