/** Says at which address passkeys work: browsers tie them to a name, never to an IP address such as 127.0.0.1. */
export function PasskeyPlace({ origin }: { readonly origin: string }) {
  return (
    <p className="text-pretty text-faint text-xs leading-4.5">
      Passkeys work at{' '}
      <a href={origin + window.location.pathname} className="text-accent underline underline-offset-4">
        {origin}
      </a>
      , not at {window.location.host}: a browser ties them to a name, and an IP address is none.
    </p>
  );
}
