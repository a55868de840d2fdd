/** The label rules of a workspace: kept in its control store. */
import { randomUUID } from 'node:crypto';
import type { ControlStore, LabelRuleTable } from '../control/index.ts';
import { type Clock, TributaryError } from '../core/index.ts';
import type { Sites } from '../sites/index.ts';
import { isAllowedHost } from '../sites/index.ts';
import { compareRules, type LabelRule, type RuleMatch } from './label-rules.ts';
import type { Decisions } from './told-texts.ts';

/** What a person says of a rule; null = nothing about that, or any network. */
export interface WantedRule {
  readonly network: string | null;
  readonly match: RuleMatch;
  readonly text: string;
  /** An address, or host and path. */
  readonly page: string | null;
  readonly site: string | null;
  readonly campaign: string | null;
}

/** A rule as it is kept; `page` is host and path. */
export interface KeptLabelRule extends WantedRule {
  readonly id: string;
  readonly madeBy: string;
  readonly createdAt: string;
  readonly changedAt: string;
}

/** Who makes a rule. */
export interface RuleMaker {
  readonly id: string;
  readonly name: string;
}

/** Reads and writes rules. */
export class LabelRules {
  readonly #control: ControlStore;
  readonly #sites: Sites;
  readonly #clock: Clock;

  constructor(control: ControlStore, sites: Sites, clock: Clock) {
    this.#control = control;
    this.#sites = sites;
    this.#clock = clock;
  }

  /** All rules, the one that goes first first. */
  async list(): Promise<readonly KeptLabelRule[]> {
    const rows = await this.#control.selectFrom('label_rules').selectAll().execute();
    return rows.sort((a, b) => compareRules(ruleOf(a), ruleOf(b))).map(keptOf);
  }

