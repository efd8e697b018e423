import { type Month, problem } from '#core';
import { measuredValue } from '#knowledge';
import { close, conclude, openForSignal } from '#practice';
import {
  insertChallenge,
  insertThread,
  lastEvaluation,
  loadThread,
  lockChallenge,
  measuresInUse,
  monthlyResults,
  updateChallenge,
} from '#store';
import { command } from '../command.ts';
import { supportOwner } from '../quality/support-owner.ts';
import { Conflict, found, permitted } from '../trouble.ts';
import { saveSettled } from './loading.ts';
import { supportFor } from './support-request.ts';

type Disputing = {
  readonly requestId: string;
  readonly unitId: string;
  readonly measureId: string;
  readonly month: Month;
  readonly text: string;
};

/** Anyone who sees a number may dispute it: somebody in the support unit has to look, and to conclude. */
export const challengeNumber = command({
  name: 'number.challenge',
  load: async (tx, { unitId, measureId, month }: Disputing, { tree }) => {
    const unit = found(tree.byId.get(unitId), 'unit', unitId);
    const measure = found((await measuresInUse(tx)).get(measureId), 'measure', measureId);
    const results = await monthlyResults(tx, measureId, unitId);
    const result = results.find((one) => one.month === month);
    if (result === undefined) throw new Conflict(noNumber(month));
    return { unit, measure, result, evaluation: await lastEvaluation(tx) };
  },
  unitOf: ({ unit }) => unit.id,
  undoneBy: 'number.conclude',
  run: async (tx, { unit, measure, result, evaluation }, input, act) => {
    const { person, at, newId, organisation } = act;
    const { measureId, month, text } = input;
    const ownerId = supportOwner(organisation, unit.id);
    const title = `Is this number right? ${measure.title.en}, ${month}`;
    const opening = { id: newId(), unitId: unit.id, measureId: null, title, ownerId, at };
    const thread = openForSignal(opening);
    await insertThread(tx, thread);
    await insertChallenge(tx, {
      ...{ id: newId(), threadId: thread.id, unitId: unit.id },
      about: { kind: 'measure', measureId },
      ...{ firstMonth: month, lastMonth: month, text },
      said: measuredValue(result, measure.multiplier),
      dataVersion: evaluation?.dataVersion ?? null,
      definitionVersion: measure.version,
      ...{ found: null, raisedBy: person.id, raisedAt: at, ownerId, conclusion: null },
    });
    const detail = ownerId === null ? {} : { ownerId };
    const words = { text, month };
    return { entry: { unitId: unit.id, threadId: thread.id, measureId, words, detail } };
  },
});

type Concluding = {
  readonly requestId: string;
  readonly challengeId: string;
  readonly outcome: 'recording-error' | 'definition-changed' | 'number-stands';
  readonly because: string;
};

/** The support unit says what came of it: it stays on the chart, and the thread closes with the reason. */
export const concludeChallenge = command({
  name: 'number.conclude',
  load: async (tx, { challengeId }: Concluding, organisation) => {
    const challenge = found(await lockChallenge(tx, challengeId), 'challenge', challengeId);
    const thread = found(await loadThread(tx, challenge.threadId), 'thread', challenge.threadId);
    return { challenge, thread, forum: supportFor(organisation, challenge.unitId) };
  },
  unitOf: ({ challenge }) => challenge.unitId,
  forumOf: ({ forum }) => forum,
  undoneBy: null,
  run: async (tx, { challenge, thread: content }, { outcome, because }, { person, at }) => {
    const concluded = permitted(conclude(challenge, { outcome, because, by: person.id, at }));
    await updateChallenge(tx, concluded);
    if (content.thread.state === 'open')
      await saveSettled(tx, { ...content, thread: permitted(close(content, because, at)) }, at);
    const { unitId, threadId, about } = challenge;
    const measureId = about.kind === 'measure' ? about.measureId : null;
    const words = { reason: because };
    return { entry: { unitId, threadId, measureId, words, detail: { outcome } } };
  },
});

const noNumber = (month: Month) =>
  problem(
    'no-number',
    `There is no number for ${month} on this chart.`,
    'Choose a month that has a number.',
    'month',
  );
