import { recordAct, type Verdict } from '#practice';
import { updateCycle } from '#store';
import { command } from '../command.ts';
import { permitted } from '../trouble.ts';
import { cycleEntry, cycleWanted, saveSettled, threadUnit, withCycle } from './loading.ts';

type Input = {
  readonly requestId: string;
  readonly cycleId: string;
  readonly verdict: Verdict;
  readonly reason: string;
};

export const recordCycleAct = command({
  name: 'cycle.record-act',
  load: (tx, input: Input) => cycleWanted(tx, input),
  unitOf: threadUnit,
  undoneBy: null,
  run: async (tx, content, { verdict, reason }, { at }) => {
    const cycle = permitted(recordAct(content.cycle, { verdict, reason, at }));
    await updateCycle(tx, cycle);
    await saveSettled(tx, withCycle(content, cycle), at);
    return { entry: { ...cycleEntry(cycle), words: { reason }, detail: { outcome: verdict } } };
  },
});
