/**
 * What Tributary does, by area. `built` is said only of what the program does today; whoever builds the next thing moves
 * its line. The Features page, and the short list on Home of what is missing, come from here.
 */

/** One line of the Features page. */
export interface Feature {
  readonly name: string;
  readonly about: string;
}

/** One area, what of it there is, and what is on its way. */
export interface Area {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly built: readonly Feature[];
  readonly coming: readonly string[];
}

export const AREAS: readonly Area[] = [
  {
    id: 'commissions',
    title: 'Bringing commissions in',
    about: 'From the network itself on a schedule, or from the files that you download.',
    built: [
      { name: 'Connections', about: 'Several to a network: one for each country, account or website.' },
      { name: 'A guided set-up', about: 'Credentials, live test, import of up to 24 months, preview, upload.' },
      { name: 'Paste what you have', about: 'A whole report URL gives its token, its report and its country network.' },
      {
        name: 'One view of several reports',
        about: 'Items, sub-ids, lost sales and brands become one line for each sale.',
      },
      {
        name: 'Pulls on schedule',
        about: 'At the network’s pace, with retries, and again as long as lines may be corrected.',
      },
      { name: 'Files', about: 'CSV, or ZIPs of them, recognised by their header; in any order, any number of times.' },
      { name: 'Any program without an API', about: 'A column mapping that you save once for each program.' },
      {
        name: 'Import receipts',
        about: 'How many lines were new, changed, rejected or withdrawn, with sums before and after.',
      },
      {
        name: 'Raw reports are kept',
        about: 'After an upgrade they are read again, and the difference is shown before it is applied.',
      },
      {
        name: 'A kit for networks',
        about: 'A new network is data and pure functions, and a conformance suite tests it.',
      },
    ],
    coming: [
      'XLSX files',
      'Postbacks',
      'Folders and buckets',
      'Payments',
      'Clicks as networks report them',
      'Deals and coupons',
    ],
  },
  {
    id: 'ledger',
    title: 'The ledger',
    about: 'One exact book of every line, with its history.',
    built: [
      {
        name: 'Exact amounts',
        about: 'Four decimals, never a float; every total can be added up again from its lines.',
      },
      { name: 'History', about: 'What changed, when, and which report said so; the ledger as it was on any day.' },
      {
        name: 'Statuses',
        about: 'Pending, approved, reversed and lost; the network’s own words are kept beside them.',
      },
      { name: 'Reversals', about: 'Lines of their own, netted for each order. Nothing is overwritten.' },
      { name: 'Currencies', about: 'Kept apart: amounts in two currencies are never added.' },
      {
        name: 'Converted currencies',
        about: 'Where you want one sum: each line by the rate of its day, with the source named.',
      },
      { name: 'Held runs', about: 'A run that contradicts the ledger too often changes nothing until you say so.' },
    ],
    coming: ['Comparison with payments and bank lines', 'Forecast of payouts'],
  },
  {
    id: 'attribution',
    title: 'Attribution and tracking',
    about: 'Which page and which link earned it.',
    built: [
      {
        name: 'Sub-ids as reported',
        about: 'What your links carried stands on each line: search it, filter by it, open it.',
      },
      {
        name: 'A script without cookies',
        about:
          'Counts views, links seen and clicks; stores nothing in the reader’s browser; what it drops is counted by reason.',
      },
      {
        name: 'Ids of clicks',
        about: 'Written into the link at the click, so that a sale comes back with the page and link that earned it.',
      },
      {
        name: 'Pages, links, sources',
        about: 'Commission, RPM, EPC and clicks of each; what nobody earned is a row, and all rows add up.',
      },
      { name: 'Rules', about: 'Say once what a sub-id of yours means; you see what changes before it is kept.' },
      {
        name: 'A model for the rest',
        about: 'Shares what carries no id among likely pages, with a confidence that is checked against known orders.',
      },
      {
        name: 'Several pages of one visit',
        about: 'Last click, first, linear, position, time decay, Shapley or Markov; shares add up to the last digit.',
      },
      {
        name: 'How good it is',
        about:
          'Coverage of sub-ids by network, advertiser and page; a notice and a mail when it drops, and what to do about it.',
      },
      { name: 'Under your own name', about: 'Recipes for nginx, Caddy, Cloudflare and WordPress, run by our tests.' },
      { name: 'Live', about: 'The last half hour, minute by minute, with the newest clicks.' },
    ],
    coming: [],
  },
  {
    id: 'content',
    title: 'Content and links',
    about: 'Your pages and the links on them.',
    built: [],
    coming: ['Sitemap scan', 'Inventory of links', 'Broken links in money', 'Link builder', 'Experiments'],
  },
  {
    id: 'reports',
    title: 'Reports',
    about: 'How much, what changed, and from where.',
    built: [
      {
        name: 'Overview',
        about: 'Commission, sales, orders, rates, reversed and lost, each beside the period before.',
      },
      { name: 'Advertisers, products, brands', about: 'Ranked, with share and change; every name is a filter.' },
      {
        name: 'Transactions',
        about: 'Search, filters, orders with their lines, history, and the row of the report behind each.',
      },
      { name: 'What changed', about: 'New, approved, reversed and withdrawn since yesterday.' },
      { name: 'Everything in the address', about: 'Period, comparison and filters: a link shows what you see.' },
      { name: 'Saved views', about: 'Period, filters and columns under a name; yours, or shared with the workspace.' },
      { name: 'Notes', about: 'A letter sent, a theme changed: a flag in the chart on its day.' },
      { name: 'Exports', about: 'CSV, JSON, Parquet and Excel, with every column explained.' },
    ],
    coming: ['Alerts on unusual figures, with their causes', 'Digests by e-mail', 'Shared dashboards', 'PDF'],
  },
  {
    id: 'access',
    title: 'Access and integration',
    about: 'For the people and programs that work with you.',
    built: [
      { name: 'Roles', about: 'Owner, admin, editor, viewer; and viewers from whom every amount is hidden.' },
      { name: 'Passkeys', about: 'Signing in by fingerprint, face or key instead of a password.' },
      { name: 'Second factor', about: 'Authenticator apps with recovery codes, sessions that can be ended.' },
      { name: 'HTTP API', about: 'Described by OpenAPI; keys with scopes and an end.' },
      { name: 'Audit', about: 'Who did what, and when.' },
      { name: 'Command line', about: 'Everything works without a browser, too.' },
    ],
    coming: ['Sign-in with your own provider (OIDC)', 'Webhooks', 'Read-only SQL', 'WordPress plugin'],
  },
  {
    id: 'running',
    title: 'Running it',
    about: 'On your own machine, as one process.',
    built: [
      { name: 'One command', about: 'npm start. Embedded stores; no service and no account anywhere.' },
      {
        name: 'A demo at a click',
        about:
          'A year of made-up sales of three sites and their readers, imported from a simulated network, beside your own or without one.',
      },
      { name: 'Light', about: 'A million lines in about 10 seconds and under 700 MB, measured by its own benchmark.' },
      { name: 'Or larger', about: 'The ledger on a ClickHouse server, by the same SQL with the same figures.' },
      {
        name: 'Or for others',
        about: 'Hosted mode: sign-up, a trial without a card, plans by pageviews; read-only after it, nothing deleted.',
      },
      { name: 'Sealed credentials', about: 'Tokens are encrypted, never shown again, and the key can be rotated.' },
      { name: 'All or nothing', about: 'A run changes the ledger whole or not at all, also when the power fails.' },
    ],
    coming: ['Backup into one file', 'Retention and erasure'],
  },
];
