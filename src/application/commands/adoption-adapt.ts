import { type Adaptation, adaptationRuling } from '#practice';
import { insertAdaptation } from '#store';
import { command } from '../command.ts';
import { permitted } from '../trouble.ts';
import { adoptionUnit, adoptionWanted } from './loading-practices.ts';

type Input = Omit<Adaptation, 'id' | 'by' | 'at'> & { readonly requestId: string };

/** What a unit does otherwise, by the eight questions of FRAME. */
export const adaptPractice = command({
  name: 'adoption.adapt',
  load: (tx, input: Input) => adoptionWanted(tx, input),
  unitOf: adoptionUnit,
  undoneBy: null,
  run: async (tx, { adoption, practice, version }, input, { person, at, newId }) => {
    const { requestId: _, ...answers } = input;
    const drafted = { ...answers, id: newId(), by: person.id, at };
    const adaptation = permitted(adaptationRuling(drafted, version.essentials));
    await insertAdaptation(tx, adaptation);
    const { nature, fidelity, text, why } = adaptation;
    const { id: adoptionId, practiceId, unitId } = adoption;
    const spread = { kind: 'adapted' as const, practiceId, adoptionId, nature, fidelity };
    const words = { title: version.title, text, reason: why };
    return { entry: { unitId, threadId: practice.threadId, words, detail: { spread } } };
  },
});
