import { recordDo } from '#practice';
import { updateCycle } from '#store';
import { command } from '../command.ts';
import { permitted } from '../trouble.ts';
import { cycleEntry, cycleWanted, saveSettled, threadUnit, withCycle } from './loading.ts';

type Input = {
  readonly requestId: string;
  readonly cycleId: string;
  readonly startMonth: string;
  readonly text: string;
};

/** The change has gone live: from now on it stands as an annotation on its chart. */
export const recordCycleDo = command({
  name: 'cycle.record-do',
  load: (tx, input: Input) => cycleWanted(tx, input),
  unitOf: threadUnit,
  undoneBy: 'cycle.record-do',
  run: async (tx, content, { startMonth, text }, { at }) => {
    const cycle = permitted(recordDo(content.cycle, startMonth, at));
    await updateCycle(tx, cycle);
    await saveSettled(tx, withCycle(content, cycle), at);
    return { entry: { ...cycleEntry(cycle), words: { text, startMonth } } };
  },
});
