import type { ElmLibrary, ValueSetCodes } from '#cql';
import { readFhirMeasure } from '#cql';
import { translateLibraries } from '#cql/translate';
import type { MeasurePack } from '../../conformance/measures/pack.ts';

/** A population by its code, its definition, and what it observes. */
export interface WrittenPopulation {
  readonly code: string;
  readonly expression: string;
  readonly of?: string;
}

export interface WrittenGroup {
  readonly name: string;
  readonly scoring: string;
  readonly basis: string;
  readonly populations: readonly WrittenPopulation[];
  readonly stratifiers?: readonly string[];
  /** Stockholm unless said. */
  readonly timeZone?: string;
  /** Whether the group is answered in SQL too. */
  readonly isCompiled: boolean;
}

const head = `library Groups version '1.0.0'
using FHIR version '4.0.1'
include FHIRHelpers version '4.0.1'
codesystem "Encounter class": 'http://terminology.hl7.org/CodeSystem/v3-ActCode'
codesystem "Encounter type": 'https://gyrus.health/fhir/encounter-type'
code "Follow-up": 'follow-up' from "Encounter type"
code "First visit": 'first-visit' from "Encounter type"
concept "Any visit": { "Follow-up", "First visit" }
valueset "Depression": 'https://gyrus.health/fhir/ValueSet/depression'
parameter "Measurement Period" Interval<DateTime>
parameter "Least Visits" Integer default 2
`;

const definitions = `context Unfiltered
define "Few": 1
context Patient
define "Finished": [Encounter] E where E.status = 'finished'
define "Begun": [Encounter] E where start of E.period in day of "Measurement Period"
define "Coded": [Encounter: type in { "Follow-up", "First visit" }]
define "By Concept": [Encounter] E where exists (E.type T where FHIRHelpers.ToConcept(T) ~ "Any visit")
define "Side by Side": from [Encounter] E, [Observation] O return all E
define "Side by Side Once": from [Encounter] E, [Observation] O return E
define "Again": "Side by Side" E where E.status = 'finished' return all E
define "Many Observations": [Encounter] E where Count(from [Encounter] F, [Observation] O return F) > 1
define "Many Pairs": [Encounter] E where Count(from [Encounter] F, [Observation] O return all F) > 3
define "More than Few": [Encounter] E where Count([Condition: "Depression"]) >= "Few"
define "More than Least": Count([Encounter]) >= "Least Visits"
define "Is Adult": AgeInYearsAt(start of "Measurement Period") >= 18
define "Has Finished": exists "Finished"
define "Has Depression": exists [Condition: "Depression"]
define "Nobody": false
define "Unknown": null as Boolean
define "Stratum": if Patient.gender = 'female' then 'f' else 'm'
define "On a Date": [Encounter] E where start of E.period in Interval[ToDateTime(date from start of E.period), end of "Measurement Period"]
define "Not After a Date": [Encounter] E where not (start of E.period after ToDateTime(date from start of "Measurement Period"))
define "On One": [Encounter] E where start of E.period same or before ToDateTime(date from end of E.period)
define function "Days of"(E FHIR.Encounter): difference in days between start of E.period and end of E.period
define function "Two"(E FHIR.Encounter): 2
define function "How Many"(): Count([Encounter])
define function "Half"(E FHIR.Encounter): 0.5
`;

