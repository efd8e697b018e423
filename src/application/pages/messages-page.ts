import type { Text } from '#core';
import {
  type MessageWeights,
  mayReadMessages,
  messageText,
  periodDays,
  type RecipientKind,
  recipientsOf,
  whyWords,
} from '#practice';
import {
  type Database,
  earlierMessages,
  inSnapshot,
  lastMailTo,
  lastRound,
  messagesOf,
  messageWishOf,
  type StoredMessage,
  unspokenWish,
  weightsInForce,
} from '#store';
import type { Context } from '../context.ts';
import { type MailReadiness, mailReadiness } from '../messages/mail-settings.ts';
import { chartOnPage } from './chart-on-page.ts';
import { type Book, forumNamed, openBook, unitNamed } from './organisation-book.ts';

const earlierMost = 10;
const dayMilliseconds = 86_400_000;

/** What is worth knowing: the reader's own messages, those of their teams and boards, and what was weighed and not told. */
export const messagesPage = (context: Context) =>
  inSnapshot(context.db, async (db) => {
    const book = await openBook(db, context.clock());
    const { person } = context;
    const round = await lastRound(db);
    const weights = round?.weights ?? (await weightsInForce(db));
    const me = { kind: 'person' as const, id: person.id };
    const [own, earlier, wish, lastMail] = await Promise.all([
      round === null ? [] : messagesOf(db, me, round.period),
      earlierMessages(db, me, { before: round?.period ?? '9999-12-31', most: earlierMost }),
      messageWishOf(db, person.id),
      lastMailTo(db, person.id),
    ]);
    const telling = { book, weights };
    const mine = await toldWithCharts(db, telling, own);
    const others =
      round === null ? [] : await ofOthers(db, context, { ...telling, period: round.period });
    return {
      period: round === null ? null : { from: round.period, next: nextPeriod(round.period) },
      mine: mine.map((message) => ({ ...message, alsoTo: sameIn(others, message.key) })),
      others: withoutSame(others, mine),
      // What chance holds back is nobody's to see: who knew of it would no longer be without it.
      notTold: own
        .filter(({ outcome }) => outcome === 'not-chosen')
        .map((one) => weighed(telling, one)),
      earlier: earlier.map((one) => told(telling, one)),
      weights,
      wish: wish ?? unspokenWish,
      ...mailing(lastMail),
      unitId: person.roles[0]?.unitId ?? '',
      measures: [...book.measures.values()].map(({ id, title }) => ({ id, title })),
    };
  });

const nextPeriod = (period: string): string =>
  new Date(Date.parse(period) + periodDays * dayMilliseconds).toISOString().slice(0, 10);

type LastMail = Awaited<ReturnType<typeof lastMailTo>>;

const mailing = (lastMail: LastMail) => ({
  mail: mailReadiness(process.env) as MailReadiness,
  lastMail: lastMail === null ? null : { state: lastMail.state, period: lastMail.period },
});

interface Telling {
  readonly book: Book;
  readonly weights: MessageWeights;
}

/** The teams and boards whose messages this person may read. */
async function ofOthers(
  db: Database,
  { person }: Context,
  { book, weights, period }: Telling & { readonly period: string },
) {
  const { organisation } = book;
  const shared = recipientsOf(organisation).filter(
    (recipient) => recipient.kind !== 'person' && mayReadMessages(person, recipient, organisation),
  );
  const groups = await Promise.all(
    shared.map(async (recipient) => ({
      recipient: recipientShown(book, recipient),
      messages: await toldWithCharts(
        db,
        { book, weights },
        await messagesOf(db, recipient, period),
      ),
    })),
  );
  return groups.filter(({ messages }) => messages.length > 0);
}

type Group = Awaited<ReturnType<typeof ofOthers>>[number];

/** Who else was told the same. */
const sameIn = (groups: readonly Group[], key: string) =>
  groups.flatMap(({ recipient, messages }) =>
    messages.filter((one) => one.key === key).map(({ id }) => ({ id, recipient })),
  );

/** What stands among the reader's own is not shown twice. */
function withoutSame(groups: readonly Group[], mine: readonly { readonly key: string }[]) {
  const keys = new Set(mine.map(({ key }) => key));
  return groups
    .map(({ recipient, messages }) => ({
      recipient,
      messages: messages
        .filter(({ key }) => !keys.has(key))
        .map((message) => ({ ...message, alsoTo: [] })),
    }))
    .filter(({ messages }) => messages.length > 0);
}

async function toldWithCharts(db: Database, telling: Telling, all: readonly StoredMessage[]) {
  const chosen = all.filter(({ outcome }) => outcome === 'chosen');
  return Promise.all(
    chosen.map(async (message) => {
      const measure = telling.book.measures.get(message.measureId ?? '');
      const chart =
        measure === undefined ? null : await chartOnPage(db, { measure, unitId: message.unitId });
      return { ...told(telling, message), chart };
    }),
  );
}

function told({ book, weights }: Telling, message: StoredMessage) {
  const { step, madeAt, readAt, actedAt } = message;
  const words = wordsOf(book, message);
  return {
    ...weighed({ book, weights }, message),
    key: message.key,
    recipient: recipientShown(book, message.recipient),
    ...{ text: words.text, stepName: words.step, step, madeAt, readAt, actedAt },
    measure: book.measures.get(message.measureId ?? '') ?? null,
  };
}

function weighed({ book, weights }: Telling, message: StoredMessage) {
  const { id, type, unitId, score, actionable, because } = message;
  return {
    ...{ id, type, unit: unitNamed(book, unitId), title: wordsOf(book, message).title },
    ...{ score: score.total, parts: score.parts },
    why: whyWords({ score, actionable, because }, weights),
  };
}

/** With its numbers: inside the house, and about units the reader answers for. */
function wordsOf(book: Book, message: StoredMessage) {
  const measure = book.measures.get(message.measureId ?? '') ?? null;
  const unitName = unitNamed(book, message.unitId).name;
  return messageText(message, { unitName, measure, withNumbers: true });
}

function recipientShown(
  book: Book,
  { kind, id }: { readonly kind: RecipientKind; readonly id: string },
): { kind: RecipientKind; id: string; name: Text } {
  switch (kind) {
    case 'person': {
      const name = book.organisation.people.find((one) => one.id === id)?.name ?? id;
      return { kind, id, name: { en: name, sv: name } };
    }
    case 'team':
      return { kind, id, name: unitNamed(book, id).name };
    case 'board':
      return { kind, id, name: forumNamed(book, id).name };
    default:
      return kind satisfies never;
  }
}
