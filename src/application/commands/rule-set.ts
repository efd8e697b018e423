import type { DecisionRule } from '#organisation';
import { command } from '../command.ts';
import { putInForce, rulesHeld } from '../structure/change-rules.ts';

type Input = {
  readonly requestId: string;
  readonly rule: DecisionRule;
  readonly reason: string;
  readonly acceptMoves: boolean;
};

/** A new decision right, or another wording of one that there is. */
export const setRule = command({
  name: 'rule.set',
  load: (tx, _input: Input) => rulesHeld(tx),
  unitOf: ({ unitId }) => unitId,
  undoneBy: 'rule.set',
  run: async (tx, { organisation, unitId }, { rule, reason, acceptMoves }) => {
    const before = organisation.rules.find(({ id }) => id === rule.id) ?? null;
    const rules =
      before === null
        ? [...organisation.rules, rule]
        : organisation.rules.map((one) => (one.id === rule.id ? rule : one));
    const movedCases = await putInForce(tx, organisation, { rules, acceptMoves });
    return {
      entry: { unitId, words: { reason }, detail: { rule: { before, after: rule }, movedCases } },
    };
  },
});
