import { type ParameterValues, partsSetOtherwise, takeVersion } from '#practice';
import { loadPractice, updateAdoption } from '#store';
import { command } from '../command.ts';
import { changeOfRule } from '../practices/change-of-rule.ts';
import { found, permitted } from '../trouble.ts';
import { adoptionUnit, adoptionWanted, partsInWords, versionOf } from './loading-practices.ts';

type Input = {
  readonly requestId: string;
  readonly adoptionId: string;
  readonly version: number;
  /** The version that the unit worked by when the person looked. */
  readonly seen: number;
  readonly values: ParameterValues;
  readonly reason: string;
};

/** A unit goes over to a newer version of its practice; a rule of the old version goes, one of the new comes. */
export const takeNewerVersion = command({
  name: 'adoption.take-version',
  load: async (tx, input: Input) => {
    const wanted = await adoptionWanted(tx, input);
    const { practiceId } = wanted.adoption;
    const { versions } = found(await loadPractice(tx, practiceId), 'practice', practiceId);
    return { ...wanted, to: versionOf(versions, { version: input.version, practiceId }) };
  },
  unitOf: adoptionUnit,
  undoneBy: null,
  run: async (tx, { adoption, practice, version: from, to }, input, act) => {
    const { seen, values, reason } = input;
    const after = permitted(takeVersion(adoption, { seen, from, to, values, at: act.at }));
    await updateAdoption(tx, after);
    const changed = { before: adoption, after, from, version: to, reason };
    const ruled = await changeOfRule(tx, changed, act);
    const { id: adoptionId, practiceId, unitId, stage } = after;
    const partsChanged = partsSetOtherwise(to, after).length;
    const spread = {
      ...{ kind: 'version-taken' as const, practiceId, adoptionId, stage, partsChanged },
      ...{ version: to.version, versionBefore: from.version },
    };
    const words = {
      ...{ title: to.title, version: String(to.version), ...partsInWords(to, values), reason },
    };
    const detail = { spread, ...ruled.detail };
    return { ...ruled, entry: { unitId, threadId: practice.threadId, words, detail } };
  },
});
