/** What the ledger calls advertisers, where something names them by their id alone. */
export const ADVERTISERS = `(select network_of(l.scope_id) as network, l.advertiser_id as advertiser_id, max(l.advertiser) as called
  from ledger_lines l where l.advertiser is not null group by network_of(l.scope_id), l.advertiser_id)`;
