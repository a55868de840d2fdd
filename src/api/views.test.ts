/** Saved views as several people see them. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answered, type Asker, type House, openHouse, refusal } from '../../test/access/house.ts';

interface View {
  readonly id: string;
  readonly name: string;
  readonly isMine: boolean;
  readonly isMyDefault: boolean;
  readonly isWorkspaceDefault: boolean;
}

let house: House;
let owner: Asker;
let viewer: Asker;
let editor: Asker;
beforeAll(async () => {
  house = await openHouse();
  owner = await house.setUp();
  viewer = await house.member('viewer@example.com', 'viewer');
  editor = await house.member('editor@example.com', 'editor');
});
afterAll(() => house.close());

async function save(asker: Asker, name: string, isShared = false): Promise<View> {
  return answered(
    await asker.ask('saveView', { body: { screen: 'overview', name, query: 'period=7d', isShared } }),
    201,
  );
}

async function seenBy(asker: Asker): Promise<readonly View[]> {
  return (await answered<{ views: View[] }>(await asker.ask('listViews'))).views;
}

function change(asker: Asker, { id }: View, body: Readonly<Record<string, unknown>>): Promise<Response> {
  return asker.ask('changeView', { params: { view: id }, body });
}

async function audited(): Promise<readonly string[]> {
  const { entries } = await answered<{ entries: { action: string }[] }>(await owner.ask('listAudit'));
  return entries.map(({ action }) => action).filter((action) => action.startsWith('view-'));
}

test('a personal view is its maker’s alone, and nobody’s business', async () => {
  const mine = await save(viewer, 'Mine');
  expect(await seenBy(owner)).toEqual([]);
  for (const other of [owner, editor, house.local]) {
    expect(await refusal(await change(other, mine, { name: 'Theirs' }))).toBe('404 unknown-view');
    expect(await refusal(await other.ask('deleteView', { params: { view: mine.id } }))).toBe('404 unknown-view');
  }
  await answered(await change(viewer, mine, { name: 'Renamed', isMyDefault: true }));
  expect(await seenBy(viewer)).toMatchObject([{ name: 'Renamed', isMine: true, isMyDefault: true }]);
  expect(await audited()).toEqual([]);
  await answered(await viewer.ask('deleteView', { params: { view: mine.id } }));
});

test('what everybody sees needs the right to edit, and is written down', async () => {
  const refused = await viewer.ask('saveView', { body: { screen: 'overview', name: 'x', query: '', isShared: true } });
  expect(await refusal(refused)).toBe('403 not-allowed');
  const own = await save(viewer, 'Own');
  for (const body of [{ isShared: true }, { isWorkspaceDefault: true }]) {
    expect(await refusal(await change(viewer, own, body))).toBe('403 not-allowed');
  }
  const shared = await save(editor, 'Shared', true);
  expect(await refusal(await change(viewer, shared, { name: 'x' }))).toBe('403 not-allowed');
  expect(await refusal(await viewer.ask('deleteView', { params: { view: shared.id } }))).toBe('403 not-allowed');
  await answered(await change(viewer, shared, { isMyDefault: true }));
  await answered(await change(owner, shared, { isWorkspaceDefault: true }));
  expect((await seenBy(viewer)).find(({ id }) => id === shared.id)).toMatchObject({
    ...{ isMine: false, isMyDefault: true, isWorkspaceDefault: true },
  });
  expect((await seenBy(owner))[0]).toMatchObject({ isMyDefault: false, isWorkspaceDefault: true });
  expect(await audited()).toEqual(['view-changed', 'view-shared']);
});

test('there is one default each, and none of what is no longer shared', async () => {
  const [first] = await seenBy(owner);
  const second = await save(owner, 'Second', true);
  await answered(await change(owner, second, { isWorkspaceDefault: true, isMyDefault: true }));
  expect((await seenBy(owner)).filter((view) => view.isWorkspaceDefault).map(({ id }) => id)).toEqual([second.id]);
  await answered(await change(viewer, second, { isMyDefault: true }));
  await answered(await change(owner, second, { isShared: false }));
  expect((await seenBy(viewer)).some((view) => view.isMyDefault)).toBe(false);
  expect((await seenBy(owner)).map((view) => [view.id, view.isMyDefault, view.isWorkspaceDefault])).toEqual([
    [second.id, true, false],
    [first?.id, false, false],
  ]);
  expect(await refusal(await change(owner, second, { isWorkspaceDefault: true }))).toBe('400 invalid-request');
});

test('an annotation ends after it begins', async () => {
  const wish = { body: { day: '2026-03-02', endDay: '2026-03-01', text: 'x' } };
  expect(await refusal(await editor.ask('addAnnotation', wish))).toBe('400 invalid-request');
});
