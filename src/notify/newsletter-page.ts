/** The pages of the newsletter: a heading, a sentence, at most one form. They work without JavaScript. Pure. */
import { escapeHtml } from './html.ts';

/** Where a reader stands. */
export type NewsletterAnswer =
  | 'sign-up'
  | 'asked'
  | 'bad-address'
  | 'too-many'
  | 'off'
  | 'confirm'
  | 'confirmed'
  | 'leave'
  | 'left'
  | 'link-over';

interface Words {
  readonly title: string;
  readonly text: string;
  readonly form?: 'address' | 'confirm' | 'unsubscribe';
}

const WORDS: Readonly<Record<NewsletterAnswer, Words>> = {
  'sign-up': {
    title: 'The newsletter',
    text: 'Once a month, what is new. We ask you by e-mail first, and you can leave with one click at any time.',
    form: 'address',
  },
  asked: {
    title: 'Look into your mailbox',
    text: 'If this address is not subscribed yet, a mail with a link is on its way. You are subscribed once you have confirmed.',
  },
  'bad-address': {
    title: 'This is no e-mail address',
    text: 'Please look at it again: it needs a name, an @ and a domain.',
    form: 'address',
  },
  'too-many': { title: 'Too many attempts', text: 'Please try again in an hour.' },
  off: { title: 'There is no newsletter here', text: 'This installation of Tributary sends no mail.' },
  confirm: {
    title: 'One click more',
    text: 'Do you want the newsletter at the address that got this link?',
    form: 'confirm',
  },
  confirmed: { title: 'You are subscribed', text: 'Thank you. Every letter has a link with which you can leave.' },
  leave: {
    title: 'Leave the newsletter',
    text: 'You will get no more letters, and your address is deleted.',
    form: 'unsubscribe',
  },
  left: { title: 'You have left', text: 'Your address is deleted. You will get no more letters.' },
  'link-over': {
    title: 'This link is over',
    text: 'It was used before, or its time is past. If you wanted to leave: the address is not subscribed with this link any more.',
  },
};

/** One form of a page, posted to this server; `code` is that of the link. */
function formOf(kind: NonNullable<Words['form']>, code: string): string {
  if (kind === 'address') {
    // the second field is for machines that fill in everything; people neither see nor hear it
    return `<form method="post" action="/newsletter/sign-up">
<label for="email">E-mail address</label>
<input id="email" name="email" type="email" required maxlength="254" autocomplete="email">
<p class="trap" aria-hidden="true"><label for="website">Leave this empty</label><input id="website" name="website" tabindex="-1" autocomplete="off"></p>
<button type="submit">Subscribe</button>
</form>`;
  }
  const button = kind === 'confirm' ? 'Yes, subscribe me' : 'Unsubscribe';
  return `<form method="post" action="/newsletter/${kind}">
<input type="hidden" name="code" value="${escapeHtml(code)}">
<button type="submit">${button}</button>
</form>`;
}

/** What stands between the frame of the page: for whoever has a frame of their own. */
export function newsletterBody(answer: NewsletterAnswer, code: string): string {
  const { title, text, form } = WORDS[answer];
  const role = answer === 'bad-address' || answer === 'too-many' ? ' role="alert"' : '';
  return `<h1>${title}</h1>\n<p${role}>${text}</p>\n${form === undefined ? '' : formOf(form, code)}`;
}

/** A whole page. */
export function newsletterPage(answer: NewsletterAnswer, code = ''): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${WORDS[answer].title} · Tributary</title>
<link rel="stylesheet" href="/newsletter/style.css">
</head>
<body>
<main>
${newsletterBody(answer, code)}
</main>
</body>
</html>
`;
}

/** The style of the pages, which the policy wants from an address of its own. */
export const NEWSLETTER_STYLE = `:root { color-scheme: light dark; }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: light-dark(#1d1c1a, #eceae5); background: light-dark(#fbfaf6, #111413); }
main { max-width: 26rem; margin: 12vh auto 3rem; padding: 0 1.25rem; }
h1 { font-size: 1.5rem; line-height: 1.25; letter-spacing: -0.01em; }
form { display: flex; flex-direction: column; gap: 0.75rem; margin-top: 1.5rem; }
label { font-weight: 500; }
input { font: inherit; min-height: 2.75rem; padding: 0 0.75rem; border: 1px solid light-dark(#85807a, #6d7572); border-radius: 0.5rem; color: inherit; background: transparent; }
button { font: inherit; font-weight: 500; min-height: 2.75rem; border: 0; border-radius: 0.5rem; color: light-dark(#fff, #0b1f1d); background: light-dark(#0f5f5c, #5fc7bb); cursor: pointer; }
:focus-visible { outline: 2px solid light-dark(#12807a, #5fc7bb); outline-offset: 2px; }
.trap { position: absolute; left: -100vw; margin: 0; }
`;
