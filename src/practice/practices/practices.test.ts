import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Adoption,
  type AdoptionStage,
  adoptionStages,
  beginAdoption,
  moveStage,
  stagesAfter,
} from './adoption.ts';
import { type Parameter, partsChanged, valueTrouble } from './parameter.ts';
import { mayBeTakenUp, type Practice, type PracticeVersion, versionInForce } from './practice.ts';

const at = '2026-03-02T08:00:00.000Z';
const practice: Practice = {
  ...{ id: 'p', unitId: 'home', threadId: 't', cycleId: 'c', origin: 'front-line' },
  ...{ ownerId: 'nurse', madeAt: at, offeredAt: null },
};
const version: PracticeVersion = {
  ...{
    practiceId: 'p',
    version: 1,
    title: 'Calls',
    summary: 'We call.',
    handbook: '',
    evidence: '',
  },
  essentials: [{ id: 'e1', text: 'A person calls' }],
  parameters: [
    { kind: 'number', id: 'p1', name: 'Calls', unit: '', value: 2, least: 1, greatest: 4 },
    { kind: 'choice', id: 'p2', name: 'Who', value: 'nurse', choices: ['nurse', 'secretary'] },
  ],
  ...{ rule: null, measureIds: ['m'], expiresOn: null, madeBy: 'nurse', madeAt: at },
  ...{ withdrawnAt: null, withdrawnReason: null },
};
const adoption: Adoption = {
  ...{ id: 'a', practiceId: 'p', version: 1, unitId: 'ward', basis: 'chosen', cycleId: null },
  ...{ mandatedByForumId: null, learnedFromUnitId: 'home', startMonth: null, values: {} },
  ...{ stage: 'considering', stageSince: at, ownerId: 'manager', begunAt: at, reason: 'Why not' },
};
const begin = (more: Partial<Adoption>, of: Partial<PracticeVersion> = {}) =>
  beginAdoption({
    ...{ practice, version: { ...version, ...of }, earlier: [] },
    adoption: { ...adoption, ...more },
  });
const code = (ruling: ReturnType<typeof begin>) =>
  ruling.kind === 'refused' ? ruling.problem.code : 'allowed';

describe('taking a practice up', () => {
  test.each([
    ['allowed', {}, {}],
    ['allowed', { values: { p1: 4, p2: 'secretary' } }, {}],
    ['part-out-of-range', { values: { p1: 5 } }, {}],
    ['part-out-of-range', { values: { p1: 'three' } }, {}],
    ['part-not-a-choice', { values: { p2: 'robot' } }, {}],
    ['part-unknown', { values: { p9: 1 } }, {}],
    ['own-practice', { unitId: 'home' }, {}],
    ['start-month-too-far', { startMonth: '2062-01' }, {}],
    ['practice-withdrawn', {}, { withdrawnAt: at, withdrawnReason: 'No.' }],
    ['practice-expired', {}, { expiresOn: '2026-03-01' }],
    ['allowed', {}, { expiresOn: '2026-03-02' }], // the last day still counts
  ] as const)('%s: %j %j', (expected, more, of) => {
    expect(code(begin(more, of))).toBe(expected);
  });

  test('every number within the range is allowed and every other refused', () => {
    const [part] = version.parameters;
    if (part === undefined) throw new Error('no part');
    fc.assert(
      fc.property(fc.double({ min: -10, max: 10, noNaN: true }), (value) => {
        const isAllowed = valueTrouble([part], { p1: value }) === null;
        expect(isAllowed).toBe(value >= 1 && value <= 4);
      }),
    );
  });

  test('only what is set otherwise counts as changed', () => {
    const changed = (values: Record<string, number | string>) =>
      partsChanged(version.parameters, values).map(({ id }: Parameter) => id);
    expect(changed({ p1: 2 })).toEqual([]);
    expect(changed({ p1: 3, p2: 'nurse' })).toEqual(['p1']);
  });
});

describe('the stages', () => {
  const move = (from: AdoptionStage, stage: AdoptionStage) =>
    moveStage(
      { ...adoption, stage: from, startMonth: '2026-01' },
      { stage, startMonth: null, essentials: 'all-kept', at },
    ).kind;

  test('follow the table and nothing else', () => {
    for (const from of adoptionStages)
      for (const to of adoptionStages)
        expect([from, to, move(from, to)]).toEqual([
          from,
          to,
          stagesAfter[from].includes(to) ? 'allowed' : 'refused',
        ]);
  });

  test('every stage can be reached, and from every stage but the last one can stop', () => {
    const reached = new Set<AdoptionStage>(['considering']);
    for (const _ of adoptionStages)
      for (const from of [...reached]) for (const to of stagesAfter[from]) reached.add(to);
    expect(reached).toEqual(new Set(adoptionStages));
    for (const from of adoptionStages)
      if (from !== 'stopped') expect(stagesAfter[from]).toContain('stopped');
  });

  test('trying needs a month, and embedding needs its essentials', () => {
    const trying = moveStage(adoption, {
      ...{ stage: 'trying', startMonth: null, essentials: 'not-checked', at },
    });
    expect(trying).toMatchObject({ kind: 'refused', problem: { code: 'start-month-missing' } });
    for (const essentials of ['some-not-kept', 'not-checked'] as const)
      expect(
        moveStage(
          { ...adoption, stage: 'in-use', startMonth: '2026-01' },
          { stage: 'embedded', startMonth: null, essentials, at },
        ),
      ).toMatchObject({ kind: 'refused', problem: { code: 'essentials-not-kept' } });
  });
});

test('the version in force is the newest that is neither withdrawn nor expired', () => {
  const versions = [
    version,
    { ...version, version: 2, expiresOn: '2026-01-01' },
    { ...version, version: 3, withdrawnAt: at, withdrawnReason: 'No.' },
  ];
  expect(versionInForce(versions, at)?.version).toBe(1);
  expect(versionInForce(versions.slice(1), at)).toBeNull();
  expect(mayBeTakenUp(version, at).kind).toBe('allowed');
});
