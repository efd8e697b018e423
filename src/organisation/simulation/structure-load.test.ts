import { describe, expect, test } from 'vitest';
import type { FictiveCase } from '../decision-rights/fictive-case.ts';
import { standardAttributes, standardRules } from '../decision-rights/standard.ts';
import type { Structure } from '../decision-rights/structure.ts';
import { type Forum, standardForumKinds } from '../forum.ts';
import { unitTree } from '../unit-tree.ts';
import { expectedVisits, type LoadRequest, loadByKind, structureLoad } from './structure-load.ts';
import { structureNetwork } from './structure-network.ts';

const unit = (id: string, level: string, parentId: string | null) => ({
  ...{ id, parentId, level },
  name: { en: id, sv: id },
});
const forum = (id: string, unitId: string, kind: string, cadenceDays: number): Forum => ({
  ...{ id, unitId, kind, name: { en: id, sv: id }, cadenceDays },
  ...{ meetsFrom: '2026-01-01', mattersPerMeeting: 6, quorum: null, members: [] },
});
const structure: Structure = {
  tree: unitTree([
    unit('div', 'division', null),
    unit('dep', 'department', 'div'),
    unit('ward-1', 'unit', 'dep'),
    unit('ward-2', 'unit', 'dep'),
  ]),
  forumKinds: standardForumKinds,
  forums: [
    forum('local-1', 'ward-1', 'local-forum', 14),
    forum('local-2', 'ward-2', 'local-forum', 14),
    forum('group', 'dep', 'coordinating-group', 28),
    forum('board', 'div', 'prioritisation-board', 42),
  ],
  attributes: standardAttributes,
  rules: standardRules,
};
const one = (id: string, parts: Partial<FictiveCase>): FictiveCase => ({
  ...{ id, title: { en: id, sv: id }, raisedAt: 'local-1', attributes: {}, concernsUnitId: null },
  ...{ endsAt: 'local-1', steps: 1, perYear: 12 },
  ...parts,
});
const cases = [
  one('small', {}),
  one('wide', { attributes: { reach: 'department' }, endsAt: 'group', steps: 2, perYear: 6 }),
];
/** A Lehmer generator (Park and Miller 1988): plain, repeatable. */
const streamOf = (run: number, index: number) => {
  let state = (run * 7919 + index * 104_729 + 12_345) % 2_147_483_647;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
};
const request: LoadRequest = { structure, cases, factor: 1, years: 20, runs: 10, streamOf };
const valueIn = <T>(estimate: { readonly kind: string; readonly value?: T }): T => {
  if (estimate.value === undefined) throw new Error('no estimate');
  return estimate.value;
};

describe('the load of a structure', () => {
  const load = structureLoad(request);
  test('counts what the rules send to each forum', () => {
    expect(load.perYear).toBeCloseTo(36, 9); // two local forums × (12 + 6)
    expect(load.forums.map(({ forumId, perYear }) => [forumId, Math.round(perYear)])).toEqual([
      ['local-1', 18],
      ['local-2', 18],
      ['group', 12], // 6 from each
    ]);
  });
  test('is arrivals over capacity, the highest of them the bottleneck', () => {
    // 18 a year against 6 × 365.25/14 = 156.5; 12 against 6 × 365.25/28 = 78.3
    expect(load.forums.map((forumLoad) => forumLoad.load.toFixed(3))).toEqual([
      '0.115',
      '0.115',
      '0.153',
    ]);
    expect(load.bottleneckForumId).toBe('group');
  });
  test('lets matters wait half a cadence where there is time for all', () => {
    const [local, , group] = load.forums;
    const wait = valueIn(local?.waitDays ?? { kind: 'none' });
    expect(wait.low95).toBeLessThan(7);
    expect(wait.high95).toBeGreaterThan(7);
    expect(Math.abs(wait.mean / 7 - 1)).toBeLessThan(0.05);
    // A local forum and the group meet on days that do not move against each other: every second local meeting is the
    // group's own day, so half of what goes up is met the same day or after 28, half after 14.
    expect(valueIn(group?.waitDays ?? { kind: 'none' }).mean).toBeGreaterThan(13);
    expect(valueIn(group?.waitDays ?? { kind: 'none' }).mean).toBeLessThan(22);
  });
  test('is the same for the same streams and another for others', () => {
    expect(structureLoad(request)).toEqual(load);
    const other = structureLoad({ ...request, streamOf: (run, i) => streamOf(run + 100, i) });
    expect(other.throughDays).not.toEqual(load.throughDays);
  });
  test('by kind stands beside that of another structure', () => {
    const rarer = {
      ...structure,
      forums: structure.forums.map((f) => (f.id === 'group' ? { ...f, cadenceDays: 84 } : f)),
    };
    const kinds = loadByKind(structure, load);
    const others = loadByKind(rarer, structureLoad({ ...request, structure: rarer }));
    expect(kinds.map(({ kind, forums }) => [kind, forums])).toEqual([
      ['local-forum', 2],
      ['coordinating-group', 1],
      ['support-unit', 0],
      ['prioritisation-board', 0],
    ]);
    expect(others[1]?.highestLoad).toBeCloseTo(3 * (kinds[1]?.highestLoad ?? 0), 9);
    expect(others[1]?.waitDays ?? 0).toBeGreaterThan(kinds[1]?.waitDays ?? 99);
    expect(others[3]?.waitDays).toBeNull();
  });
  test('says which cases no rule decides, and has no waits where nothing is raised', () => {
    const silent = { ...structure, rules: [] };
    const empty = structureLoad({ ...request, structure: silent });
    expect(empty).toMatchObject({
      ...{ forums: [], perYear: 0, bottleneckForumId: null, leftOut: ['small', 'wide'] },
      throughDays: { kind: 'not-estimable', reason: 'no-matters' },
    });
  });
  test('can be told beforehand: so many visits', () => {
    // 18 + 18 + 12 visits a year, 21 years with the warm-up, 10 runs
    expect(expectedVisits(request)).toBeCloseTo(48 * 21 * 10, 6);
  });
  test('needs two runs and some time', () => {
    expect(() => structureLoad({ ...request, runs: 1 })).toThrow('runs');
    expect(() => structureLoad({ ...request, years: 0 })).toThrow('years');
  });
});

test('a case is raised in every forum of its kind, about a unit that stands to it in the same way', () => {
  const elsewhere = one('theirs', {
    concernsUnitId: 'ward-2',
    attributes: { reach: 'department' },
  });
  const { network } = structureNetwork({ structure, cases: [elsewhere], factor: 2 });
  expect(network.flows).toEqual([
    { id: '0 2', perDay: 24 / 365.25, path: [0, 2] },
    { id: '1 2', perDay: 24 / 365.25, path: [1, 2] },
  ]);
});
