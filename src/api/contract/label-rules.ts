/** Routes of label rules: what the publisher's own sub-ids mean. */
import { z } from 'zod';
import { type KeptLabelRule, RULE_MATCHES, type RulePreview } from '../../attribution/index.ts';
import { method } from './attribution-values.ts';
import { route } from './route.ts';
import { amountText, instant, reference } from './values.ts';

const rule = z
  .object({
    id: z.string(),
    network: z.string().nullable(),
    match: z.enum(RULE_MATCHES),
    text: z.string(),
    site: z.string().nullable(),
    page: z.string().nullable(),
    campaign: z.string().nullable(),
    madeBy: z.string(),
    createdAt: instant,
    changedAt: instant,
  })
  .meta({ id: 'LabelRule' }) satisfies z.ZodType<KeptLabelRule>;

const wantedRule = {
  network: reference.nullable().default(null).meta({ description: 'null: any network.' }),
  match: z.enum(RULE_MATCHES).meta({
    description: 'Upper and lower case are alike. wildcard: the whole sub-id, * for any characters.',
  }),
  text: z.string().trim().min(1).max(500),
  page: z.string().trim().max(1500).nullable().default(null).meta({ description: 'An address, or host and path.' }),
  site: reference.nullable().default(null),
  campaign: z.string().trim().max(200).nullable().default(null),
};

const ofRule = z.strictObject({ rule: reference });
const sums = z.object({ currency: z.string(), lines: z.int(), commission: amountText });

const rulePreview = z
  .object({
    subIds: z.int().meta({ description: 'Distinct sub-ids that the rule decides.' }),
    examples: z.array(z.object({ subId: z.string(), networkLabel: z.string(), lines: z.int() })),
    changes: z
      .array(sums.extend({ from: method, to: method, fromRule: z.string().nullable(), toRule: z.string().nullable() }))
      .meta({
        description: 'Lines that would be attributed otherwise; model stands for “as the model says, or to nobody”.',
      }),
    conflicts: z
      .array(z.object({ rule, subIds: z.int(), goesFirst: z.boolean() }))
      .meta({ description: 'Other rules that the same sub-ids meet; the more specific one decides.' }),
    stronger: z.array(sums).meta({ description: 'Lines that meet the rule but whose click is known: they stay.' }),
  })
  .meta({ id: 'RulePreview' }) satisfies z.ZodType<RulePreview>;

export const labelRuleRoutes = {
  listLabelRules: route({
    method: 'GET',
    path: '/api/v1/label-rules',
    topic: 'Attribution',
    summary: 'What the publisher’s own sub-ids mean, the rule that goes first first, with what each decides.',
    needs: 'view',
    answer: {
      kind: 'json',
      status: 200,
      schema: z.object({ rules: z.array(rule.extend({ decides: z.array(sums) })) }),
    },
    errors: [],
  }),
  addLabelRule: route({
    method: 'POST',
    path: '/api/v1/label-rules',
    topic: 'Attribution',
    summary: 'Says what sub-ids mean, for the past and for what comes.',
    needs: 'edit',
    body: z.strictObject(wantedRule),
    answer: { kind: 'json', status: 201, schema: rule },
    errors: ['invalid-settings', 'label-rule-taken', 'unknown-site', 'unknown-network'],
  }),
  changeLabelRule: route({
    method: 'PATCH',
    path: '/api/v1/label-rules/{rule}',
    topic: 'Attribution',
    summary: 'Changes a rule; what is left out stays.',
    needs: 'edit',
    params: ofRule,
    body: z.strictObject({
      network: reference.nullable().optional(),
      match: z.enum(RULE_MATCHES).optional(),
      text: z.string().trim().min(1).max(500).optional(),
      page: z.string().trim().max(1500).nullable().optional(),
      site: reference.nullable().optional(),
      campaign: z.string().trim().max(200).nullable().optional(),
    }),
    answer: { kind: 'json', status: 200, schema: rule },
    errors: ['unknown-label-rule', 'invalid-settings', 'label-rule-taken', 'unknown-site', 'unknown-network'],
  }),
  deleteLabelRule: route({
    method: 'DELETE',
    path: '/api/v1/label-rules/{rule}',
    topic: 'Attribution',
    summary: 'Removes a rule; what it decided is attributed anew.',
    needs: 'edit',
    params: ofRule,
    answer: { kind: 'json', status: 200, schema: rule },
    errors: ['unknown-label-rule'],
  }),
  previewLabelRule: route({
    method: 'POST',
    path: '/api/v1/label-rules/preview',
    topic: 'Attribution',
    summary: 'What a rule (a changed one, or the removal of one) would change. Nothing is kept.',
    needs: 'edit',
    body: z.strictObject({
      instead: reference.optional().meta({ description: 'The rule that this one would take the place of.' }),
      rule: z.strictObject(wantedRule).nullable().meta({ description: 'null: the rule is removed.' }),
    }),
    answer: { kind: 'json', status: 200, schema: rulePreview },
    errors: ['unknown-label-rule', 'invalid-settings', 'label-rule-taken', 'unknown-site', 'unknown-network'],
  }),
} as const;
