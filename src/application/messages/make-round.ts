import {
  bringsMail,
  chooseMessages,
  isPlaced,
  type Picked,
  periodDays,
  periodOf,
  periodsBetween,
  type Recipient,
  type Round,
  recipientsOf,
  usualTypeSetting,
} from '#practice';
import {
  appendEntry,
  beginRound,
  type Changes,
  inSnapshot,
  insertMessages,
  inTransaction,
  lastEvaluation,
  lastRound,
  messageTypeSettings,
  messageWishes,
  queueMail,
  recipientName,
  type StoredMessage,
  type StoredMessageWish,
  saidSince,
  unspokenWish,
  weightsInForce,
} from '#store';
import { blankEntry } from '../command.ts';
import type { Application } from '../context.ts';
import { openBook } from '../pages/organisation-book.ts';
import { seededChance } from '../seeded-chance.ts';
import { gatherCandidates } from './gather-candidates.ts';

type MakingRound = Pick<Application, 'db' | 'clock' | 'newId'>;

/** Beyond this, what was not chosen is not kept: nobody reads a longer log. */
const notChosenMost = 20;

/**
 * Picks the messages of the period that this instant lies in, for everybody at once and once only: a program that was
 * killed begins anew, one that was quicker has done it. Nothing is picked before there is an evaluation.
 *
 * @returns how many messages were told; null when there was no round to make
 */
export async function makeRound(application: MakingRound): Promise<number | null> {
  const asOf = application.clock();
  const period = periodOf(asOf);
  const { db } = application;
  if ((await lastRound(db))?.period === period) return null;
  const read = await inSnapshot(db, (tx) => readRound(tx, asOf));
  if (read === null) return null;
  const messages = read.recipients.flatMap((recipient) =>
    messagesFor(application, recipient, { ...read, period }),
  );
  return inTransaction(db, (tx) => keepRound(tx, application, { ...read, period, messages }));
}

interface ReadRound {
  readonly round: Round;
  readonly recipients: readonly Recipient[];
  readonly said: Awaited<ReturnType<typeof saidSince>>;
  readonly wishes: ReadonlyMap<string, StoredMessageWish>;
}

async function readRound(tx: Changes, asOf: string): Promise<ReadRound | null> {
  const [book, evaluation] = await Promise.all([openBook(tx, asOf), lastEvaluation(tx)]);
  if (evaluation === null) return null;
  const { organisation, measures } = book;
  const { tree, forums } = organisation;
  const candidates = await gatherCandidates(tx, book, evaluation);
  const settings = await messageTypeSettings(tx);
  return {
    round: {
      ...{ candidates, measures, forums, tree, asOf, chance: seededChance },
      weights: await weightsInForce(tx),
      settingOf: (type) => settings.get(type) ?? usualTypeSetting,
    },
    recipients: recipientsOf(organisation),
    said: await saidSince(tx, dayBefore(asOf, rememberedDays)),
    wishes: await messageWishes(tx),
  };
}

/** What was said longer ago no longer weighs: ½¹³ of a part. */
const rememberedDays = 13 * periodsBetween * periodDays;
const dayMilliseconds = 86_400_000;
const dayBefore = (asOf: string, days: number): string =>
  new Date(Date.parse(asOf) - days * dayMilliseconds).toISOString().slice(0, 10);

function messagesFor(
  { newId }: MakingRound,
  recipient: Recipient,
  { round, said, wishes, period }: ReadRound & { readonly period: string },
): readonly StoredMessage[] {
  const wish = recipient.kind === 'person' ? wishes.get(recipient.id) : undefined;
  const picked = chooseMessages(round, {
    recipient,
    wishes: (wish ?? unspokenWish).wishes,
    said: said.get(recipientName(recipient)) ?? [],
  });
  const taken = picked.filter(isPlaced);
  const others = picked.filter((one) => !isPlaced(one)).slice(0, notChosenMost);
  const stored = (one: Picked, place: number | null): StoredMessage => ({
    ...{ id: newId(), period, place, recipient: { kind: recipient.kind, id: recipient.id } },
    ...{ outcome: one.outcome, because: one.outcome === 'not-chosen' ? one.because : null },
    ...aboutOf(one),
    ...{ score: one.score, actionable: one.actionable, madeAt: round.asOf },
    ...{ readAt: null, actedAt: null },
  });
  return [...taken.map((one, i) => stored(one, i + 1)), ...others.map((one) => stored(one, null))];
}

function aboutOf({ candidate }: Picked) {
  const { type, key, unitId, measureId, threadId, facts, step } = candidate;
  return { type, key, unitId, measureId, threadId, facts, step };
}

interface KeptRound extends ReadRound {
  readonly period: string;
  readonly messages: readonly StoredMessage[];
}

async function keepRound(
  tx: Changes,
  { newId }: MakingRound,
  { round, recipients, wishes, period, messages }: KeptRound,
): Promise<number | null> {
  const { asOf: madeAt, weights } = round;
  if (!(await beginRound(tx, { period, madeAt, weights }))) return null;
  await insertMessages(tx, messages);
  let told = 0;
  for (const recipient of recipients) {
    const own = messages.filter(
      (one) =>
        one.outcome === 'chosen' && recipientName(one.recipient) === recipientName(recipient),
    );
    const [first] = own;
    if (first === undefined) continue;
    told += own.length;
    await appendEntry(tx, {
      ...blankEntry,
      ...{ at: madeAt, personId: null, command: 'message.sent', unitId: first.unitId },
      detail: { messages: own.map(({ id }) => id), messagesTo: first.recipient },
    });
    const wish = recipient.kind === 'person' ? wishes.get(recipient.id) : undefined;
    if (wish !== undefined && wantsMail(wish, period))
      await queueMail(tx, { id: newId(), personId: recipient.id, period, madeAt });
  }
  return told;
}

const wantsMail = (
  { address, unsubscribedAt, frequency }: StoredMessageWish,
  period: string,
): boolean => address !== null && unsubscribedAt === null && bringsMail(frequency, period);
