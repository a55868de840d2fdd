/** The page at `/` until the web app replaces it: version, data folder, what to do next. */

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** A small page without any request of its own, light and dark. */
export function startPage(folder: string, version: string): string {
  const data = escaped(folder);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Tributary</title>
<style>
  :root { color-scheme: light dark; font: 16px/1.6 system-ui, sans-serif; }
  body { max-width: 42rem; margin: 0 auto; padding: 3rem 1.25rem; }
  h1 { margin: 0; font-size: 1.75rem; letter-spacing: -0.02em; }
  h2 { margin: 2rem 0 0.5rem; font-size: 1.1rem; }
  pre { padding: 0.9rem 1rem; border: 1px solid color-mix(in srgb, currentColor 20%, transparent); border-radius: 8px; overflow-x: auto; }
  p { margin: 0.5rem 0; }
</style>
<main>
  <h1>Tributary</h1>
  <p>Version ${escaped(version)}. Your ledger lives in <code>${data}</code>.</p>
  <h2>Connect a network</h2>
  <pre>node bin/tributary.js connections add --network rakuten --data "${data}"</pre>
  <h2>Or import the reports you downloaded</h2>
  <p>Download the Signature Orders and the Individual Item report at Rakuten Advertising as CSV, then:</p>
  <pre>node bin/tributary.js import signature-orders.csv individual-items.csv \\
  --network rakuten --country US --data "${data}"</pre>
  <h2>See what you earned</h2>
  <pre>node bin/tributary.js ledger --data "${data}"</pre>
  <h2>Build on it</h2>
  <p>The API is described at <a href="/api/v1/openapi.json">/api/v1/openapi.json</a>; its key is in
  <code>server.json</code> in the data folder.</p>
</main>
</html>
`;
}
