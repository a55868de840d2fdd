/** A link as it is read in a list: what tells it from others first, its path at the shop, then the shop. */
import { linkParts } from './earners/earner-words.ts';

export function LinkText({ link }: { readonly link: string }) {
  const { host, path } = linkParts(link);
  if (path === '') return <>{host}</>;
  return (
    <>
      {path}
      <span className="ml-2 text-muted">{host}</span>
    </>
  );
}
