/** Tables of what people keep beside the reports: named views of a screen, and notes on days. Instants are ISO 8601 UTC. */

/** A named address of a screen. `owner_id` is a user's id, `key:ID` of an API key, or `local`. */
export interface SavedViewTable {
  view_id: string;
  /** The screen's path without the leading slash: `overview`. */
  screen: string;
  name: string;
  /** The query string of the address, without the question mark. */
  query: string;
  owner_id: string;
  owner_name: string;
  is_shared: number;
  created_at: string;
  changed_at: string;
}

/** Which view a screen opens with: for one person, or (`owner_id` empty) for everybody who chose none. */
export interface DefaultViewTable {
  owner_id: string;
  screen: string;
  view_id: string;
}

/** What somebody wrote down about a day or some days. */
export interface AnnotationTable {
  annotation_id: string;
  first_day: string;
  /** The same as the first where it is of one day. */
  last_day: string;
  text: string;
  created_by: string;
  created_by_name: string;
  created_at: string;
  changed_at: string;
}

export interface ViewTables {
  saved_views: SavedViewTable;
  default_views: DefaultViewTable;
  annotations: AnnotationTable;
}
