import { type ParameterValues, partsSetOtherwise, setParts } from '#practice';
import { updateAdoption } from '#store';
import { command } from '../command.ts';
import { changeOfRule } from '../practices/change-of-rule.ts';
import { permitted } from '../trouble.ts';
import { adoptionUnit, adoptionWanted, partsInWords } from './loading-practices.ts';

type Input = {
  readonly requestId: string;
  readonly adoptionId: string;
  readonly values: ParameterValues;
  readonly seen: ParameterValues;
  readonly reason: string;
};

/** The unit sets its adaptable parts anew; a rule that the practice brings works by them from now on. */
export const setAdoptedParts = command({
  name: 'adoption.set-parts',
  load: (tx, input: Input) => adoptionWanted(tx, input),
  unitOf: adoptionUnit,
  undoneBy: 'adoption.set-parts',
  run: async (tx, { adoption, practice, version }, input, act) => {
    const { values, seen, reason } = input;
    const after = permitted(setParts(adoption, { version, values, seen }));
    await updateAdoption(tx, after);
    const ruled = await changeOfRule(tx, { before: adoption, after, version, reason }, act);
    const { id: adoptionId, practiceId, unitId } = after;
    const partsChanged = partsSetOtherwise(version, after).length;
    const spread = { kind: 'parts-set' as const, practiceId, adoptionId, partsChanged };
    const words = { title: version.title, ...partsInWords(version, values), reason };
    const detail = { spread, ...ruled.detail };
    return { ...ruled, entry: { unitId, threadId: practice.threadId, words, detail } };
  },
});
