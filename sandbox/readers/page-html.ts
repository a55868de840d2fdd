/** A page of the simulated publisher as a browser gets it, with its links and the browser script. */
import type { Page } from '../world/publisher.ts';
import { statedBy, wordsAt } from './page-content.ts';

/** Where the script lies, and the key of the site. */
export interface ScriptOnPage {
  readonly url: string;
  readonly key: string;
}

/** The document. `others` are pages of the same site that it links to. */
export function pageHtml(page: Page, script: ScriptOnPage, others: readonly Page[] = []): string {
  const facts = Object.entries(statedBy(page)).map(([name, value]) => ` data-${name}="${escaped(value)}"`);
  const links = page.links.map((link) => {
    const { heading, text } = wordsAt(link);
    return `<section data-placement="${link.placement}"><h2>${escaped(heading)}</h2>
<p>It is <a href="${escaped(link.url)}">${escaped(text)}</a>.</p></section>`;
  });
  const own = others.map(({ url, title }) => `<li><a href="${new URL(url).pathname}">${escaped(title)}</a></li>`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${escaped(page.title)}</title>
<link rel="icon" href="data:,">
<script defer src="${script.url}" data-site="${script.key}"${facts.join('')}></script>
</head>
<body><main><h1>${escaped(page.title)}</h1>
${links.join('\n')}
<nav><ul>${own.join('')}</ul></nav>
</main></body>
</html>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
