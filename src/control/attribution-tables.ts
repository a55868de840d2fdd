/** Tables of what people decide about attribution. Instants are ISO 8601 UTC. */

/** What sub-ids mean; '' = it says nothing about that, or any network. */
export interface LabelRuleTable {
  rule_id: string;
  network: string;
  match: 'exact' | 'wildcard' | 'prefix' | 'contains';
  text: string;
  site_id: string;
  page_host: string;
  page_path: string;
  campaign: string;
  created_by: string;
  created_by_name: string;
  created_at: string;
  changed_at: string;
}

export interface DecisionTables {
  label_rules: LabelRuleTable;
}
