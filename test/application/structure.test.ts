import { describe, expect, test } from 'vitest';
import {
  readStructure,
  simulateStructure,
  type TestedStructure,
  testStructure,
} from '#application';
import type { RuleAction } from '#organisation';

const demo = await readStructure(null);
const without = (ruleId: string): TestedStructure => ({
  ...demo,
  rules: demo.rules.filter(({ id }) => id !== ruleId),
});
const failing = (structure: TestedStructure) =>
  testStructure(structure)
    .summary.cases.filter(({ passed }) => !passed)
    .map(({ id }) => id);

describe('the demo division', () => {
  test('has at least a dozen fictive cases, and all pass', () => {
    const { lines, summary } = testStructure(demo);
    expect(summary.cases.length).toBeGreaterThanOrEqual(12);
    expect(summary).toMatchObject({ failed: 0, problems: [] });
    expect(lines.at(-1)).toBe(`${summary.cases.length} passed, 0 failed`);
  });
  test('shows every kind of forum and every kind of route among its cases', () => {
    const kindOf = new Map(demo.forums.map(({ id, kind }) => [id, kind]));
    const { cases } = testStructure(demo).summary;
    const kinds = new Set(
      cases.flatMap(({ path }) => path.map((step) => kindOf.get(step.forumId))),
    );
    expect(kinds).toEqual(new Set(demo.forumKinds.map(({ id }) => id)));
    const actionOf = new Map(demo.rules.map(({ id, answer }) => [id, answer.action]));
    const actions = new Set(
      cases.flatMap(({ path }) => path.map(({ ruleId }) => actionOf.get(ruleId))),
    );
    const all: readonly RuleAction[] = ['back', 'decide', 'down', 'sideways', 'support', 'up'];
    expect(actions).toEqual(new Set(all));
    // Every kind of forum is somewhere the last word.
    expect(new Set(cases.map(({ path }) => kindOf.get(path.at(-1)?.forumId ?? ''))).size).toBe(4);
  });
});

describe('a changed rule', () => {
  // What fails follows from the cases: those with new money, with high risk, about another unit.
  test.each([
    ['group-prepares-money', ['video-rooms']],
    ['unit-meets-high-risk', ['no-restraint']],
    ['unit-sends-to-the-unit-concerned', ['discharge-letters']],
    ['group-tries-first', ['untried-for-all']],
    ['board-prepares-what-goes-further', ['with-the-region']],
  ])('without %s moves exactly %j', (ruleId, cases) => {
    expect(failing(without(ruleId))).toEqual(cases);
  });
  test('shows the path it took, the reasons, and what was wanted', () => {
    const { lines } = testStructure(without('unit-meets-high-risk'));
    const from = lines.findIndex((line) => line.startsWith('✗'));
    expect(lines.slice(from, from + 3)).toEqual([
      '✗ no-restraint: Ward round without locked doors',
      '    1. local-forum-u-ward-intensive decides, because those who do the work know it best (unit-decides-its-own)',
      '    wanted: decided by coordinating-group-d-acute in 4 steps; found: decided by local-forum-u-ward-intensive in 1 step',
    ]);
    expect(lines.at(-1)).toBe(`${demo.cases.length - 1} passed, 1 failed`);
  });
  test('that leaves a forum without an answer is told with the case that met it', () => {
    const { lines, summary } = testStructure(without('unit-decides-its-own'));
    expect(summary.problems).toContainEqual({
      code: 'rule-missing',
      where: 'forumKinds/local-forum',
    });
    expect(lines.join('\n')).toContain('No rule says what local-forum-u-mood-north does');
    expect(summary.cases.find(({ id }) => id === 'reminder-call')?.ended).toBe('stuck');
  });
});

describe('the simulated load of the demo division', () => {
  const wanted = { seed: 1, years: 5, runs: 10, factor: 1 };
  test('is the same for the same seed', () => {
    expect(simulateStructure(demo, wanted)).toEqual(simulateStructure(demo, wanted));
  });
  test('has its bottleneck in the board, which meets least often, and it can bear it', () => {
    const { bottleneckForumId, forums, leftOut } = simulateStructure(demo, wanted);
    expect(bottleneckForumId).toBe('prioritisation-board-div-psy');
    expect(leftOut).toEqual([]);
    for (const { load } of forums) expect(load).toBeLessThan(1);
  });
  test('that would take too long is refused with what to do', () => {
    expect(() => simulateStructure(demo, { ...wanted, years: 10_000 })).toThrow(
      'Simulate fewer years',
    );
  });
});
