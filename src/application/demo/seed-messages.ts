import path from 'node:path';
import { z } from 'zod';
import { groupBy, messageTypes } from '#core';
import type { Measure } from '#cql';
import { firstWeights, type MessageFacts, periodDays, periodOf, type ScorePart } from '#practice';
import {
  appendEntry,
  beginRound,
  type Changes,
  insertMessages,
  inTransaction,
  type StoredMessage,
} from '#store';
import { blankEntry } from '../command.ts';
import { commands } from '../commands/by-name.ts';
import { readText } from '../read-text.ts';
import { knownMessages } from './known-history.ts';
import { type DemoTold, type Story, storyOf } from './story.ts';

/**
 * Enters the messages that the demo's teams were told, and those that chance held back, from messages.ndjson; and the
 * settings by which chance decides. Doing it again changes nothing.
 */
export async function seedDemoMessages(
  application: Parameters<typeof storyOf>[0],
  { folder, language }: DemoTold,
): Promise<void> {
  const story = await storyOf(application, language);
  for (const known of await knownMessages(folder)) await tryByChance(story, known);
  const lines = toldMessages(await readText(path.join(folder, 'messages.ndjson')));
  const byPeriod = groupBy(lines, ({ month }) => firstPeriodIn(month));
  await inTransaction(application.db, async (tx) => {
    for (const [period, told] of byPeriod) await keepPast(tx, story, { period, told });
  });
}

type Known = Awaited<ReturnType<typeof knownMessages>>[number];

async function tryByChance(story: Story, { type, share, month }: Known): Promise<void> {
  const { people, tree } = story.organisation;
  const top = tree.units[0]?.id;
  const chair = people.find(({ roles }) =>
    roles.some(({ role, unitId }) => role === 'board-chair' && unitId === top),
  );
  if (chair === undefined) return;
  await commands['message.set-type'].run(story.as(chair, `${month}-01T06:00:00.000Z`), {
    ...{ requestId: `demo-message-${type}`, type, isOn: true },
    randomised: { share, seed: `${type} ${month}` },
    reason: story.say({
      en: 'We want to know whether it helps before everybody gets it.',
      sv: 'Vi vill veta om det hjälper innan alla får det.',
    }),
  });
}

const line = z.object({
  type: z.enum(messageTypes),
  ...{ unit: z.string(), measure: z.string(), month: z.string() },
  ...{ isTold: z.boolean(), isRead: z.boolean(), isActed: z.boolean() },
  ...{ value: z.number(), others: z.number() },
});
type ToldMessage = z.infer<typeof line>;

const toldMessages = (text: string): readonly ToldMessage[] =>
  text
    .split('\n')
    .filter((one) => one !== '')
    .map((one) => line.parse(JSON.parse(one)));

const dayMilliseconds = 86_400_000;

/** The first period that begins in a month. */
function firstPeriodIn(month: string): string {
  const first = `${month}-01`;
  const period = periodOf(`${first}T00:00:00.000Z`);
  if (period === first) return period;
  return new Date(Date.parse(period) + periodDays * dayMilliseconds).toISOString().slice(0, 10);
}

interface PastRound {
  readonly period: string;
  readonly told: readonly ToldMessage[];
}

/** A round as it was kept then, with one entry for what was told, and one each for what was read and acted on. */
async function keepPast(tx: Changes, story: Story, { period, told }: PastRound): Promise<void> {
  const madeAt = `${period}T06:00:00.000Z`;
  if (!(await beginRound(tx, { period, madeAt, weights: firstWeights }))) return;
  const messages = [...groupBy(told, ({ unit }) => unit).values()].flatMap((own) =>
    own.map((one, i) => pastMessage(story, one, { period, madeAt, place: i + 1 })),
  );
  await insertMessages(tx, messages);
  const unitId = story.organisation.tree.units[0]?.id ?? null;
  const done = (command: string, own: readonly StoredMessage[], at: string) =>
    own.length === 0
      ? undefined
      : appendEntry(tx, {
          ...{ ...blankEntry, at, personId: null, command, unitId },
          detail: { messages: own.map(({ id }) => id) },
        });
  const chosen = messages.filter(({ outcome }) => outcome === 'chosen');
  await done('message.sent', chosen, madeAt);
  await done(
    'message.read',
    chosen.filter(({ readAt }) => readAt !== null),
    dayLater(madeAt, 1),
  );
  await done(
    'message.acted-on',
    chosen.filter(({ actedAt }) => actedAt !== null),
    dayLater(madeAt, 2),
  );
}

const dayLater = (instant: string, days: number): string =>
  new Date(Date.parse(instant) + days * dayMilliseconds).toISOString();

const partsThen: Readonly<Record<ScorePart, number>> = {
  ...{ new: 0.5, actionable: 0.8, important: 0.6, preferred: 0.5, unsaid: 1 },
};
const scoreThen = 0.71;

function pastMessage(
  { application, measures }: Story,
  told: ToldMessage,
  {
    period,
    madeAt,
    place,
  }: { readonly period: string; readonly madeAt: string; readonly place: number },
): StoredMessage {
  const { type, unit, measure, isTold, isRead, isActed } = told;
  return {
    ...{
      id: application.newId(),
      period,
      place,
      outcome: isTold ? 'chosen' : 'held-back',
      because: null,
    },
    ...{ recipient: { kind: 'team', id: unit }, type, key: `${type}/${unit}/${measure}` },
    ...{ unitId: unit, measureId: measure, threadId: null, step: { page: 'measure' } },
    facts: factsOf(told, measures.get(measure)),
    ...{ score: { parts: partsThen, total: scoreThen }, actionable: 'at-hand', madeAt },
    readAt: isRead ? dayLater(madeAt, 1) : null,
    actedAt: isActed ? dayLater(madeAt, 2) : null,
  };
}

function factsOf({ type, month, value, others }: ToldMessage, measure?: Measure): MessageFacts {
  if (type === 'unlike-others') {
    const side = value < others ? 'below' : 'above';
    return { type, value, others, units: 0, side, meaning: value < others ? 'worse' : 'better' };
  }
  return { type: 'target-missed', month, value, target: measure?.target ?? others, months: 3 };
}
