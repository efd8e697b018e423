import { fidelityRuling } from '#practice';
import { insertFidelityCheck } from '#store';
import { command } from '../command.ts';
import { permitted } from '../trouble.ts';
import { adoptionUnit, adoptionWanted } from './loading-practices.ts';

type Input = {
  readonly requestId: string;
  readonly adoptionId: string;
  readonly month: string;
  readonly keptIds: readonly string[];
  readonly note: string;
};

/** Somebody looks whether the essentials are in place. */
export const checkFidelity = command({
  name: 'adoption.check-fidelity',
  load: (tx, input: Input) => adoptionWanted(tx, input),
  unitOf: adoptionUnit,
  undoneBy: null,
  run: async (tx, { adoption, practice, version }, input, { person, at, newId }) => {
    const { month, keptIds, note } = input;
    const drafted = {
      ...{ id: newId(), adoptionId: adoption.id, month, keptIds, note, version: version.version },
      ...{ essentials: version.essentials.length, by: person.id, at },
    };
    const check = permitted(fidelityRuling(drafted, version.essentials));
    await insertFidelityCheck(tx, check);
    const { id: adoptionId, practiceId, unitId } = adoption;
    const counts = { kept: check.keptIds.length, essentials: check.essentials };
    const spread = { kind: 'checked' as const, practiceId, adoptionId, ...counts };
    const words = {
      title: version.title,
      kept: `${counts.kept}/${counts.essentials}`,
      ...(note === '' ? {} : { comment: note }),
    };
    return { entry: { unitId, threadId: practice.threadId, words, detail: { spread } } };
  },
});
