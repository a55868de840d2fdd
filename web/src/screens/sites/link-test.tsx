/** A link is pasted, and one sees what the browser script makes of it. */
import { useQuery } from '@tanstack/react-query';
import { keepPreviousData } from '@tanstack/react-query';
import { Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { messageOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { IconButton } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { copyText } from '../../ui/copy-text.ts';
import { PasteField } from '../../ui/paste-field.tsx';
import { Chip, type Tone } from '../../ui/status-chip.tsx';
import type { ExplainedLink } from './queries.ts';
import { linkWords } from './site-words.ts';

/** So long after the last letter, the link is asked about. */
const PAUSE_MS = 250;

export function LinkTest() {
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const { data, error } = useQuery({
    queryKey: ['links', 'recognise', asked],
    queryFn: ({ signal }) => call('POST /api/v1/links/recognise', { body: { link: asked } }, signal),
    enabled: asked !== '',
    placeholderData: keepPreviousData,
    retry: false,
  });
  const isShown = asked !== '' && data !== undefined && error === null;
  return (
    <Card title="Try a link">
      <div className="flex max-w-3xl flex-col gap-4">
        <PasteField
          label="Paste an affiliate link"
          isSecret={false}
          value={text}
          onChange={setText}
          placeholder="https://click.linksynergy.com/deeplink?id=…"
          hint="Nothing is opened or kept. You see its network, and what the script writes into it at a click."
          error={asked !== '' && error !== null ? messageOf(error) : undefined}
        />
        {isShown && <Explained explained={data} />}
      </div>
    </Card>
  );
}

const OUTCOMES: Readonly<Record<ExplainedLink['outcome'], readonly [word: string, tone: Tone]>> = {
  tagged: ['Gets the click’s id', 'good'],
  kept: ['Your sub-id stays', 'waiting'],
  signed: ['Counted, not changed', 'waiting'],
  untouched: ['Counted, not changed', 'waiting'],
  unknown: ['Not recognised', 'quiet'],
};

function Explained({ explained }: { readonly explained: ExplainedLink }) {
  const { outcome, network, advertiserId, parameter, subId, written, inside, example, excludedBy } = explained;
  const [word, tone] = OUTCOMES[outcome];
  return (
    <div className="flex flex-col gap-3" role="status">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <Chip tone={tone}>{word}</Chip>
        <span className="min-w-0 flex-1 basis-72 text-pretty">{linkWords(explained)}</span>
      </p>
      {network !== null && (
        <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1">
          <Fact name="Network">{network.label}</Fact>
          <Fact name="Advertiser">{advertiserId === null ? 'the link does not say' : `number ${advertiserId}`}</Fact>
          <Fact name="Sub-id goes into">{parameter ?? 'nothing: such links are not changed'}</Fact>
          <Fact name="Sub-id in it">{subId === '' ? 'none' : subId}</Fact>
          {inside.length > 0 && <Fact name="Inside it">{inside.map(({ label }) => label).join(', ')}</Fact>}
          {excludedBy.length > 0 && (
            <Fact name="Excluded by">{excludedBy.join(', ')}: clicks there are not counted</Fact>
          )}
        </dl>
      )}
      {written !== null && (
        <div className="flex flex-col gap-1">
          <div className="flex items-center justify-between">
            <h3 className="font-medium">What leaves the page</h3>
            <IconButton icon={Copy} label="Copy the link" onClick={() => void copyText(written, 'Link copied')} />
          </div>
          <code className="block break-all rounded-card border bg-sunken p-3 text-[13px]">
            {written.split(example).map((part, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text, in their order
              <span key={place}>
                {place > 0 && <mark className="rounded-sm bg-accent-soft px-0.5 text-accent">{example}</mark>}
                {part}
              </span>
            ))}
          </code>
          <p className="text-faint text-xs">
            The marked id is an example: every click gets one of its own, and the link in the page stays as you wrote
            it.
          </p>
        </div>
      )}
    </div>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}
