import { problem } from '#core';
import { command } from '../command.ts';
import { putInForce, rulesHeld } from '../structure/change-rules.ts';
import { Conflict } from '../trouble.ts';

type Input = {
  readonly requestId: string;
  readonly ruleId: string;
  readonly reason: string;
  readonly acceptMoves: boolean;
};

export const removeRule = command({
  name: 'rule.remove',
  load: (tx, _input: Input) => rulesHeld(tx),
  unitOf: ({ unitId }) => unitId,
  undoneBy: 'rule.set',
  run: async (tx, { organisation, unitId }, { ruleId, reason, acceptMoves }) => {
    const before = organisation.rules.find(({ id }) => id === ruleId);
    if (before === undefined) throw new Conflict(gone(ruleId));
    const rules = organisation.rules.filter(({ id }) => id !== ruleId);
    if (rules.length === 0) throw new Conflict(lastRule(ruleId));
    const movedCases = await putInForce(tx, organisation, { rules, acceptMoves });
    return {
      entry: { unitId, words: { reason }, detail: { rule: { before, after: null }, movedCases } },
    };
  },
});

const gone = (ruleId: string) =>
  problem(
    'rule-gone',
    `There is no rule '${ruleId}' any more.`,
    'Somebody may have removed it; look at the rules again.',
    `rules/${ruleId}`,
    { rule: ruleId },
  );

const lastRule = (ruleId: string) =>
  problem(
    'last-rule',
    'This is the only rule there is.',
    'Write the one that takes its place first.',
    `rules/${ruleId}`,
  );
