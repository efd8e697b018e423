// Every number that a rule lets a unit choose reaches its CQL: at the hook, where each unit has its own, and where the rule is
// held against its measure. Synthetic: blood pressures made up here.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Measure } from '#cql';
import { definitionsEvaluator, patientEvaluator } from '#cql/in-memory';
import { translateLibraries } from '#cql/translate';
import { cqlParameters, readDecisionSupportRule } from '#practice';
import { ruleEvaluator } from '../../src/application/decision-support/evaluate-rule.ts';

/** SEED=… RUNS=… tries other patients, and more of them. */
const seed = Number(process.env.SEED ?? 20_261_122);
const numRuns = Number(process.env.RUNS ?? 300);
const timeZone = 'Europe/Stockholm';
const asOf = '2026-03-10T09:00:00.000Z';
const dayMilliseconds = 86_400_000;

const measureText = `library PressureMeasure version '1.0.0'
using FHIR version '4.0.1'
include FHIRHelpers version '4.0.1'
parameter "Measurement Period" Interval<DateTime>
parameter "Systolic limit" Integer default 140
parameter "Share of the limit" Decimal default 1.0
context Patient
define "Denominator":
  [Observation] Pressure
    where (Pressure.effective as FHIR.dateTime).value in "Measurement Period"
define "Numerator":
  "Denominator" Pressure
    where (Pressure.value as FHIR.integer).value < "Systolic limit" * "Share of the limit"
define function "Responsible Unit"(pressure Observation):
  First([Encounter] Visit return Visit.serviceProvider.reference.value)`;

const ruleText = `library PressureHigh version '1.0.0'
using FHIR version '4.0.1'
include FHIRHelpers version '4.0.1'
include PressureMeasure version '1.0.0' called Measure
parameter "Measurement Period" Interval<DateTime>
parameter "Systolic limit" Integer default 140
parameter "Share of the limit" Decimal default 1.0
context Patient
define "Too high":
  Measure."Denominator" Pressure
    without Measure."Numerator" Fine such that Fine.id = Pressure.id
define "Applies": exists "Too high"
define "Limit": ToString("Systolic limit")
define "Unit": First([Encounter] Visit return Visit.serviceProvider.reference.value)`;

const both = (said: string) => `{ en: ${said}, sv: ${said} }`;
const parameter = (id: string, rest: string) =>
  `  - { id: ${id}, label: ${both('L')}, unit: ${both('U')}, ${rest} }`;
const read = readDecisionSupportRule(
  'rule.yaml',
  `id: pressure-high
version: 1.0.0
title: ${both('T')}
sentence: ${both('S')}
hooks: [patient-view]
measure: pressure
applies: Applies
unit: Unit
facts: { limit: Limit }
lookAhead: ahead
parameters:
${parameter('ahead', 'default: 7, min: 1, max: 14')}
${parameter('limit', 'default: 140, min: 100, max: 200, cql: Systolic limit')}
${parameter('share', 'default: 1, min: 0.5, max: 1, cql: Share of the limit')}
card: { indicator: info, summary: ${both("'Above {limit}'")}, detail: ${both('D')} }
`,
  ruleText,
);
if (read.kind !== 'rule') throw new Error(JSON.stringify(read.problems));
const { rule } = read;

const translated = await translateLibraries([
  { name: 'measure.cql', text: measureText },
  { name: 'rule.cql', text: ruleText },
]);
if (translated.kind === 'not-translated') throw new Error(JSON.stringify(translated.problems));
const elm = translated.libraries;
const valueSets = new Map();

const words = { en: 'W', sv: 'W' };
const measure: Measure = {
  ...{ id: 'pressure', version: '1.0.0', title: words, sentence: words, rationale: words },
  ...{ interest: 'management', kind: 'process', scoring: 'proportion', basis: 'Observation' },
  ...{ direction: 'up', target: null, chart: 'p', unitLabel: words, multiplier: 1 },
  populations: {
    ...{ initialPopulation: 'Denominator', denominator: 'Denominator', numerator: 'Numerator' },
  },
  library: 'PressureMeasure',
};

