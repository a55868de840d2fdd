/** Saved views: which one a URL is of, and whether it was changed since. Pure. */
import { parseSearch, readView, stringifySearch, type View } from './view.ts';

/** In the URL in the place of a view's id: plainly as the screen is, though there is a default. */
export const NO_VIEW = 'none';

/** What of a saved view this is about. */
interface Kept {
  readonly id: string;
  readonly screen: string;
  readonly query: string;
  readonly isMyDefault: boolean;
  readonly isWorkspaceDefault: boolean;
}

/** The state of a screen as it is saved: all of its URL but the row that is open and the view's own name. */
export function stateText(view: View): string {
  return stringifySearch({ ...readView({ ...view }), line: undefined, row: undefined, view: undefined }).slice(1);
}

/** What a saved text says today; what can no longer be read is left out. */
export function stateOf(query: string): View {
  return readView(parseSearch(query));
}

/** The search of the URL that shows a saved view. */
export function searchOf({ id, query }: Pick<Kept, 'id' | 'query'>): View {
  return { ...stateOf(query), view: id };
}

/** The view that a URL names or says exactly, and whether the URL says something else by now. */
export function presentView<Saved extends Kept>(
  views: readonly Saved[],
  screen: string,
  view: View,
): { readonly saved: Saved; readonly isChanged: boolean } | null {
  const here = views.filter((one) => one.screen === screen);
  const text = stateText(view);
  const isSame = (one: Saved): boolean => stateText(stateOf(one.query)) === text;
  const saved = here.find(({ id }) => id === view.view) ?? (view.view === undefined ? here.find(isSame) : undefined);
  return saved === undefined ? null : { saved, isChanged: !isSame(saved) };
}

/** The view with which a screen opens: one's own choice before that of the workspace. */
export function defaultView<Saved extends Kept>(views: readonly Saved[], screen: string): Saved | undefined {
  const here = views.filter((one) => one.screen === screen);
  return here.find((one) => one.isMyDefault) ?? here.find((one) => one.isWorkspaceDefault);
}
