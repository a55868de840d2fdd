/** A mail of a few paragraphs and one link, as text and as HTML. Pure. */
import { escapeHtml, mailHtml } from './html.ts';
import type { Message } from './mailer.ts';

/** What a short mail says. */
export interface ShortMail {
  readonly subject: string;
  readonly paragraphs: readonly string[];
  readonly link?: { readonly label: string; readonly url: string };
  /** Below the link: what to do if one did not ask for it. */
  readonly after?: string;
}

/** Both forms of a short mail. Line breaks in what others wrote cannot make a header: the subject is one line. */
export function shortMail({ subject, paragraphs, link, after }: ShortMail): Omit<Message, 'to' | 'id'> {
  const last = after === undefined ? [] : [after];
  const text = [...paragraphs, ...(link === undefined ? [] : [`${link.label}:\n${link.url}`]), ...last].join('\n\n');
  const linkHtml =
    link === undefined
      ? []
      : [
          `<p><a href="${escapeHtml(link.url)}">${escapeHtml(link.label)}</a></p>`,
          `<p style="font-size:13px;color:#6b6862;word-break:break-all">${escapeHtml(link.url)}</p>`,
        ];
  const body = [...paragraphs.map(paragraph), ...linkHtml, ...last.map(paragraph)].join('\n');
  const oneLine = subject.replaceAll(/\s+/g, ' ');
  return { subject: oneLine, text: `${text}\n`, html: mailHtml(oneLine, body), unsubscribeUrl: null };
}

function paragraph(text: string): string {
  return `<p>${escapeHtml(text)}</p>`;
}
