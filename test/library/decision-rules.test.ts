// Every decision-support rule answers its test patients as their files say.
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { definitionsEvaluator } from '#cql/in-memory';
import { prefetchOf, ruleEvaluator } from '../../src/application/decision-support/evaluate-rule.ts';
import { shippedLibrary } from '../harness/shipped-library.ts';

interface RuleTest {
  readonly description: string;
  readonly asOf: string;
  readonly resources: readonly {
    readonly resourceType: string;
    readonly id: string;
    readonly status?: string;
  }[];
  readonly expected: {
    readonly due: boolean;
    readonly unit?: string;
    readonly facts?: Readonly<Record<string, string>>;
  };
}

const library = await shippedLibrary();
const { elm, valueSets } = library;
const rules = library.rules.map(({ rule }) => rule);
const evaluate = ruleEvaluator({ rules, elm, valueSets, timeZone: 'Europe/Stockholm' });

/** encounter2 → Encounter */
const typeNamed = (name: string): string =>
  `${name.charAt(0).toUpperCase()}${name.slice(1)}`.replace(/\d+$/, '');

test('every rule has test patients for whom it is due, and for whom it is not', () => {
  for (const { rule, tests } of library.rules) {
    const answers = tests.map(({ text }) => (JSON.parse(text) as RuleTest).expected.due);
    expect([rule.id, new Set(answers)]).toEqual([rule.id, new Set([true, false])]);
  }
});

test('the compiled definitions of a rule say what cql-execution says, of every test patient', async () => {
  for (const { rule, tests } of library.rules) {
    const definitions = [rule.applies, rule.unit, ...Object.values(rule.facts)];
    const asked = { elm, valueSets, timeZone: 'Europe/Stockholm', library: rule.library };
    const compiled = definitionsEvaluator({ ...asked, definitions, engine: 'compiled-only' });
    const byEngine = definitionsEvaluator({ ...asked, definitions, engine: 'cql-execution' });
    for (const { file, text } of tests) {
      const { resources, asOf } = JSON.parse(text) as RuleTest;
      const end = new Date(Date.parse(asOf) + 14 * 86_400_000).toISOString();
      const moment = { resources, asOf, period: { id: 1, start: asOf, end } };
      expect([file, await compiled(moment)]).toEqual([file, await byEngine(moment)]);
    }
  }
});

describe.each(library.rules.map(({ rule, tests }) => ({ id: rule.id, rule, tests })))(
  '$id',
  ({ rule, tests }) => {
    test.each(tests.map(({ file, text }) => [path.basename(file), JSON.parse(text) as RuleTest]))(
      '%s',
      async (_, { asOf, resources, expected }) => {
        const [hook = 'patient-view'] = rule.hooks;
        const patient = resources.find(({ resourceType }) => resourceType === 'Patient');
        const entry = resources.map((resource) => ({ resource }));
        const of = (type: string) => ({
          resourceType: 'Bundle',
          entry: entry.filter(({ resource }) => resource.resourceType === type),
        });
        const names = Object.keys(prefetchOf(rule, elm)).filter((name) => name !== 'patient');
        const drafts = entry.filter(({ resource }) => resource.status === 'draft');
        const body = JSON.stringify({
          ...{ hook, hookInstance: 'test' },
          context: {
            ...{ userId: 'Practitioner/x', patientId: patient?.id },
            selections: drafts.map(({ resource }) => `${resource.resourceType}/${resource.id}`),
            draftOrders: { resourceType: 'Bundle', entry: drafts },
          },
          prefetch: {
            patient,
            ...Object.fromEntries(names.map((name) => [name, of(typeNamed(name))])),
          },
        });
        const answer = await evaluate({
          ...{ ruleId: rule.id, hook, body, fetched: {}, chosen: {}, asOf },
        });
        expect(answer).toMatchObject(
          expected.due
            ? { kind: 'due', unitId: expected.unit, facts: expected.facts }
            : { kind: 'not-due' },
        );
      },
    );
  },
);