export const groups: readonly WrittenGroup[] = [
  {
    ...{
      name: 'proportion of events',
      scoring: 'proportion',
      basis: 'Encounter',
      isCompiled: true,
    },
    populations: [
      { code: 'initial-population', expression: 'Begun' },
      { code: 'denominator', expression: 'Begun' },
      { code: 'denominator-exclusion', expression: 'Coded' },
      { code: 'numerator', expression: 'Finished' },
      { code: 'numerator-exclusion', expression: 'By Concept' },
      { code: 'denominator-exception', expression: 'More than Few' },
    ],
    stratifiers: ['Stratum', 'Finished'],
  },
  {
    ...{
      name: 'proportion of patients',
      scoring: 'proportion',
      basis: 'boolean',
      isCompiled: true,
    },
    populations: [
      { code: 'initial-population', expression: 'Is Adult' },
      { code: 'denominator', expression: 'Has Finished' },
      { code: 'denominator-exclusion', expression: 'Unknown' },
      { code: 'numerator', expression: 'Has Depression' },
      { code: 'numerator-exclusion', expression: 'Nobody' },
    ],
  },
  {
    ...{ name: 'ratio of events', scoring: 'ratio', basis: 'Encounter', isCompiled: true },
    populations: [
      { code: 'initial-population', expression: 'Begun' },
      { code: 'denominator', expression: 'Coded' },
      { code: 'denominator-exclusion', expression: 'By Concept' },
      { code: 'numerator', expression: 'Finished' },
      { code: 'numerator-exclusion', expression: 'Coded' },
      { code: 'measure-observation', expression: 'Days of', of: 'denominator' },
      { code: 'measure-observation', expression: 'Two', of: 'numerator' },
    ],
  },
  {
    ...{ name: 'ratio of patients', scoring: 'ratio', basis: 'boolean', isCompiled: true },
    populations: [
      { code: 'initial-population', expression: 'Is Adult' },
      { code: 'denominator', expression: 'Has Depression' },
      { code: 'denominator-exception', expression: 'Has Finished' },
      { code: 'numerator', expression: 'Has Finished' },
      { code: 'measure-observation', expression: 'How Many', of: 'numerator' },
    ],
  },
  {
    ...{
      name: 'ratio with two initial populations',
      scoring: 'ratio',
      basis: 'Encounter',
      isCompiled: false,
    },
    populations: [
      { code: 'initial-population', expression: 'Begun' },
      { code: 'initial-population', expression: 'Finished' },
      { code: 'denominator', expression: 'Coded' },
      { code: 'numerator', expression: 'By Concept' },
    ],
  },
  {
    ...{
      name: 'continuous variable of events',
      scoring: 'continuous-variable',
      basis: 'Encounter',
      isCompiled: true,
    },
    populations: [
      { code: 'initial-population', expression: 'Begun' },
      { code: 'measure-population', expression: 'Finished' },
      { code: 'measure-population-exclusion', expression: 'Coded' },
      { code: 'measure-observation', expression: 'Days of', of: 'measure-population' },
    ],
  },
  {
    ...{
      name: 'continuous variable of patients',
      scoring: 'continuous-variable',
      basis: 'boolean',
      isCompiled: true,
    },
    populations: [
      { code: 'initial-population', expression: 'Is Adult' },
      { code: 'measure-population', expression: 'Has Finished' },
      { code: 'measure-observation', expression: 'How Many' },
    ],
  },
  {
    ...{ name: 'cohort', scoring: 'cohort', basis: 'Encounter', isCompiled: true },
    populations: [{ code: 'initial-population', expression: 'Begun' }],
  },
  ...['Side by Side', 'Side by Side Once', 'Again', 'Many Observations', 'Many Pairs'].map(
    (one) => ({
      ...{ name: one, scoring: 'proportion', basis: 'Encounter', isCompiled: true },
      populations: [
        { code: 'initial-population', expression: one },
        { code: 'denominator', expression: 'Side by Side' },
        { code: 'numerator', expression: 'Finished' },
      ],
    }),
  ),
  {
    ...{ name: 'dates made times', scoring: 'proportion', basis: 'Encounter', isCompiled: true },
    timeZone: 'UTC',
    populations: [
      { code: 'initial-population', expression: 'On a Date' },
      { code: 'denominator', expression: 'Not After a Date' },
      { code: 'numerator', expression: 'On One' },
    ],
  },
  {
    ...{ name: 'dates made times where clocks change', scoring: 'cohort', basis: 'Encounter' },
    isCompiled: false,
    populations: [{ code: 'initial-population', expression: 'On a Date' }],
  },
  {
    ...{
      name: 'a parameter with a default',
      scoring: 'proportion',
      basis: 'boolean',
      isCompiled: false,
    },
    populations: [{ code: 'initial-population', expression: 'More than Least' }],
  },
];

/** One group as a pack of its own making, without patients. */
export function packOf(
  group: WrittenGroup,
  elm: readonly ElmLibrary[],
  valueSets: ValueSetCodes,
): MeasurePack {
  const read = readFhirMeasure(fhirMeasure(group));
  if (read.kind === 'unreadable') throw new Error(read.problem.message);
  return {
    name: group.name,
    measure: { ...read.measure, library: 'Groups' },
    elm,
    valueSets,
    cases: [],
  };
}

export async function translatedGroups(): Promise<readonly ElmLibrary[]> {
  const answer = await translateLibraries([{ name: 'groups.cql', text: `${head}${definitions}` }]);
  if (answer.kind === 'not-translated') throw new Error(JSON.stringify(answer.problems, null, 1));
  return answer.libraries;
}

const cqfm = 'http://hl7.org/fhir/us/cqfmeasures/StructureDefinition/cqfm';

function fhirMeasure({ name, scoring, basis, populations, stratifiers = [] }: WrittenGroup) {
  return {
    resourceType: 'Measure',
    id: name.replaceAll(' ', '-'),
    library: ['http://example.org/Library/Groups'],
    scoring: { coding: [{ code: scoring }] },
    group: [
      {
        extension: [{ url: `${cqfm}-populationBasis`, valueCode: basis }],
        population: populations.map(({ code, expression, of }, place) => ({
          id: `${code}-${place}`,
          code: { coding: [{ code }] },
          criteria: { language: 'text/cql', expression },
          ...(of === undefined
            ? {}
            : {
                extension: [
                  { url: `${cqfm}-criteriaReference`, valueString: referenceTo(of, populations) },
                ],
              }),
        })),
        stratifier: stratifiers.map((expression) => ({
          criteria: { language: 'text/cql', expression },
        })),
      },
    ],
  };
}

const referenceTo = (code: string, populations: readonly WrittenPopulation[]): string =>
  `${code}-${populations.findIndex((one) => one.code === code)}`;
