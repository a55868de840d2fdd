/** Attribution of one workspace: generations, credits, rules and what they would change. */
import { type Clock, describeError, type Log } from '../core/index.ts';
import type { FactsStore } from '../facts/index.ts';
import { type LineMaking, LINES_OF_BASIS } from '../ledger/index.ts';
import { countTraffic } from './count-traffic.ts';
import { ensureAttributions } from './ensure-attributions.ts';
import { ensureCredit } from './ensure-credit.ts';
import type { AttributionBasis } from './generations.ts';
import type { KeptLabelRule, LabelRules, WantedRule } from './kept-rules.ts';
import { NEW_RULE, previewRule, type RulePreview, sumsOf } from './preview-rule.ts';
import { OWN_SHARES } from './share-columns.ts';

/** What attribution of a workspace works with. */
export interface AttributorOptions {
  readonly facts: FactsStore;
  readonly clock: Clock;
  readonly log: Log;
  /** A folder for files of the moment. */
  readonly folder: string;
  readonly rules: LabelRules;
}

/** A rule with what it decides. */
export interface DecidingRule extends KeptLabelRule {
  readonly decides: readonly { readonly currency: string; readonly lines: number; readonly commission: string }[];
}

/** So long reports may read the events of a day that is over one by one. */
const COUNTED_AGAIN_MS = 10 * 60_000;

export class Attributor {
  readonly rules: LabelRules;
  readonly #options: AttributorOptions;
  #underWay: Promise<boolean> | null = null;
  #next: Promise<boolean> | null = null;
  #counting: Promise<unknown> | null = null;
  readonly #credits = new Map<string, Promise<string | null>>();
  #countedMs = 0;
  #isEnding = false;

  constructor(options: AttributorOptions) {
    this.#options = options;
    this.rules = options.rules;
  }

  /** Makes sure that the lines of this making are attributed. */
  ensure(making: LineMaking): Promise<AttributionBasis> {
    const { facts, clock, folder, rules } = this.#options;
    return ensureAttributions({
      ...{ facts, clock, folder },
      decisions: () => rules.decisions(),
      making: () => Promise.resolve(making),
    });
  }

  /**
   * The same for what shows attribution only beside something else: waits for it no longer than `mostMs`, and says
   * whether it is done. It goes on in the background.
   */
  async ensureWithin(making: LineMaking, mostMs: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<false>((resolve) => {
      timer = setTimeout(resolve, mostMs, false);
    });
    try {
      return await Promise.race([this.#begun(making), tooLong]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** One at a time, and one after it: what is under way may have begun before the last decision. */
  #begun(making: LineMaking): Promise<boolean> {
    if (this.#underWay === null) return this.#start(making);
    this.#next ??= this.#underWay.then(() => {
      this.#next = null;
      return this.#start(making);
    });
    return this.#next;
  }

  #start(making: LineMaking): Promise<boolean> {
    const run = this.ensure(making)
      .then(() => true)
      .catch((error: unknown) => {
        this.#options.log.warn('lines not attributed', { error: describeError(error).message });
        return true; // asking again at once would not help
      })
      .finally(() => {
        if (this.#underWay === run) this.#underWay = null;
      });
    this.#underWay = run;
    return run;
  }

  /** Counts the traffic of the days that are over, without waiting for it; looks for new ones at most once in a while. */
  countTrafficSoon(): void {
    const nowMs = this.#options.clock().getTime();
    if (this.#counting !== null || nowMs - this.#countedMs < COUNTED_AGAIN_MS) return;
    this.#countedMs = nowMs;
    const { facts, clock, log } = this.#options;
    this.#counting = countTraffic(facts, clock, () => this.#isEnding)
      .catch((error: unknown) => {
        log.warn('traffic not counted', { error: describeError(error).message });
      })
      .finally(() => {
        this.#counting = null;
      });
  }

  /** Waits for what goes on; days that are not counted yet and credits that are not whole wait for the next time. */
  async settle(): Promise<void> {
    this.#isEnding = true;
    for (let run = this.#next ?? this.#underWay; run !== null; run = this.#next ?? this.#underWay) await run;
    await this.#counting;
    await Promise.allSettled(this.#credits.values()); // who asked has the errors
    this.#isEnding = false;
  }

  /**
   * Shares the commissions whose click is known by a credit; gives its name for `attributions`. Who asks while it is made
   * waits for that. null: the generation is there no more, and `ensure` has to be asked for a newer one.
   */
  credited(basis: AttributionBasis, model: string, of: string): Promise<string | null> {
    const { facts, folder } = this.#options;
    const asked = `${basis.basis} ${model}:${of}`;
    const underWay = this.#credits.get(asked);
    if (underWay !== undefined) return underWay;
    const making = ensureCredit(facts, folder, basis, model, of, { isEnding: () => this.#isEnding }).finally(() => {
      this.#credits.delete(asked);
    });
    this.#credits.set(asked, making);
    return making;
  }

  /** The rules in the order in which they go, with the lines that each decides. */
  async listRules(making: LineMaking): Promise<readonly DecidingRule[]> {
    const rules = await this.rules.list();
    if (rules.length === 0) return [];
    const { basis, floor, ledger } = await this.ensure(making);
    const rows = await this.#options.facts.query(
      `
select a.rule_id as rule_id, l.currency as currency, count(*) as line_count, sum(a.commission) as commission
from ${OWN_SHARES} a join ${LINES_OF_BASIS} l on l.entry_id = a.entry_id where a.rule_id <> ''
group by a.rule_id, l.currency order by rule_id, currency`,
      { attribution: basis, attributionFloor: floor, basis: ledger.basis, floor: ledger.floor },
    );
    return rules.map((rule) => ({ ...rule, decides: rows.filter((row) => row['rule_id'] === rule.id).map(sumsOf) }));
  }

  /** What a rule would change. Throws `unknown-label-rule`, `invalid-settings`, `label-rule-taken`, `unknown-site`. */
  async preview(
    making: LineMaking,
    instead: string | undefined,
    wanted: WantedRule | null,
    networkLabel: (network: string) => string,
  ): Promise<RulePreview> {
    if (instead !== undefined) await this.rules.find(instead);
    const ruleId = instead ?? NEW_RULE;
    const decisions = await this.rules.decisions({ id: ruleId, wanted });
    const kept = await this.rules.list();
    const { facts, folder, clock } = this.#options;
    const basis = await this.ensure(making);
    return facts.exclusive((writer) =>
      previewRule({ ...{ writer, basis, folder, now: clock() }, decisions, ruleId, kept, networkLabel }),
    );
  }
}
