/** Shows a guide as a page. Its text becomes text: nothing of it is HTML. */
import { type Block, darkTwinOf, type Inline } from '../networks/index.ts';

function Text({ parts }: { readonly parts: readonly Inline[] }) {
  return (
    <>
      {parts.map((part) => {
        switch (part.kind) {
          case 'code':
            return <code>{part.text}</code>;
          case 'strong':
            return <strong>{part.text}</strong>;
          case 'em':
            return <em>{part.text}</em>;
          case 'link':
            return (
              <a href={part.href} rel="noopener noreferrer nofollow">
                {part.text}
              </a>
            );
          case 'text':
            return <>{part.text}</>;
          default:
            return null; // there is no other kind
        }
      })}
    </>
  );
}

/** The fragment of a heading: `Site ID` → `site-id`. */
export function slugOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}

interface ViewProps {
  readonly network: string;
  readonly block: Block;
}

function BlockView({ network, block }: ViewProps) {
  switch (block.kind) {
    case 'heading':
      if (block.level === 1) return null; // the page has said it
      return block.level === 2 ? (
        <h2 id={slugOf(block.text)}>
          <Text parts={block.content} />
        </h2>
      ) : (
        <h3 id={slugOf(block.text)}>
          <Text parts={block.content} />
        </h3>
      );
    case 'paragraph':
      return (
        <p>
          <Text parts={block.content} />
        </p>
      );
    case 'list':
      return <ListView block={block} />;
    case 'code':
      return (
        <pre tabindex={0}>
          <code>{block.text}</code>
        </pre>
      );
    case 'picture':
      return <PictureView network={network} block={block} />;
    case 'table':
      return <TableView block={block} />;
  }
}

type BlockOf<Kind extends Block['kind']> = Extract<Block, { readonly kind: Kind }>;

/** Its address belongs to the guide's folder, which the app shows too. */
function PictureView({
  network,
  block: { file, alt },
}: {
  readonly network: string;
  readonly block: BlockOf<'picture'>;
}) {
  const [own, dark] = [file, darkTwinOf(file)].map((one) => `/guides/${network}/${one}`);
  return (
    <figure>
      <picture>
        {dark !== own && <source srcset={dark} media="(prefers-color-scheme: dark)" />}
        <img src={own} alt={alt} loading="lazy" width="480" />
      </picture>
    </figure>
  );
}

function ListView({ block }: { readonly block: BlockOf<'list'> }) {
  const items = block.items.map((item) => (
    <li>
      <Text parts={item} />
    </li>
  ));
  return block.isOrdered ? <ol>{items}</ol> : <ul>{items}</ul>;
}

function TableView({ block }: { readonly block: BlockOf<'table'> }) {
  return (
    <section class="scroll" tabindex={0} aria-label={`Table: ${block.head.map(plain).join(', ')}`}>
      <table>
        <thead>
          <tr>
            {block.head.map((cell) => (
              <th scope="col">
                <Text parts={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {block.rows.map((row) => (
            <tr>
              {row.map((cell) => (
                <td>
                  <Text parts={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function plain(parts: readonly Inline[]): string {
  return parts.map(({ text }) => text).join('');
}

interface GuideViewProps {
  readonly network: string;
  readonly blocks: readonly Block[];
}

export function GuideView({ network, blocks }: GuideViewProps) {
  return (
    <>
      {blocks.map((block) => (
        <BlockView network={network} block={block} />
      ))}
    </>
  );
}
