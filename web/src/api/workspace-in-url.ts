/** Reads the workspace out of an address. */

/** What the id of a workspace looks like. */
export const WORKSPACE_ID = /^[a-z0-9-]{1,40}$/;

/** The workspace of a query string; undefined: the one that the server takes for this person. */
export function workspaceOf(search: string): string | undefined {
  const given = new URLSearchParams(search).get('ws');
  return given !== null && WORKSPACE_ID.test(given) ? given : undefined;
}
