import { type AdoptionStage, essentialsStand, moveStage } from '#practice';
import { fidelityChecksOf, updateAdoption } from '#store';
import { command } from '../command.ts';
import { recordedAdoptionEffect } from '../effect/estimate-adoption.ts';
import { changeOfRule } from '../practices/change-of-rule.ts';
import { permitted } from '../trouble.ts';
import { adoptionUnit, adoptionWanted } from './loading-practices.ts';

type Input = {
  readonly requestId: string;
  readonly adoptionId: string;
  readonly stage: AdoptionStage;
  readonly startMonth: string | null;
  readonly reason: string;
};

/** The next stage; what the numbers say on that day is kept beside the words. */
export const moveAdoption = command({
  name: 'adoption.move',
  load: async (tx, input: Input) => ({
    ...(await adoptionWanted(tx, input)),
    checks: await fidelityChecksOf(tx, [input.adoptionId]),
  }),
  unitOf: adoptionUnit,
  undoneBy: 'adoption.move',
  run: async (tx, { adoption, practice, version, checks }, input, act) => {
    const { at, organisation } = act;
    const { stage, reason } = input;
    const essentials = essentialsStand(checks, adoption.version);
    const move = { stage, startMonth: input.startMonth, essentials, at };
    const moved = permitted(moveStage(adoption, move));
    await updateAdoption(tx, moved);
    const changed = { before: adoption, after: moved, version, reason };
    const ruled = await changeOfRule(tx, changed, act);
    const effect = await recordedAdoptionEffect(tx, { adoption: moved, version, at, organisation });
    const { id: adoptionId, practiceId, unitId, startMonth } = moved;
    const spread = { kind: 'moved' as const, practiceId, adoptionId, stage, startMonth };
    const words = {
      title: version.title,
      ...(input.startMonth === null ? {} : { startMonth: input.startMonth }),
      reason,
    };
    const estimated = effect === null ? {} : { effect };
    const detail = { spread, outcome: stage, ...estimated, ...ruled.detail };
    return { ...ruled, entry: { unitId, threadId: practice.threadId, words, detail } };
  },
});
