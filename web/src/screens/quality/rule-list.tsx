/** The rules about sub-ids, the one that goes first first, with what each decides. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Pencil, Plus, Tag, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { May } from '../../api/may.tsx';
import { useMay } from '../../api/use-may.ts';
import { formatCount, formatMoney } from '../../format/numbers.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { EmptyState, ErrorState, SkeletonLines } from '../../ui/states.tsx';
import { RuleDialog } from '../attribution/lazy-rule-dialog.tsx';
import { RulePreviewPart } from '../attribution/rule-preview.tsx';
import { type LabelRule, ruleSentence } from '../attribution/rule-words.ts';
import { networksQuery } from '../connections/queries.ts';
import { sitesQuery } from '../sites/queries.ts';

type Opened = { readonly rule: LabelRule | undefined } | null;

export function RuleList() {
  const { data, error, refetch } = useQuery({
    queryKey: ['label-rules'],
    queryFn: async ({ signal }) => (await call('GET /api/v1/label-rules', {}, signal)).rules,
    staleTime: 0,
  });
  const [opened, setOpened] = useState<Opened>(null);
  const [removed, setRemoved] = useState<LabelRule | null>(null);
  const add = (
    <May least="editor" otherwise={null}>
      <Button look="primary" icon={Plus} onClick={() => setOpened({ rule: undefined })}>
        Make a rule
      </Button>
    </May>
  );
  if (error !== null && data === undefined) {
    return <ErrorState title="The rules could not be read" error={error} onRetry={() => void refetch()} />;
  }
  if (data === undefined) return <SkeletonLines count={5} />;
  return (
    <>
      {data.length === 0 ? (
        <EmptyState
          title="No rules yet"
          picture={<Tag aria-hidden size={32} strokeWidth={1.25} className="text-faint" />}
          action={add}
        >
          A rule says what a sub-id of your own means: a page, a site, a campaign. Ids of clicks need none.
        </EmptyState>
      ) : (
        <>
          <div className="flex items-center gap-3">
            <p className="min-w-0 flex-1 text-pretty text-muted">
              The more specific rule goes first; a click that is known goes before all of them.
            </p>
            {add}
          </div>
          <Card isFlush>
            <ol className="divide-y">
              {data.map((rule) => (
                <li key={rule.id}>
                  <RuleLine rule={rule} onChange={() => setOpened({ rule })} onRemove={() => setRemoved(rule)} />
                </li>
              ))}
            </ol>
          </Card>
        </>
      )}
      {opened !== null && (
        <RuleDialog {...(opened.rule === undefined ? {} : { rule: opened.rule })} onClose={() => setOpened(null)} />
      )}
      {removed !== null && <RemoveRule rule={removed} onClose={() => setRemoved(null)} />}
    </>
  );
}

interface RuleLineProps {
  readonly rule: LabelRule;
  readonly onChange: () => void;
  readonly onRemove: () => void;
}

function RuleLine({ rule, onChange, onRemove }: RuleLineProps) {
  const { data: networks = [] } = useQuery(networksQuery);
  const { data: sites = [] } = useQuery(sitesQuery);
  const mayEdit = useMay('editor');
  const network = networks.find(({ id }) => id === rule.network)?.label ?? rule.network ?? 'any network';
  const site = sites.find(({ id }) => id === rule.site)?.name;
  const meaning = [rule.page ?? site, rule.campaign].filter((one) => one !== null && one !== undefined);
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3">
      <div className="min-w-0 flex-1 basis-72">
        <p className="break-words font-medium">
          {ruleSentence(rule)} <span className="font-normal text-faint">{network}</span>
        </p>
        <p className="break-all text-muted">→ {meaning.join(' · ')}</p>
      </div>
      <p className="num text-muted">
        {rule.decides.length === 0
          ? 'decides nothing yet'
          : rule.decides
              .map(({ lines, commission, currency }) =>
                commission === null
                  ? formatCount(lines, 'line')
                  : `${formatCount(lines, 'line')}, ${formatMoney(commission, currency)}`,
              )
              .join(' · ')}
      </p>
      {mayEdit && (
        <span className="flex">
          <IconButton icon={Pencil} label="Change the rule" onClick={onChange} />
          <IconButton icon={Trash2} label="Remove the rule" onClick={onRemove} />
        </span>
      )}
    </div>
  );
}

/** Removing it is asked about with what it changes. */
function RemoveRule({ rule, onClose }: { readonly rule: LabelRule; readonly onClose: () => void }) {
  const queryClient = useQueryClient();
  const preview = useQuery({
    // no part of the rules: once the rule is gone, asking again would not find it
    queryKey: ['rule-preview', rule.id, null],
    queryFn: ({ signal }) =>
      call('POST /api/v1/label-rules/preview', { body: { instead: rule.id, rule: null } }, signal),
    retry: false,
  });
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => call('DELETE /api/v1/label-rules/{rule}', { params: { rule: rule.id } }),
    onSuccess: async () => {
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: ['label-rules'] }),
        queryClient.invalidateQueries({ queryKey: ['report'] }),
      ]);
      onClose();
    },
  });
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title="Remove the rule?"
      action="Remove the rule"
      isBusy={isPending}
      error={error}
      onConfirm={() => mutate()}
    >
      <p className="mb-3">{ruleSentence(rule)}. What it decided is attributed anew.</p>
      <RulePreviewPart preview={preview.data} error={preview.error} isWanted />
    </ConfirmDialog>
  );
}
