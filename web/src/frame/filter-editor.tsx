/** A filter being made or changed: of what, is or is not or contains, and which values. Every tick is seen at once. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { DIMENSIONS, type Dimension, isAttributed, NONE } from '../report/dimensions.ts';
import { earnersQuery } from '../report/earners/earner-queries.ts';
import { breakdownQuery } from '../report/queries.ts';
import { useValueLabel } from '../report/value-names.ts';
import { Button } from '../ui/button.tsx';
import { Checkbox, Input, Select } from '../ui/field.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { SkeletonLines } from '../ui/states.tsx';
import { dimensionLabel, type Filter } from '../view/filter.ts';
import { useQuestion } from '../view/use-view.ts';

const WORDS = [
  { id: 'is', label: 'is' },
  { id: 'is-not', label: 'is not' },
  { id: 'contains', label: 'contains' },
] as const;
/** So many values are offered; the search finds the others. */
const OFFERED = 8;

export interface FilterEditorProps {
  /** Undefined: a new one. */
  readonly filter: Filter | undefined;
  /** Undefined: it has no values left and is taken away. */
  readonly onChange: (filter: Filter | undefined) => void;
}

export function FilterEditor({ filter, onChange }: FilterEditorProps) {
  const [dimension, setDimension] = useState(filter?.dimension ?? 'advertiser');
  const [word, setWord] = useState(filter?.word ?? 'is');
  const values = filter?.values ?? [];
  const change = (next: readonly string[], nextWord = word): void =>
    onChange(next.length === 0 ? undefined : { dimension, word: nextWord, values: next });
  const isOffered = word !== 'contains' && dimension !== 'orderId';
  return (
    <div className="flex w-72 flex-col gap-3 p-3 max-sm:w-full">
      {filter === undefined ? (
        <Select aria-label="Filter by" value={dimension} onChange={(event) => setDimension(event.target.value)}>
          {DIMENSIONS.map((one) => (
            <option key={one} value={one}>
              {dimensionLabel(one)}
            </option>
          ))}
        </Select>
      ) : (
        <p className="font-medium">{dimensionLabel(dimension)}</p>
      )}
      <Segmented
        label="How"
        options={WORDS}
        value={word}
        onChange={(next) => {
          setWord(next);
          if (values.length > 0) change(values, next);
        }}
      />
      {isOffered ? (
        <OfferedValues by={dimension as Offered} values={values} onChange={change} />
      ) : (
        <TypedValues values={values} onChange={change} />
      )}
    </div>
  );
}

interface ValuesProps {
  readonly values: readonly string[];
  readonly onChange: (values: readonly string[]) => void;
}

type Offered = Exclude<Dimension, 'orderId'>;

/** The values that bring most, found by a part of their name. */
function useOffered(by: Offered, wanted: string) {
  const { f: _f, ...days } = useQuestion().lines;
  const asked = { ...days, sort: '-commission', limit: OFFERED, ...(wanted === '' ? {} : { find: wanted }) };
  const isOfAttribution = isAttributed(by);
  const ofLines = useQuery({
    ...breakdownQuery({ ...asked, by: isOfAttribution ? 'advertiser' : by }),
    enabled: !isOfAttribution,
  });
  const ofAttribution = useQuery({
    ...earnersQuery({ ...asked, by: isOfAttribution ? by : 'page' }),
    enabled: isOfAttribution,
  });
  return (isOfAttribution ? ofAttribution : ofLines).data?.rows;
}

function OfferedValues({ by, values, onChange }: ValuesProps & { readonly by: Offered }) {
  const [find, setFind] = useState('');
  const rows = useOffered(by, find.trim());
  const labelOf = useValueLabel(by === 'site');
  const nameOf = (value: string): string => {
    if (isAttributed(by)) return labelOf(by, value);
    return value === NONE ? 'not stated' : (labels.get(value) ?? value);
  };
  const labels = new Map(rows?.map(({ key, label }) => [key, label])); // a value of two currencies once
  const shown = [...new Set([...values, ...labels.keys()])];
  const toggle = (value: string, isChosen: boolean): void =>
    onChange(isChosen ? [...values, value] : values.filter((one) => one !== value));
  return (
    <>
      <Input
        type="search"
        aria-label="Find a value"
        placeholder="Find …"
        value={find}
        onChange={(event) => setFind(event.target.value)}
      />
      {rows === undefined ? (
        <SkeletonLines count={4} />
      ) : (
        <div className="flex max-h-64 flex-col gap-2 overflow-y-auto">
          {shown.map((value) => (
            <Checkbox
              key={value}
              label={nameOf(value)}
              checked={values.includes(value)}
              onChange={(event) => toggle(value, event.target.checked)}
            />
          ))}
          {shown.length === 0 && <p className="text-muted">Nothing is called so.</p>}
        </div>
      )}
    </>
  );
}

/** Values as they are typed, one after the other. */
function TypedValues({ values, onChange }: ValuesProps) {
  const [text, setText] = useState('');
  const typed = text.trim();
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (typed === '') return;
        onChange([...new Set([...values, typed])]);
        setText('');
      }}
    >
      {values.map((value) => (
        <Checkbox key={value} label={value} checked onChange={() => onChange(values.filter((one) => one !== value))} />
      ))}
      <span className="flex gap-2">
        <Input aria-label="Value" value={text} onChange={(event) => setText(event.target.value)} />
        <Button type="submit" disabled={typed === ''}>
          Add
        </Button>
      </span>
    </form>
  );
}
