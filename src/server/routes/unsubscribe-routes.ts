import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { NotFound, unsubscribe, unsubscribing } from '#application';
import type { Language, Text } from '#core';
import { inputAs } from '../request-input.ts';
import type { House } from './opened.ts';

const wanted = z.object({ token: z.string().min(1).max(100) });
const bodyBytesMax = 4096;

/**
 * The way out of mail, without signing in. Looking changes nothing, since mail programs open links by themselves; the
 * button, and the one press in a mail program (RFC 8058), do.
 */
export function unsubscribeRoutes(server: FastifyInstance, { opened }: House): void {
  server.get('/unsubscribe/style.css', (_request, reply) => reply.type('text/css').send(style));
  server.get('/unsubscribe/:token', async (request, reply) => {
    const { token } = inputAs(wanted, request.params);
    return answered(reply, () => unsubscribing(opened(), token));
  });
  server.register(async (inner) => {
    // A form of ours and the one press send forms; what they hold does not matter, the address says it all.
    inner.removeAllContentTypeParsers();
    inner.addContentTypeParser(
      '*',
      { parseAs: 'string', bodyLimit: bodyBytesMax },
      (_request, _body, done) => done(null, null),
    );
    inner.post('/unsubscribe/:token', async (request, reply) => {
      const { token } = inputAs(wanted, request.params);
      return answered(reply, () => unsubscribe(opened(), token));
    });
  });
}

interface Way {
  readonly language: Language;
  readonly unsubscribedAt: string | null;
}

async function answered(reply: FastifyReply, ask: () => Promise<Way>): Promise<FastifyReply> {
  reply.type('text/html; charset=utf-8').header('cache-control', 'no-store');
  try {
    const { language, unsubscribedAt } = await ask();
    return reply.send(page(language, unsubscribedAt === null ? 'ask' : 'done'));
  } catch (error) {
    if (error instanceof NotFound) return reply.code(404).send(page('en', 'unknown'));
    throw error;
  }
}

const words = {
  ask: {
    question: { en: 'No more mail from Gyrus?', sv: 'Inga fler brev från Gyrus?' },
    answer: {
      en: 'Your messages stay in the app, where you can also ask for fewer, or for other times.',
      sv: 'Dina meddelanden finns kvar i appen. Där kan du också be om färre, eller om andra tider.',
    },
  },
  done: {
    question: { en: 'You get no more mail', sv: 'Du får inga fler brev' },
    answer: {
      en: 'Your messages stay in the app. If you want mail again, say so there.',
      sv: 'Dina meddelanden finns kvar i appen. Vill du ha brev igen säger du det där.',
    },
  },
  unknown: {
    question: { en: 'This address leads nowhere', sv: 'Adressen leder ingenstans' },
    answer: {
      en: 'Perhaps a part of it was lost. Follow the link in the mail again, or change what you want in the app.',
      sv: 'Kanske har en del av den gått förlorad. Följ länken i brevet igen, eller ändra vad du vill ha i appen.',
    },
  },
} as const satisfies Record<string, { readonly question: Text; readonly answer: Text }>;
const button: Text = { en: 'No more mail', sv: 'Inga fler brev' };
const app: Text = { en: 'To the app', sv: 'Till appen' };

function page(language: Language, state: keyof typeof words): string {
  const { question, answer } = words[state];
  // Sent to the address it stands at: the token is not written into the page.
  const form =
    state === 'ask' ? `<form method="post"><button>${button[language]}</button></form>` : '';
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${question[language]} · Gyrus</title><link rel="stylesheet" href="/unsubscribe/style.css"></head>`,
    `<body><main><h1>${question[language]}</h1><p>${answer[language]}</p>${form}`,
    `<p><a href="/messages">${app[language]}</a></p></main></body></html>`,
    '',
  ].join('\n');
}

const style = `body { margin: 0; background: #fbfaf7; color: #1b1e22; font: 18px/1.5 system-ui, sans-serif; }
main { max-width: 36em; margin: 0 auto; padding: 48px 24px; }
h1 { font-size: 32px; line-height: 1.2; }
button { font: inherit; padding: 10px 20px; border: 0; border-radius: 6px; background: #0e5a5a; color: #fff; cursor: pointer; }
a { color: #0e5a5a; }
`;
