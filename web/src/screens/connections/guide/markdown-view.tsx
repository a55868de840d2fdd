/** Shows a guide that the server took apart. Text becomes text: nothing of it is HTML. */
import type { Block, Inline } from '../queries.ts';

function InlineView({ parts }: { readonly parts: readonly Inline[] }) {
  return parts.map((part, place) => {
    const key = `${place}-${part.kind}`;
    switch (part.kind) {
      case 'code':
        return (
          <code key={key} className="break-words rounded bg-sunken px-1 py-0.5 text-[0.92em]">
            {part.text}
          </code>
        );
      case 'strong':
        return <strong key={key}>{part.text}</strong>;
      case 'em':
        return <em key={key}>{part.text}</em>;
      case 'link':
        return (
          <a
            key={key}
            href={part.href}
            target="_blank"
            rel="noopener noreferrer nofollow"
            className="text-accent underline underline-offset-2"
          >
            {part.text}
          </a>
        );
      case 'text':
        return part.text;
      default:
        return null; // there is no other kind
    }
  });
}

function BlockView({ network, block }: { readonly network: string; readonly block: Block }) {
  switch (block.kind) {
    case 'heading':
      return block.level === 3 ? (
        <h4 className="mt-2 font-semibold text-text">
          <InlineView parts={block.content} />
        </h4>
      ) : (
        <h3 className="mt-3 font-semibold text-base text-text">
          <InlineView parts={block.content} />
        </h3>
      );
    case 'paragraph':
      return (
        <p className="text-pretty">
          <InlineView parts={block.content} />
        </p>
      );
    case 'list': {
      const items = block.items.map((item, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the items of a guide never move
        <li key={place} className="pl-1">
          <InlineView parts={item} />
        </li>
      ));
      const look = 'flex flex-col gap-1.5 pl-5 marker:text-faint';
      return block.isOrdered ? (
        <ol className={`list-decimal ${look}`}>{items}</ol>
      ) : (
        <ul className={`list-disc ${look}`}>{items}</ul>
      );
    }
    case 'code':
      return <pre className="overflow-x-auto rounded-card bg-sunken p-3 text-xs">{block.text}</pre>;
    case 'picture':
      return <PictureView network={network} block={block} />;
    case 'table':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
        <section tabIndex={0} aria-label="Table" className="overflow-x-auto">
          <table className="w-full border-collapse text-left text-[13px]">
            <thead>
              <tr>
                {block.head.map((cell, place) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: as above
                  <th key={place} className="border-b py-1.5 pr-3 font-medium text-text">
                    <InlineView parts={cell} />
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {block.rows.map((row, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: as above
                <tr key={place}>
                  {row.map((cell, column) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: as above
                    <td key={column} className="border-b py-1.5 pr-3 align-top">
                      <InlineView parts={cell} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      );
  }
}

interface PictureViewProps {
  readonly network: string;
  readonly block: Extract<Block, { readonly kind: 'picture' }>;
}

/** A drawing knows both themes; a picture of a screen has a twin. A click shows it as large as it is. */
function PictureView({ network, block: { file, alt } }: PictureViewProps) {
  const isScreen = file.endsWith('.png');
  const shown = isScreen
    ? [
        { file, look: 'dark:hidden' },
        { file: file.replace(/\.png$/, '-dark.png'), look: 'hidden dark:block' },
      ]
    : [{ file, look: '' }];
  return shown.map((one) => (
    <a
      key={one.file}
      href={`/guides/${network}/${one.file}`}
      target="_blank"
      rel="noopener"
      className={`my-1 block ${one.look}`}
    >
      <img
        src={`/guides/${network}/${one.file}`}
        alt={alt}
        loading="lazy"
        className="h-auto w-full rounded-card border"
      />
    </a>
  ));
}

interface MarkdownViewProps {
  readonly network: string;
  readonly blocks: readonly Block[];
}

export function MarkdownView({ network, blocks }: MarkdownViewProps) {
  return (
    <div className="flex flex-col gap-2.5 text-muted leading-5.5">
      {blocks.map((block, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the blocks of a guide never move
        <BlockView key={place} network={network} block={block} />
      ))}
    </div>
  );
}
