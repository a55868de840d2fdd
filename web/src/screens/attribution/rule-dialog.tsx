/** What a sub-id means: made once, it holds for the past and for what comes. What it changes is shown before it is kept. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useId, useState } from 'react';
import { call } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, Input, Select } from '../../ui/field.tsx';
import { submitted } from '../../ui/submitted.ts';
import { toast } from '../../ui/toast-store.ts';
import { FormError } from '../access/form-error.tsx';
import { networksQuery } from '../connections/queries.ts';
import { sitesQuery } from '../sites/queries.ts';
import { RulePreviewPart } from './rule-preview.tsx';
import { draftOf, type LabelRule, MATCHES, type RuleDraft, type RuleMatch, ruleOf } from './rule-words.ts';

interface RuleDialogProps {
  /** The rule that is changed; without it a new one is made. */
  readonly rule?: LabelRule;
  /** The sub-id that the new one is about. */
  readonly start?: { readonly text: string; readonly network: string };
  readonly onClose: () => void;
}

/** So long after the last letter, the preview is asked for. */
const PAUSE_MS = 400;

function usePreview(draft: RuleDraft, instead: string | undefined) {
  const [asked, setAsked] = useState(draft);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(draft), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [draft]);
  const rule = ruleOf(asked);
  return useQuery({
    // no part of the rules: once the rule is kept, asking again would find it taken
    queryKey: ['rule-preview', instead, rule],
    queryFn: ({ signal }) =>
      call(
        'POST /api/v1/label-rules/preview',
        { body: { rule, ...(instead === undefined ? {} : { instead }) } },
        signal,
      ),
    enabled: rule !== null,
    placeholderData: keepPreviousData,
    retry: false,
  });
}

export function RuleDialog({ rule: present, start, onClose }: RuleDialogProps) {
  const queryClient = useQueryClient();
  const form = useId();
  const [draft, setDraft] = useState<RuleDraft>(
    present === undefined
      ? { match: 'exact', text: start?.text ?? '', network: start?.network ?? '', page: '', site: '', campaign: '' }
      : draftOf(present),
  );
  const set = (change: Partial<RuleDraft>): void => setDraft({ ...draft, ...change });
  const rule = ruleOf(draft);
  const preview = usePreview(draft, present?.id);
  const { mutate, error, isPending } = useMutation({
    mutationFn: async () => {
      if (rule === null) throw new TypeError('The button waits for a whole rule.');
      if (present === undefined) await call('POST /api/v1/label-rules', { body: rule });
      else await call('PATCH /api/v1/label-rules/{rule}', { params: { rule: present.id }, body: rule });
    },
    onSuccess: async () => {
      toast('Kept: commissions are attributed anew');
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: ['label-rules'] }),
        queryClient.invalidateQueries({ queryKey: ['report'] }),
      ]);
      onClose();
    },
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="lg"
      title={present === undefined ? 'What this sub-id means' : 'Change the rule'}
      description="It holds for the lines you have and for those that come. A click that is known goes before any rule."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={form} look="primary" isBusy={isPending} disabled={rule === null}>
            {present === undefined ? 'Make the rule' : 'Change the rule'}
          </Button>
        </>
      }
    >
      <form
        id={form}
        onSubmit={submitted(() => rule !== null && !isPending && mutate())}
        className="flex flex-col gap-5"
      >
        <Matching draft={draft} set={set} />
        <Meaning draft={draft} set={set} />
        <FormError error={error} />
        <RulePreviewPart preview={preview.data} error={preview.error} isWanted={rule !== null} />
      </form>
    </Dialog>
  );
}

interface PartProps {
  readonly draft: RuleDraft;
  readonly set: (change: Partial<RuleDraft>) => void;
}

function Matching({ draft, set }: PartProps) {
  const { data: networks = [] } = useQuery(networksQuery);
  return (
    <div className="grid gap-4 sm:grid-cols-[11rem_1fr_11rem]">
      <Field label="The sub-id">
        {(control) => (
          <Select
            {...control}
            value={draft.match}
            onChange={({ target }) => set({ match: target.value as RuleMatch /* the options below */ })}
          >
            {MATCHES.map(({ id, label }) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Text">
        {(control) => (
          <Input
            {...control}
            required
            spellCheck={false}
            autoCapitalize="none"
            placeholder={MATCHES.find(({ id }) => id === draft.match)?.example}
            value={draft.text}
            onChange={({ target }) => set({ text: target.value })}
          />
        )}
      </Field>
      <Field label="Network">
        {(control) => (
          <Select {...control} value={draft.network} onChange={({ target }) => set({ network: target.value })}>
            <option value="">Any</option>
            {networks.map(({ id, label }) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </div>
  );
}

function Meaning({ draft, set }: PartProps) {
  const { data: sites = [] } = useQuery(sitesQuery);
  return (
    <fieldset className="flex flex-col gap-4">
      <legend className="mb-3 font-semibold">It means</legend>
      <Field label="Page" hint="Paste its address.">
        {(control) => (
          <Input
            {...control}
            autoFocus
            spellCheck={false}
            autoCapitalize="none"
            placeholder="https://www.example.com/best-knives"
            value={draft.page}
            onChange={({ target }) => set({ page: target.value })}
          />
        )}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Or a site as a whole" isOptional>
          {(control) => (
            <Select {...control} value={draft.site} onChange={({ target }) => set({ site: target.value })}>
              <option value="">None</option>
              {sites.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="Campaign" isOptional hint="A newsletter, a channel: anything you call it.">
          {(control) => (
            <Input {...control} value={draft.campaign} onChange={({ target }) => set({ campaign: target.value })} />
          )}
        </Field>
      </div>
    </fieldset>
  );
}
