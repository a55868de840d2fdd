/** What a site lets be collected: how readers are told apart, hosts, excluded links, facts about articles, how long. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call, type Wish } from '../../api/client.ts';
import { useMay, WANTS } from '../../api/use-may.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Checkbox, Field, Input, Textarea } from '../../ui/field.tsx';
import { submitted } from '../../ui/submitted.ts';
import { toast } from '../../ui/toast-store.ts';
import { FormError } from '../access/form-error.tsx';
import { PrivacyField } from './privacy-field.tsx';
import { type Site, sitesQuery } from './queries.ts';

type Change = NonNullable<Wish<'PATCH /api/v1/sites/{site}'>['body']>;
type Dimension = Site['dimensions'][number];

const DIMENSIONS: readonly { readonly id: Dimension; readonly label: string; readonly hint: string }[] = [
  { id: 'author', label: 'Author', hint: 'data-author, a meta tag, or JSON-LD' },
  { id: 'category', label: 'Category', hint: 'data-category, or the article’s section' },
  { id: 'published', label: 'Day of publication', hint: 'data-published, or JSON-LD' },
  { id: 'tags', label: 'Tags', hint: 'data-tags, or the article’s tags' },
];

/** Lines of a text without the empty ones. */
function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** The form's own state, as it is typed. */
function useDraft(site: Site) {
  const [draft, setDraft] = useState({
    name: site.name,
    privacy: site.privacy,
    respectsGpc: site.respectsGpc,
    dimensions: site.dimensions,
    hosts: site.allowedHosts.join('\n'),
    links: site.excludedLinks.join('\n'),
    months: String(site.retentionMonths),
  });
  const set = (change: Partial<typeof draft>): void => setDraft({ ...draft, ...change });
  const body: Change = {
    name: draft.name,
    privacy: draft.privacy,
    respectsGpc: draft.respectsGpc,
    dimensions: [...draft.dimensions],
    allowedHosts: [...linesOf(draft.hosts)],
    excludedLinks: [...linesOf(draft.links)],
    retentionMonths: Number(draft.months),
  };
  return { draft, set, body };
}

type Draft = ReturnType<typeof useDraft>;

export function SiteSettings({ site }: { readonly site: Site }) {
  const queryClient = useQueryClient();
  const mayChange = useMay('admin');
  const { draft, set, body } = useDraft(site);
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => call('PATCH /api/v1/sites/{site}', { params: { site: site.id }, body }),
    onSuccess: async () => {
      toast('Saved: it counts from the next event on');
      await queryClient.invalidateQueries({ queryKey: sitesQuery.queryKey });
    },
  });
  return (
    <Card title="What is collected">
      <form onSubmit={submitted(mutate)}>
        <fieldset disabled={!mayChange || isPending} className="flex max-w-2xl flex-col gap-5">
          <Field label="Name">
            {(control) => (
              <Input {...control} required value={draft.name} onChange={({ target }) => set({ name: target.value })} />
            )}
          </Field>
          <PrivacyField value={draft.privacy} isOff={!mayChange} onChange={(privacy) => set({ privacy })} />
          <Checkbox
            label="Respect Global Privacy Control"
            hint="A reader whose browser asks not to be tracked gets no id, and their clicks carry none."
            checked={draft.respectsGpc}
            onChange={({ target }) => set({ respectsGpc: target.checked })}
          />
          <DimensionBoxes draft={draft} set={set} />
          <ListFields draft={draft} set={set} />
          <FormError error={error} />
          <div className="flex items-center gap-3">
            <Button type="submit" look="primary" isBusy={isPending} disabled={!mayChange}>
              Save
            </Button>
            {!mayChange && <span className="text-muted">{WANTS.admin}</span>}
          </div>
        </fieldset>
      </form>
    </Card>
  );
}

function DimensionBoxes({ draft, set }: Pick<Draft, 'draft' | 'set'>) {
  const toggle = (id: Dimension, isOn: boolean): void =>
    set({
      dimensions: DIMENSIONS.map((one) => one.id).filter((one) => (one === id ? isOn : draft.dimensions.includes(one))),
    });
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 font-medium">Facts about articles</legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {DIMENSIONS.map(({ id, label, hint }) => (
          <Checkbox
            key={id}
            label={label}
            hint={hint}
            checked={draft.dimensions.includes(id)}
            onChange={({ target }) => toggle(id, target.checked)}
          />
        ))}
      </div>
    </fieldset>
  );
}

function ListFields({ draft, set }: Pick<Draft, 'draft' | 'set'>) {
  return (
    <>
      <Field
        label="Hosts of the site"
        hint="One a line. *.example.com stands for every name below it; events from elsewhere are dropped and counted."
      >
        {(control) => (
          <Textarea
            {...control}
            required
            spellCheck={false}
            value={draft.hosts}
            onChange={({ target }) => set({ hosts: target.value })}
          />
        )}
      </Field>
      <Field
        label="Excluded links"
        isOptional
        hint="One a line: links that begin so are not counted. example.com/out leaves every link of that folder out."
      >
        {(control) => (
          <Textarea
            {...control}
            spellCheck={false}
            value={draft.links}
            onChange={({ target }) => set({ links: target.value })}
          />
        )}
      </Field>
      <Field label="Events are kept for" hint="Months. Counts, revenue and attributions stay; single events go.">
        {(control) => (
          <Input
            {...control}
            required
            type="number"
            min={1}
            max={120}
            className="w-28"
            value={draft.months}
            onChange={({ target }) => set({ months: target.value })}
          />
        )}
      </Field>
    </>
  );
}
