import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDemoStructure } from '#application';
import { demoOrganisation } from '#data';
import {
  type DecisionRule,
  type Matter,
  organisationFromYaml,
  type RuleAnswer,
  routeOf,
  type Structure,
  structureProblems,
  unitTree,
} from '#organisation';
import { smallOrganisation } from '../harness/small-organisation.ts';

const small = smallOrganisation();
const structure: Structure = { ...small, tree: unitTree(small.units) };
const kinds = structure.forumKinds.map(({ id }) => id);
const unitIds = small.units.map(({ id }) => id);

const answers: fc.Arbitrary<RuleAnswer> = fc.oneof(
  fc.constantFrom('decide', 'sideways', 'back').map((action): RuleAnswer => ({ action })),
  fc
    .tuple(fc.constantFrom('up', 'down', 'support'), fc.constantFrom(...kinds))
    .map(([action, to]): RuleAnswer => ({ action, to })),
);
const known = fc.record(
  Object.fromEntries(
    structure.attributes.map(({ id, values }) => [id, fc.constantFrom(...values.map((v) => v.id))]),
  ),
);
const when = fc.record(
  Object.fromEntries([
    ...structure.attributes.map(
      ({ id, values }) =>
        [
          id,
          fc.subarray(
            values.map((v) => v.id),
            { minLength: 1 },
          ),
        ] as const,
    ),
    ['concerns', fc.subarray(['own', 'below', 'other'], { minLength: 1 })] as const,
    ['prepared', fc.subarray(['no', 'yes'], { minLength: 1 })] as const,
  ]),
  { requiredKeys: [] },
);
const rules: fc.Arbitrary<DecisionRule[]> = fc.array(
  fc.record({
    id: fc.uuid(),
    at: fc.subarray(kinds, { minLength: 1 }),
    when,
    answer: answers,
    standing: fc.integer({ min: 0, max: 3 }),
    because: fc.constant({ en: 'x', sv: 'x' }),
  }),
  { minLength: 1, maxLength: 12 },
);
const matters: fc.Arbitrary<Matter> = fc.record({
  attributes: known,
  unitId: fc.constantFrom(...unitIds),
  concernsUnitId: fc.option(fc.constantFrom(...unitIds)),
});
const starts = fc.constantFrom(...structure.forums.map(({ id }) => id));

describe('whatever the rules say', () => {
  test('every route ends, and is the same when it is asked for again', () => {
    fc.assert(
      fc.property(rules, matters, starts, (some, matter, start) => {
        const one = routeOf({ ...structure, rules: some }, matter, start);
        const again = routeOf({ ...structure, rules: some.map((r) => ({ ...r })) }, matter, start);
        expect(again).toEqual(one);
        // A matter can be in a forum at most twice for each forum that may have asked: unprepared and prepared.
        const states = structure.forums.length * 2 * (structure.forums.length + 1);
        expect(one.steps.length).toBeLessThanOrEqual(states);
        if (one.outcome.kind === 'decided') expect(one.steps.at(-1)?.action).toBe('decide');
        else expect(one.outcome.problem.tip).not.toBe('');
      }),
      { numRuns: 2000 },
    );
  });
  test('the order of the rules does not matter', () => {
    fc.assert(
      fc.property(rules, matters, starts, (some, matter, start) => {
        const path = (there: Structure) => {
          const { steps, outcome } = routeOf(there, matter, start);
          return [steps.map(({ forumId, action }) => [forumId, action]), outcome.kind];
        };
        expect(path({ ...structure, rules: some.toReversed() })).toEqual(
          path({ ...structure, rules: some }),
        );
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the demo division', () => {
  test('has sound rules: every matter from every forum about any unit is decided', async () => {
    const read = organisationFromYaml(
      JSON.stringify(demoOrganisation(await readDemoStructure())),
      'demo',
    );
    if (read.kind === 'problems') throw new Error(read.problems.map((p) => p.message).join('; '));
    const { organisation } = read;
    const demo = { ...organisation, tree: unitTree(organisation.units) };
    expect(structureProblems(demo)).toEqual([]);
    const anywhere = fc.record({
      start: fc.constantFrom(...demo.forums),
      concernsUnitId: fc.option(fc.constantFrom(...demo.units.map(({ id }) => id))),
      attributes: known,
    });
    fc.assert(
      fc.property(anywhere, ({ start, concernsUnitId, attributes }) => {
        const matter = { attributes, unitId: start.unitId, concernsUnitId };
        expect(routeOf(demo, matter, start.id).outcome.kind).toBe('decided');
      }),
      { numRuns: 5000 },
    );
  });
});