const patient = { resourceType: 'Patient', id: 'p' };
const visitAt = (unitId: string) => ({
  ...{
    resourceType: 'Encounter',
    id: 'e',
    status: 'finished',
    subject: { reference: 'Patient/p' },
  },
  serviceProvider: { reference: `Organization/${unitId}` },
});
const pressure = (id: string, systolic: number, inDays: number) => ({
  ...{ resourceType: 'Observation', id, status: 'final', valueInteger: systolic },
  subject: { reference: 'Patient/p' },
  effectiveDateTime: new Date(Date.parse(asOf) + inDays * dayMilliseconds).toISOString(),
});

const chosenValues = fc.record({
  ahead: fc.integer({ min: 1, max: 14 }),
  limit: fc.integer({ min: 100, max: 200 }),
  share: fc.constantFrom(0.5, 0.8, 1),
});
const pressures = fc.array(
  fc.record({
    systolic: fc.integer({ min: 60, max: 210 }),
    inDays: fc.integer({ min: 0, max: 15 }),
  }),
  { maxLength: 4 },
);

test.each(['compiled-only', 'cql-execution'] as const)(
  'with any values chosen, a rule is due exactly where its measure misses something (%s)',
  async (engine) => {
    const asked = { elm, valueSets, timeZone, engine };
    const definitions = [rule.applies];
    const isDue = definitionsEvaluator({ ...asked, library: rule.library, definitions });
    let due = 0;
    await fc.assert(
      fc.asyncProperty(pressures, chosenValues, async (some, values) => {
        const parameters = cqlParameters(rule, values);
        const end = new Date(
          Date.parse(asOf) + (values.ahead + 0.5) * dayMilliseconds,
        ).toISOString();
        const period = { id: 1, start: asOf, end };
        const resources = [
          patient,
          visitAt('u-1'),
          ...some.map(({ systolic, inDays }, i) => pressure(`o${i}`, systolic, inDays)),
        ];
        const rows = await patientEvaluator({ ...asked, measure, parameters })(resources, [period]);
        const isMissed = rows.some((row) => row.denominator && !row.numerator);
        // By hand: the same in plain numbers.
        const byHand = some.some(
          ({ systolic, inDays }) =>
            inDays <= values.ahead && systolic >= values.limit * values.share,
        );
        const answers = await isDue({ resources, asOf, period, parameters });
        expect(isMissed).toBe(byHand);
        expect(answers.get(rule.applies)).toEqual({ kind: 'yes-no', value: isMissed });
        due += isMissed ? 1 : 0;
      }),
      { seed, numRuns },
    );
    expect(due).toBeGreaterThan(numRuns / 20);
    expect(due).toBeLessThan(numRuns);
  },
);

const evaluate = ruleEvaluator({ rules: [rule], elm, valueSets, timeZone });
const chosen = { strict: { limit: 120 }, lenient: { limit: 160 }, brief: { ahead: 1 } };

/** The answer at the hook, in words. */
async function answerFor(unitId: string, systolic: number, inDays: number): Promise<string> {
  const bundle = (resource: object) => ({ resourceType: 'Bundle', entry: [{ resource }] });
  const body = JSON.stringify({
    ...{ hook: 'patient-view', hookInstance: 'test' },
    context: { userId: 'Practitioner/x', patientId: 'p' },
    prefetch: {
      patient,
      encounter: bundle(visitAt(unitId)),
      observation: bundle(pressure('o', systolic, inDays)),
    },
  });
  const answer = await evaluate({
    ...{ ruleId: rule.id, hook: 'patient-view', body, fetched: {}, chosen, asOf },
  });
  return answer.kind === 'due' ? `due above ${answer.facts.limit}` : answer.kind;
}

test('at the hook each unit has the values that it chose, and any other unit those of the rule', async () => {
  expect(await answerFor('elsewhere', 139, 1)).toBe('not-due');
  expect(await answerFor('elsewhere', 140, 1)).toBe('due above 140');
  expect(await answerFor('strict', 130, 1)).toBe('due above 120');
  expect(await answerFor('strict', 119, 1)).toBe('not-due');
  expect(await answerFor('lenient', 150, 1)).toBe('not-due');
  expect(await answerFor('lenient', 160, 1)).toBe('due above 160');
  expect(await answerFor('elsewhere', 150, 7)).toBe('due above 140');
  expect(await answerFor('elsewhere', 150, 8)).toBe('not-due');
  expect(await answerFor('brief', 150, 2)).toBe('not-due');
  expect(await answerFor('brief', 150, 1)).toBe('due above 140');
});
