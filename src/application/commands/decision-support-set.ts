import { type RuleSetting, settingByHand } from '#practice';
import { lockRuleSetting, rulesInUse, saveRuleSetting } from '#store';
import { command } from '../command.ts';
import { found, permitted } from '../trouble.ts';

type Input = RuleSetting & {
  readonly requestId: string;
  readonly ruleId: string;
  readonly unitId: string;
  readonly reason: string;
};

/** How a decision-support rule works in a unit from now on, with the reason. */
export const setDecisionSupport = command({
  name: 'decision-support.set',
  load: async (tx, input: Input, { tree }) => ({
    unit: found(tree.byId.get(input.unitId), 'unit', input.unitId),
    rule: found((await rulesInUse(tx)).get(input.ruleId), 'rule', input.ruleId),
    standing: await lockRuleSetting(tx, input.ruleId, input.unitId),
  }),
  unitOf: ({ unit }) => unit.id,
  undoneBy: 'decision-support.set',
  run: async (_tx, { unit, rule, standing }, input, { person, at }) => {
    const { mode, parameters, randomised, reason } = input;
    const wanted = { mode, parameters, randomised };
    const setting = { ruleId: rule.id, ...permitted(settingByHand({ rule, wanted, standing })) };
    return {
      entry: {
        unitId: unit.id,
        measureId: rule.measure,
        words: { reason },
        detail: { ruleSetting: setting },
      },
      afterwards: (tx, { seq }) =>
        saveRuleSetting(
          tx,
          { ...setting, unitId: unit.id, reason, setBy: person.id, setAt: at },
          seq,
        ),
    };
  },
});
