/** Words to look for in a list: they go into the URL a moment after the last letter. */
import { Search } from 'lucide-react';
import { type RefObject, useEffect, useState } from 'react';
import { Input } from '../../ui/field.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { useSetView, useView } from '../../view/use-view.ts';

interface SearchFieldProps {
  readonly label: string;
  readonly placeholder: string;
  readonly searchRef?: RefObject<HTMLInputElement | null>;
}

/** So long after the last letter, the list is asked for. */
const PAUSE_MS = 250;

export function SearchField({ label, placeholder, searchRef }: SearchFieldProps) {
  const view = useView();
  const setView = useSetView();
  const asked = view.q ?? '';
  const [text, setText] = useState(asked);
  useEffect(() => setText(asked), [asked]);
  useEffect(() => {
    const wanted = text.trim();
    if (wanted === asked) return;
    const timer = setTimeout(
      () => setView({ q: wanted === '' ? undefined : wanted }, { replace: asked !== '' }),
      PAUSE_MS,
    );
    return () => clearTimeout(timer);
  }, [text, asked, setView]);
  return (
    <div className="relative w-72 max-sm:w-full">
      <Search
        aria-hidden
        size={16}
        className="pointer-events-none absolute top-1/2 left-3 -translate-y-1/2 text-faint"
      />
      <Input
        ref={searchRef}
        type="search"
        aria-label={label}
        value={text}
        placeholder={placeholder}
        className="pr-9 pl-9"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          if (text === '') event.currentTarget.blur();
          else setText('');
        }}
      />
      {text === '' && searchRef !== undefined && (
        <span className="pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2 max-sm:hidden">
          <Kbd keys="/" />
        </span>
      )}
    </div>
  );
}
