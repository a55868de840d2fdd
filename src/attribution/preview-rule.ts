/** What a rule would change: the present generation beside what would be known with the rule, entry by entry. */
import { formatAmount, readSum } from '../core/index.ts';
import type { FactsWriter, SqlParameters, SqlRow } from '../facts/index.ts';
import { LINES_OF_BASIS } from '../ledger/index.ts';
import type { AttributionBasis } from './generations.ts';
import { foundSql } from './known-sql.ts';
import type { KeptLabelRule } from './kept-rules.ts';
import { compareRules, type LabelRule, ruleMeets } from './label-rules.ts';
import { METHODS, type Method } from './methods.ts';
import { OWN_SHARES } from './share-columns.ts';
import { type Decisions, readToldTexts, versionOf } from './told-texts.ts';

interface RuleSums {
  readonly currency: string;
  readonly lines: number;
  readonly commission: string;
}

export interface RulePreview {
  /** Distinct sub-ids that the rule decides. */
  readonly subIds: number;
  readonly examples: readonly { readonly subId: string; readonly networkLabel: string; readonly lines: number }[];
  /** `to: model` stands for "as the model says, or to nobody". A rule that is not kept yet has no id. */
  readonly changes: readonly (RuleSums & {
    readonly from: Method;
    readonly to: Method;
    readonly fromRule: string | null;
    readonly toRule: string | null;
  })[];
  /** Other rules that the same sub-ids meet. */
  readonly conflicts: readonly { readonly rule: KeptLabelRule; readonly subIds: number; readonly goesFirst: boolean }[];
  /** Lines that meet the rule but whose click is known: they stay. */
  readonly stronger: readonly RuleSums[];
}

/** A rule that is not kept has this id. */
export const NEW_RULE = 'new';
const MOST_EXAMPLES = 20;

const AFTER = `case when f.click_event <> '' then 'click-id' when f.rule_id <> '' then 'label-rule'
  when f.referrer_site <> '' then 'referrer' else 'model' end`;
/** What no evidence tells, a rule cannot change: whether the model names a page or not is one for the comparison. */
const BEFORE = `case when a.method = 'none' then 'model' else a.method end`;

const CHANGES = `
with compared as (
  select f.entry_id as entry_id, a.method as was, ${BEFORE} as from_method, ${AFTER} as to_method, a.rule_id as from_rule,
    case when f.click_event <> '' then '' else f.rule_id end as to_rule
  from work_found f join ${OWN_SHARES} a on a.entry_id = f.entry_id where a.share_no = 1)
select c.was as was, c.to_method as to_method, c.from_rule as from_rule, c.to_rule as to_rule, l.currency as currency,
  count(*) as line_count, sum(l.commission) as commission
from compared c join ${LINES_OF_BASIS} l on l.entry_id = c.entry_id
where c.from_method <> c.to_method or c.from_rule <> c.to_rule or ({isChanged:Int32} = 1 and c.to_rule = {rule:String})
group by c.was, c.to_method, c.from_rule, c.to_rule, l.currency
order by line_count desc, was, to_method, from_rule, to_rule, currency`;

const DECIDED = `select t.network as network, t.told as told from told_texts t where t.version = {version:String} and t.kind = 'sub-id' and t.rule_id = {rule:String}`;

const STRONGER = `
select l.currency as currency, count(*) as line_count, sum(l.commission) as commission
from ${LINES_OF_BASIS} l join work_found f on f.entry_id = l.entry_id
where f.click_event <> '' and (network_of(l.scope_id), l.sub_id) in (${DECIDED}) group by l.currency order by currency`;

const EXAMPLES = `
select network_of(l.scope_id) as network, l.sub_id as told, count(*) as line_count from ${LINES_OF_BASIS} l
where (network_of(l.scope_id), l.sub_id) in (${DECIDED})
group by network_of(l.scope_id), l.sub_id order by line_count desc, told, network limit ${MOST_EXAMPLES}`;

