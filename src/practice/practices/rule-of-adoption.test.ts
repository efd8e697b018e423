import fc from 'fast-check';
import { expect, test } from 'vitest';
import { settingIn, type UnitRuleSetting } from '../decision-support/exposure.ts';
import type { DecisionSupportRule } from '../decision-support/rule.ts';
import type { Ruling } from '../ruling.ts';
import { type Adoption, adoptionStages, moveStage, setParts } from './adoption.ts';
import type { PracticeVersion } from './practice.ts';
import { isAtWork, ruleAfter, settingByHand } from './rule-of-adoption.ts';

const at = '2026-03-02T08:00:00.000Z';
const month = '2026-03';
const text = { en: 'T', sv: 'T' };
const rule: DecisionSupportRule = {
  ...{ id: 'due', version: '1.0.0', title: text, sentence: text, hooks: ['patient-view'] },
  ...{ drafts: [], library: 'Due', measure: 'm', applies: 'A', unit: 'U', facts: {} },
  lookAhead: 'ahead',
  parameters: [
    {
      ...{ id: 'ahead', label: text, unit: text, cql: null, isWhole: true },
      ...{ default: 7, min: 1, max: 14 },
    },
  ],
  card: {
    ...{ indicator: 'info', summary: text, detail: text, selectionBehavior: 'any' },
    ...{ suggestions: [], overrideReasons: [] },
  },
};
const version: PracticeVersion = {
  ...{ practiceId: 'p', version: 1, title: 'Reminder', summary: 'S', handbook: '', evidence: '' },
  essentials: [{ id: 'e1', text: 'E' }],
  parameters: [
    { kind: 'number', id: 'p1', name: 'Ahead', unit: 'days', value: 5, least: 2, greatest: 10 },
    { kind: 'text', id: 'p2', name: 'Who', value: 'a nurse' },
  ],
  rule: { ruleId: 'due', steers: [{ parameterId: 'ahead', partId: 'p1' }] },
  ...{ measureIds: ['m'], expiresOn: null, madeBy: 'n', madeAt: at },
  ...{ withdrawnAt: null, withdrawnReason: null },
};
const considered: Adoption = {
  ...{ id: 'a', practiceId: 'p', version: 1, unitId: 'ward', basis: 'chosen', cycleId: null },
  ...{ mandatedByForumId: null, learnedFromUnitId: 'home', startMonth: null, values: {} },
  ...{ stage: 'considering', stageSince: at, ownerId: 'm', begunAt: at, reason: 'R' },
};

interface Held {
  readonly adoption: Adoption;
  readonly setting: UnitRuleSetting | null;
}
type Step = (held: Held) => Held;

/** What a person asked for, where the rules allow it; else everything stays. */
const changed = (held: Held, ruling: Ruling<Adoption>): Held => {
  if (ruling.kind === 'refused') return held;
  const { adoption: before, setting: standing } = held;
  const after = ruling.next;
  const ruled = ruleAfter({ before, after, from: version, version, rule, standing, month });
  if (ruled.kind === 'refused') return held;
  return { adoption: after, setting: ruled.next ?? standing };
};

const moves = fc.record({ stage: fc.constantFrom(...adoptionStages), ahead: fc.boolean() }).map(
  ({ stage, ahead }): Step =>
    (held) => {
      const startMonth = held.adoption.startMonth ?? (ahead ? '2026-05' : '2026-02');
      return changed(
        held,
        moveStage(held.adoption, { stage, startMonth, essentials: 'all-kept', at }),
      );
    },
);
const partsSet = fc.integer({ min: 0, max: 12 }).map(
  (p1): Step =>
    (held) => {
      const { values: seen } = held.adoption;
      return changed(held, setParts(held.adoption, { version, values: { p1 }, seen }));
    },
);
const byHand = fc
  .record({
    mode: fc.constantFrom('on' as const, 'silent' as const, 'off' as const),
    ahead: fc.option(fc.integer({ min: 0, max: 15 })),
  })
  .map(
    ({ mode, ahead }): Step =>
      (held) => {
        const parameters: Record<string, number> = ahead === null ? {} : { ahead };
        const wanted = { mode, parameters, randomised: null };
        const ruling = settingByHand({ rule, wanted, standing: held.setting });
        return ruling.kind === 'refused' ? held : { ...held, setting: ruling.next };
      },
  );

test('whatever people do in turn, the rule belongs to the adoption exactly while the unit works by it', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(moves, partsSet, byHand), { maxLength: 20 }), (steps) => {
      let held: Held = { adoption: considered, setting: null };
      for (const step of steps) {
        held = step(held);
        const { adoption, setting } = held;
        const isOn = isAtWork(adoption.stage);
        expect(setting?.adoptionId === 'a').toBe(isOn);
        if (!isOn || setting === null) continue;
        expect(setting.mode).not.toBe('off');
        expect(setting.parameters).toEqual({ ahead: adoption.values.p1 ?? 5 });
        expect(setting.fromMonth).toBe(adoption.startMonth === '2026-05' ? '2026-05' : null);
      }
    }),
  );
});

test('a rule that is adopted ahead of time listens until its month, and one that listens goes on doing so', () => {
  const setting: UnitRuleSetting = {
    ...{ mode: 'on', parameters: {}, randomised: null, adoptionId: 'a', fromMonth: '2026-05' },
  };
  expect(settingIn(setting, '2026-04').mode).toBe('silent');
  expect(settingIn(setting, '2026-05').mode).toBe('on');
  expect(settingIn({ ...setting, mode: 'silent' }, '2026-06').mode).toBe('silent');
});

test('a value that was allowed when the version was made is refused once the rule allows less', () => {
  const narrower = { ...rule, parameters: rule.parameters.map((one) => ({ ...one, max: 4 })) };
  const after: Adoption = { ...considered, stage: 'trying', startMonth: '2026-03' };
  const change = {
    before: null,
    after,
    from: version,
    version,
    rule: narrower,
    standing: null,
    month,
  };
  expect(ruleAfter(change)).toMatchObject({
    problem: {
      code: 'rule-allows-less-now',
      message: "'Ahead' is 5; the rule now allows 1 to 4.",
      where: 'p1',
    },
  });
});
