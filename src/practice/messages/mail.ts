import type { Language, Text } from '#core';
import type { MessageWords } from './message-words.ts';

/** One message as a mail carries it. */
export interface MailedMessage extends MessageWords {
  /** The picture as a line of blocks; null where there is none to show. */
  readonly picture: string | null;
  /** Where its next step is, in the app. */
  readonly link: string;
}

/** What one mail holds: at most two messages, and the ways out. */
export interface MailContent {
  readonly language: Language;
  readonly messages: readonly MailedMessage[];
  readonly wishesLink: string;
  readonly unsubscribeLink: string;
}

export interface MailText {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const words = {
  one: { en: 'One message from Gyrus', sv: 'Ett meddelande från Gyrus' },
  two: { en: 'Two messages from Gyrus', sv: 'Två meddelanden från Gyrus' },
  picture: { en: 'The last months', sv: 'De senaste månaderna' },
  often: {
    en: 'You never get more than two messages in two weeks. You decide how often and about what:',
    sv: 'Du får aldrig fler än två meddelanden på två veckor. Du bestämmer hur ofta och om vad:',
  },
  wishes: { en: 'What I want', sv: 'Vad jag vill ha' },
  stop: { en: 'No more mail', sv: 'Inga fler brev' },
} as const satisfies Record<string, Text>;

/** The mail in plain text and in simple HTML: the same words, no pictures to fetch, nothing that tells when it is read. */
export function mailText(content: MailContent): MailText {
  const { language, messages } = content;
  const [first] = messages;
  const subject = messages.length === 1 ? words.one[language] : words.two[language];
  return {
    subject: first === undefined ? subject : `${subject}: ${first.title}`,
    text: plainText(content),
    html: htmlText(content, subject),
  };
}

function plainText({ language, messages, wishesLink, unsubscribeLink }: MailContent): string {
  const told = messages.flatMap(({ title, text, picture, step, link }) => [
    ...[title, text],
    ...(picture === null ? [] : [`${words.picture[language]}: ${picture}`]),
    ...[`${step}: ${link}`, ''],
  ]);
  return [
    ...told,
    '--',
    words.often[language],
    `${words.wishes[language]}: ${wishesLink}`,
    `${words.stop[language]}: ${unsubscribeLink}`,
    '',
  ].join('\n');
}

function htmlText(content: MailContent, subject: string): string {
  const { language, messages, wishesLink, unsubscribeLink } = content;
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${escaped(subject)}</title></head>`,
    '<body style="font-family:system-ui,sans-serif;font-size:16px;line-height:1.5;color:#1b1e22;max-width:36em">',
    ...messages.map((message) => messageHtml(message, language)),
    `<p style="color:#59606a;font-size:14px">${words.often[language]}<br>`,
    `${anchor(wishesLink, words.wishes[language])} · ${anchor(unsubscribeLink, words.stop[language])}</p>`,
    '</body></html>',
    '',
  ].join('\n');
}

function messageHtml({ title, text, picture, step, link }: MailedMessage, language: Language) {
  const label = words.picture[language];
  return [
    `<h2 style="font-size:18px">${escaped(title)}</h2>`,
    `<p>${escaped(text)}</p>`,
    ...(picture === null
      ? []
      : [`<p>${label}: <span role="img" aria-label="${label}">${picture}</span></p>`]),
    `<p>${anchor(link, step)}</p>`,
  ].join('\n');
}

const anchor = (link: string, text: string): string =>
  `<a href="${escaped(link)}" style="color:#0e5a5a">${escaped(text)}</a>`;

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};
const escaped = (text: string): string => text.replace(/[&<>"]/g, (one) => escapes[one] ?? one);