/** What a preview is made of. */
export interface PreviewWork {
  readonly writer: FactsWriter;
  readonly basis: AttributionBasis;
  readonly folder: string;
  readonly now: Date;
  /** The decisions with the rule in them (or without it), and which it is. */
  readonly decisions: Decisions;
  readonly ruleId: string;
  /** The rules as they are kept. */
  readonly kept: readonly KeptLabelRule[];
  readonly networkLabel: (network: string) => string;
}

/** Looks at all lines with the rule in place, and keeps nothing. */
export async function previewRule(work: PreviewWork): Promise<RulePreview> {
  const { writer, basis, folder, now, decisions, ruleId, networkLabel } = work;
  const version = `preview-${versionOf(decisions)}`;
  const { ledger } = basis;
  const parameters: SqlParameters = {
    ...{ attribution: basis.basis, attributionFloor: basis.floor, basis: ledger.basis, floor: ledger.floor },
    ...{ version, rule: ruleId, isChanged: ruleId === NEW_RULE ? 0 : 1 },
  };
  try {
    await readToldTexts(writer, ledger, decisions, folder, version, now);
    await writer.empty('work_found');
    await writer.run(foundSql(LINES_OF_BASIS), parameters);
    const changes = await writer.query(CHANGES, parameters);
    const stronger = await writer.query(STRONGER, parameters);
    const examples = await writer.query(EXAMPLES, parameters);
    const [counted] = await writer.query(`select count(*) as sub_ids from (${DECIDED}) d`, parameters);
    const rule = decisions.rules.find(({ id }) => id === ruleId) ?? null;
    return {
      subIds: Number(counted?.['sub_ids'] ?? 0),
      examples: examples.map((row) => ({
        subId: String(row['told']),
        networkLabel: networkLabel(String(row['network'])),
        lines: Number(row['line_count']),
      })),
      changes: changes.map((row) => ({
        from: methodOf(row['was']),
        to: methodOf(row['to_method']),
        fromRule: idOf(row['from_rule']),
        toRule: idOf(row['to_rule']),
        ...sumsOf(row),
      })),
      conflicts: rule === null ? [] : await conflictsOf(work, rule, version),
      stronger: stronger.map(sumsOf),
    };
  } finally {
    await writer.run('delete from told_texts where version = {version:String}', { version });
  }
}

/** Rules that the same sub-ids meet, in the order in which they go. */
async function conflictsOf(
  { writer, decisions, kept }: PreviewWork,
  rule: LabelRule,
  version: string,
): Promise<RulePreview['conflicts'][number][]> {
  const others = decisions.rules.filter(({ id }) => id !== rule.id);
  const counts = new Map<string, number>();
  const texts = `select t.network as network, t.told as told from told_texts t where t.version = {version:String} and t.kind = 'sub-id'`;
  for await (const batch of writer.stream(texts, { version })) {
    for (const row of batch) {
      const [network, told] = [String(row['network']), String(row['told'])];
      if (!ruleMeets(rule, network, told)) continue;
      for (const other of others) {
        if (ruleMeets(other, network, told)) counts.set(other.id, (counts.get(other.id) ?? 0) + 1);
      }
    }
  }
  return others
    .filter(({ id }) => counts.has(id))
    .sort(compareRules)
    .flatMap((other) => {
      const found = kept.find(({ id }) => id === other.id);
      const subIds = counts.get(other.id) ?? 0;
      return found === undefined ? [] : [{ rule: found, subIds, goesFirst: compareRules(other, rule) < 0 }];
    });
}

function methodOf(text: unknown): Method {
  return METHODS.find((one) => one === text) ?? 'none';
}

function idOf(id: unknown): string | null {
  return id === '' || id === NEW_RULE ? null : String(id);
}

export function sumsOf(row: SqlRow): RuleSums {
  const commission = formatAmount(readSum(String(row['commission'] ?? '0')));
  return { currency: String(row['currency']), lines: Number(row['line_count']), commission };
}
