import { problem } from '#core';
import { versionInForce } from '#practice';
import { offerPractice as offerStored } from '#store';
import { command } from '../command.ts';
import { Conflict } from '../trouble.ts';
import { newestTitle, practiceWanted } from './loading-practices.ts';

type Input = {
  readonly requestId: string;
  readonly practiceId: string;
  readonly reason: string;
};

/** Sideways: laid on the commons, for any unit that finds it useful. */
export const offerPractice = command({
  name: 'practice.offer',
  load: (tx, input: Input) => practiceWanted(tx, input),
  unitOf: ({ practice }) => practice.unitId,
  undoneBy: 'practice.withdraw',
  run: async (tx, { practice, versions }, { practiceId, reason }, { at }) => {
    if (practice.offeredAt !== null) throw new Conflict(offeredAlready(practice.offeredAt));
    if (versionInForce(versions, at) === null) throw new Conflict(nothingInForce(practiceId));
    await offerStored(tx, { practiceId, at });
    const { unitId, threadId } = practice;
    const words = { title: newestTitle(versions), reason };
    return {
      entry: { unitId, threadId, words, detail: { spread: { kind: 'offered', practiceId } } },
    };
  },
});

const offeredAlready = (since: string) =>
  problem(
    'practice-already-offered',
    `The practice has lain on the commons since ${since.slice(0, 10)}.`,
    'Tell the units you think of about it.',
    'practiceId',
    { day: since.slice(0, 10) },
  );

const nothingInForce = (practiceId: string) =>
  problem(
    'no-version-in-force',
    'Every version of the practice is withdrawn or expired.',
    'Make a new version first.',
    practiceId,
  );
