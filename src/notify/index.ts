export { type Drop, DropMail, dropMail, type ToldDrop } from './drop-mail.ts';
export { readLetter } from './letter.ts';
export { shortMail } from './mail-text.ts';
export { createMailer, type Mailer, type Message } from './mailer.ts';
export { type LetterView, Newsletter } from './newsletter.ts';
export { NEWSLETTER_STYLE, type NewsletterAnswer, newsletterBody, newsletterPage } from './newsletter-page.ts';
export { type MailView, mailOff, Outbox } from './outbox.ts';
