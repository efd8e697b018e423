import { type Cycle, mayStartCycle, type Proposal } from '#practice';
import { insertCycle } from '#store';
import { type Act, command } from '../command.ts';
import { permitted } from '../trouble.ts';
import { measureWanted, saveSettled, threadUnit, threadWanted } from './loading.ts';

type Input = {
  readonly requestId: string;
  readonly threadId: string;
  readonly title: string;
  readonly aim: string;
  readonly change: string;
  readonly measureId: string;
  readonly balancingMeasureIds: readonly string[];
  readonly predictionText: string;
  readonly predictedValue: number | null;
  readonly predictedByMonth: string | null;
  readonly plan: string;
};

export const startCycle = command({
  name: 'cycle.start',
  load: async (tx, input: Input) => {
    for (const id of [input.measureId, ...input.balancingMeasureIds]) await measureWanted(tx, id);
    return threadWanted(tx, input);
  },
  unitOf: threadUnit,
  undoneBy: null,
  run: async (tx, content, input, act) => {
    const proposal = permitted(mayStartCycle(content));
    const { unitId } = content.thread;
    const cycle = planned({ input, proposal, unitId }, act);
    await insertCycle(tx, cycle);
    await saveSettled(tx, { ...content, cycles: [...content.cycles, cycle] }, act.at);
    const { threadId, measureId } = input;
    const ids = { unitId, threadId, cycleId: cycle.id, proposalId: proposal.id, measureId };
    return { entry: { ...ids, words: wordsOf(input) } };
  },
});

interface Planning {
  readonly input: Input;
  readonly proposal: Proposal;
  readonly unitId: string;
}

const planned = ({ input, proposal, unitId }: Planning, { person, at, newId }: Act): Cycle => ({
  id: newId(),
  threadId: input.threadId,
  proposalId: proposal.id,
  unitId,
  measureId: input.measureId,
  balancingMeasureIds: input.balancingMeasureIds,
  title: input.title,
  aim: input.aim,
  change: input.change,
  prediction: {
    text: input.predictionText,
    value: input.predictedValue,
    byMonth: input.predictedByMonth,
  },
  startMonth: null,
  state: 'planned',
  verdict: null,
  verdictReason: null,
  ownerId: person.id,
  startedAt: at,
  closedAt: null,
});

/** The prediction is kept word by word before anything has happened: that is what makes it one. */
function wordsOf(input: Input): Record<string, string> {
  const { title, aim, change, predictionText, predictedValue, predictedByMonth, plan } = input;
  return {
    ...{ title, aim, change, predictionText, plan },
    ...(predictedValue === null ? {} : { predictedValue: String(predictedValue) }),
    ...(predictedByMonth === null ? {} : { predictedByMonth }),
  };
}
