/** A letter of the newsletter, read from its Markdown file. Pure. */
import { hashOf, TributaryError } from '../core/index.ts';
import { escapeHtml, mailHtml } from './html.ts';
import type { Message } from './mailer.ts';
import { markdownHtml } from './markdown.ts';

/** A letter before it is anyone's. */
export interface Letter {
  /** Of its text: the same file is the same letter, however often it is given. */
  readonly id: string;
  readonly subject: string;
  /** Without the front matter. */
  readonly markdown: string;
}

const LONGEST_SUBJECT = 200;

/** Reads a file: the subject is `subject:` (or `title:`) of the front matter, else the first heading. Throws `invalid-request`. */
export function readLetter(file: string): Letter {
  const text = file.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  const [whole = '', front = ''] = /^---\n([\s\S]*?)\n---[ \t]*(?:\n|$)/.exec(text) ?? [];
  const markdown = text.slice(whole.length).trim();
  const named = /^(?:subject|title):[ \t]*(.+)$/im
    .exec(front)?.[1]
    ?.trim()
    .replace(/^(["'])(.*)\1$/, '$2');
  const subject = (named ?? /^#\s+(.+)$/m.exec(markdown)?.[1] ?? '').replaceAll(/\s+/g, ' ').trim();
  if (subject === '' || subject.length > LONGEST_SUBJECT) {
    throw wrong(
      `The letter wants a subject of at most ${LONGEST_SUBJECT} characters: "subject: …" or a first heading "# …".`,
    );
  }
  if (markdown === '') throw wrong('The letter has no text.');
  return { id: hashOf(JSON.stringify([subject, markdown])).slice(0, 32), subject, markdown };
}

/** One reader's copy. */
export function copyOf({ subject, markdown }: Omit<Letter, 'id'>, unsubscribeUrl: string): Omit<Message, 'to' | 'id'> {
  const why = 'You get this because you subscribed to it. Unsubscribe at any time';
  const html = `${markdownHtml(markdown)}\n<hr><p style="font-size:13px;color:#6b6862">${why}: <a href="${escapeHtml(unsubscribeUrl)}">unsubscribe</a>.</p>`;
  return {
    ...{ subject, text: `${markdown}\n\n-- \n${why}:\n${unsubscribeUrl}\n`, html: mailHtml(subject, html) },
    unsubscribeUrl,
  };
}

function wrong(message: string): TributaryError {
  return new TributaryError('invalid-request', message, { column: 'markdown' });
}
