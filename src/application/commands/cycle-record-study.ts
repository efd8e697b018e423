import { recordStudy } from '#practice';
import { updateCycle } from '#store';
import { command } from '../command.ts';
import { permitted } from '../trouble.ts';
import { cycleEntry, cycleWanted, saveSettled, threadUnit, withCycle } from './loading.ts';

type Input = {
  readonly requestId: string;
  readonly cycleId: string;
  readonly text: string;
};

export const recordCycleStudy = command({
  name: 'cycle.record-study',
  load: (tx, input: Input) => cycleWanted(tx, input),
  unitOf: threadUnit,
  undoneBy: null,
  run: async (tx, content, { text }, { at }) => {
    const cycle = permitted(recordStudy(content.cycle));
    await updateCycle(tx, cycle);
    await saveSettled(tx, withCycle(content, cycle), at);
    return { entry: { ...cycleEntry(cycle), words: { text } } };
  },
});