  /** Throws `unknown-label-rule`. */
  async find(id: string): Promise<KeptLabelRule> {
    return keptOf(await this.#find(id));
  }

  /** Throws `invalid-settings`, `label-rule-taken`, `unknown-site`. */
  async add(maker: RuleMaker, wanted: WantedRule): Promise<KeptLabelRule> {
    const at = this.#clock().toISOString();
    const row: LabelRuleTable = {
      ...{ rule_id: randomUUID(), ...(await this.#columnsOf(wanted)) },
      ...{ created_by: maker.id, created_by_name: maker.name, created_at: at, changed_at: at },
    };
    await untaken(this.#control.insertInto('label_rules').values(row).execute());
    return keptOf(row);
  }

  /** Throws `unknown-label-rule`, `invalid-settings`, `label-rule-taken`, `unknown-site`. */
  async change(
    id: string,
    change: { readonly [Key in keyof WantedRule]?: WantedRule[Key] | undefined },
  ): Promise<KeptLabelRule> {
    const old = await this.#find(id);
    const { network, match, text, page, site, campaign } = keptOf(old);
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    // a page on one of the sites brings its site along, so the old page's site does not outlive it
    const usual = change.page === undefined ? site : null;
    const columns = await this.#columnsOf({ network, match, text, page, site: usual, campaign, ...given });
    const row: LabelRuleTable = { ...old, ...columns, changed_at: this.#clock().toISOString() };
    await untaken(this.#control.updateTable('label_rules').set(row).where('rule_id', '=', id).execute());
    return keptOf(row);
  }

  /** Throws `unknown-label-rule`. */
  async remove(id: string): Promise<KeptLabelRule> {
    const row = await this.#find(id);
    await this.#control.deleteFrom('label_rules').where('rule_id', '=', id).execute();
    return keptOf(row);
  }

  /** Everything that people have decided; with `instead` as if a rule were another, a new one (its id is not kept), or gone. */
  async decisions(instead?: { readonly id: string; readonly wanted: WantedRule | null }): Promise<Decisions> {
    const rows = await this.#control.selectFrom('label_rules').selectAll().execute();
    const rules = rows.map(ruleOf).filter(({ id }) => id !== instead?.id);
    const sites = (await this.#sites.list()).map(({ id, allowedHosts: hosts }) => ({ id, hosts }));
    if (instead === undefined || instead.wanted === null) return { rules, sites };
    const columns = await this.#columnsOf(instead.wanted);
    const isTaken = rules.some(
      ({ network, match, text }) =>
        network === columns.network && match === columns.match && text.toLowerCase() === columns.text.toLowerCase(),
    );
    if (isTaken) throw taken();
    const created_at = rows.find((row) => row.rule_id === instead.id)?.created_at ?? this.#clock().toISOString();
    return { rules: [...rules, ruleOf({ ...columns, rule_id: instead.id, created_at })], sites };
  }

  async #find(id: string): Promise<LabelRuleTable> {
    const row = await this.#control.selectFrom('label_rules').selectAll().where('rule_id', '=', id).executeTakeFirst();
    if (row === undefined) throw new TributaryError('unknown-label-rule', 'There is no such label rule.');
    return row;
  }

  async #columnsOf({ network, match, text, page, site, campaign }: WantedRule): Promise<RuleColumns> {
    const named = page === null || page === '' ? null : addressOf(page);
    if (match === 'wildcard' && text.replaceAll('*', '') === '') {
      throw new TributaryError('invalid-settings', 'A rule needs some text besides *.', { column: 'text' });
    }
    const sites = await this.#sites.list();
    const own = named === null ? undefined : sites.find(({ allowedHosts }) => isAllowedHost(named, allowedHosts));
    if (site !== null && site !== '') await this.#sites.find(site);
    const columns: RuleColumns = {
      ...{ network: network ?? '', match, text },
      site_id: site === null || site === '' ? (own?.id ?? '') : site,
      ...{ page_host: named?.host ?? '', page_path: named?.pathname ?? '', campaign: campaign ?? '' },
    };
    if (columns.site_id === '' && columns.page_host === '' && columns.campaign === '') {
      throw new TributaryError('invalid-settings', 'A rule names a page, a site or a campaign.', { column: 'page' });
    }
    return columns;
  }
}

type RuleColumns = Pick<
  LabelRuleTable,
  'network' | 'match' | 'text' | 'site_id' | 'page_host' | 'page_path' | 'campaign'
>;

/** Throws `invalid-settings`. */
function addressOf(page: string): URL {
  const address = /^https?:\/\//i.test(page) ? page : `https://${page}`;
  if (URL.canParse(address) && new URL(address).hostname.includes('.')) return new URL(address);
  throw new TributaryError('invalid-settings', 'The page is an address like https://www.example.com/post.', {
    column: 'page',
  });
}

async function untaken(writing: Promise<unknown>): Promise<void> {
  try {
    await writing;
  } catch (error) {
    if (error instanceof Error && /unique/i.test(error.message)) throw taken(error);
    throw error;
  }
}

function taken(cause?: unknown): TributaryError {
  const message = 'There is a label rule for this text already: change that one.';
  return new TributaryError('label-rule-taken', message, { column: 'text' }, cause);
}

function ruleOf(row: RuleColumns & Pick<LabelRuleTable, 'rule_id' | 'created_at'>): LabelRule {
  return {
    ...{ id: row.rule_id, madeAt: row.created_at, network: row.network, match: row.match, text: row.text },
    ...{ siteId: row.site_id, pageHost: row.page_host, pagePath: row.page_path, campaign: row.campaign },
  };
}

function keptOf(row: LabelRuleTable): KeptLabelRule {
  const said = (text: string): string | null => (text === '' ? null : text);
  return {
    ...{ id: row.rule_id, network: said(row.network), match: row.match, text: row.text },
    ...{ site: said(row.site_id), page: said(row.page_host + row.page_path), campaign: said(row.campaign) },
    ...{ madeBy: row.created_by_name, createdAt: row.created_at, changedAt: row.changed_at },
  };
}
