// A decision-support rule speaks of exactly those patients whom its measure would count and not find: the same
// definitions, asked of one patient at the point of care and of a population.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { definitionsEvaluator, patientEvaluator } from '#cql/in-memory';
import { cqlParameters, type DecisionSupportRule, parametersInForce } from '#practice';
import { shippedLibrary } from '../harness/shipped-library.ts';
import { patient } from './populations-agree/patients.ts';

/** SEED=… RUNS=… tries other patients, and more of them. */
const seed = Number(process.env.SEED ?? 20_260_301);
const runs = Number(process.env.RUNS ?? 10_000);
const timeZone = 'Europe/Stockholm';

const library = await shippedLibrary();
const { elm, valueSets } = library;
const dayMilliseconds = 86_400_000;
/** Generated records lie around these months. */
const moments = fc
  .date({ min: new Date('2025-01-15T00:00:00Z'), max: new Date('2025-04-15T00:00:00Z') })
  .filter((date) => !Number.isNaN(date.getTime()));

/** A visit for depression some days before the moment, which chance alone makes too seldom. */
const visits = fc.record({ isOrdering: fc.boolean(), ago: fc.option(fc.nat(30)) });
const subject = { reference: 'Patient/p' };
const depressedVisit = (moment: Date, daysAgo: number) => [
  {
    ...{ resourceType: 'Encounter', id: 'depressed', status: 'finished', subject },
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
    type: [{ coding: [{ system: 'https://gyrus.health/fhir/encounter-type', code: 'follow-up' }] }],
    period: { start: new Date(moment.getTime() - daysAgo * dayMilliseconds).toISOString() },
    serviceProvider: { reference: 'Organization/u-1' },
  },
  {
    ...{ resourceType: 'Condition', id: 'depression', subject },
    code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: 'F32.1' }] },
    encounter: { reference: 'Encounter/depressed' },
  },
];

/** Any values that a unit may choose, the rule's own every other time. */
const choices = ({ parameters }: DecisionSupportRule) =>
  fc.option(
    fc.record(
      Object.fromEntries(
        parameters.map(({ id, isWhole, min, max }) => [
          id,
          isWhole ? fc.integer({ min, max }) : fc.double({ min, max, noNaN: true }),
        ]),
      ),
    ),
    { nil: {}, freq: 1 },
  );

/** What is being ordered, for rules that speak of it. */
const draftOrder = {
  ...{ resourceType: 'MedicationRequest', id: 'draft', status: 'draft', intent: 'order' },
  medicationCodeableConcept: {
    coding: [{ system: 'http://www.whocc.no/atc', code: 'N06AB06' }],
  },
  subject,
};

test.each(library.rules.map(({ rule }) => [rule.id, rule] as const))(
  `%s is due exactly where its measure misses something, for ${runs} generated patients`,
  { timeout: 300_000 },
  async (_, rule) => {
    const measure = library.measures.find((one) => one.measure.id === rule.measure)?.measure;
    if (measure === undefined) throw new Error(`no measure '${rule.measure}'`);
    const isDue = definitionsEvaluator({
      ...{ elm, valueSets, timeZone, library: rule.library, definitions: [rule.applies] },
    });
    const prepared = patientEvaluator({ elm, valueSets, timeZone, measure });
    // Most rules set nothing in their CQL; a measure is then prepared once.
    const membership = (parameters: Readonly<Record<string, number>>) =>
      Object.keys(parameters).length === 0
        ? prepared
        : patientEvaluator({ elm, valueSets, timeZone, measure, parameters });
    let due = 0;
    await fc.assert(
      fc.asyncProperty(
        patient,
        moments,
        visits,
        choices(rule),
        async (records, moment, { isOrdering, ago }, chosen) => {
          const visit = ago === null ? [] : depressedVisit(moment, ago);
          const resources = [...records, ...visit, ...(isOrdering ? [draftOrder] : [])];
          const asOf = moment.toISOString();
          const days = parametersInForce(rule, chosen)[rule.lookAhead] ?? 0;
          const parameters = cqlParameters(rule, chosen);
          const end = new Date(moment.getTime() + days * dayMilliseconds).toISOString();
          const period = { id: 1, start: asOf, end };
          const rows = await membership(parameters)(resources, [period]);
          const missed = rows.some((row) => row.denominator && !row.exclusion && !row.numerator);
          const values = await isDue({ resources, asOf, period, parameters });
          const isDueNow = missed && (rule.drafts.length === 0 || isOrdering);
          expect(values.get(rule.applies)).toEqual({ kind: 'yes-no', value: isDueNow });
          due += isDueNow ? 1 : 0;
        },
      ),
      { seed, numRuns: runs },
    );
    // The generator must reach both answers, or the test says nothing.
    expect(due).toBeGreaterThan(runs / 200);
    expect(due).toBeLessThan(runs);
  },
);
