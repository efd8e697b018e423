import { problem } from '#core';
import { saveCaseAim } from '#store';
import { command } from '../command.ts';
import { forumWanted } from '../deciding/hand-over.ts';
import { rulesHeld } from '../structure/change-rules.ts';
import { Conflict } from '../trouble.ts';

type Input = {
  readonly requestId: string;
  readonly caseId: string;
  readonly endsAt: string;
  readonly steps: number;
  readonly reason: string;
};

/** The organisation wants a fictive case to end elsewhere from now on. */
export const expectCase = command({
  name: 'case.expect',
  load: (tx, _input: Input) => rulesHeld(tx),
  unitOf: ({ unitId }) => unitId,
  undoneBy: 'case.expect',
  run: async (tx, { organisation, unitId }, { caseId, endsAt, steps, reason }) => {
    if (!organisation.cases.some(({ id }) => id === caseId)) throw new Conflict(noCase(caseId));
    forumWanted(organisation, endsAt);
    await saveCaseAim(tx, { id: caseId, endsAt, steps });
    return {
      entry: { unitId, words: { reason }, detail: { expected: { caseId, endsAt, steps } } },
    };
  },
});

const noCase = (caseId: string) =>
  problem(
    'case-gone',
    `There is no fictive case '${caseId}' any more.`,
    'Look at the cases again.',
    `cases/${caseId}`,
    { case: caseId },
  );
