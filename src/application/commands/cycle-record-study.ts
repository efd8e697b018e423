import { recordStudy } from '#practice';
import { appendEntry, updateCycle } from '#store';
import { blankEntry, command } from '../command.ts';
import { estimateEffect } from '../effect/estimate-effect.ts';
import { permitted } from '../trouble.ts';
import { cycleEntry, cycleWanted, saveSettled, threadUnit, withCycle } from './loading.ts';

type Input = {
  readonly requestId: string;
  readonly cycleId: string;
  readonly text: string;
};

/** What a person saw, and beside it what the numbers say: the estimate is the program's own entry. */
export const recordCycleStudy = command({
  name: 'cycle.record-study',
  load: (tx, input: Input) => cycleWanted(tx, input),
  unitOf: threadUnit,
  undoneBy: null,
  run: async (tx, content, { text }, { at }) => {
    const cycle = permitted(recordStudy(content.cycle));
    await updateCycle(tx, cycle);
    await saveSettled(tx, withCycle(content, cycle), at);
    const effect = await estimateEffect(tx, cycle, at);
    return {
      entry: { ...cycleEntry(cycle), words: { text } },
      afterwards: async () => {
        const estimated = { command: 'effect.estimated', personId: null, at, detail: { effect } };
        await appendEntry(tx, { ...blankEntry, ...cycleEntry(cycle), ...estimated });
      },
    };
  },
});
