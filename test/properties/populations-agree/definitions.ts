import type { Measure } from '#cql';
import { intervalsTried } from './intervals.ts';
import { itemsTried } from './items.ts';

/** What is tried beside the library's measures: name, FHIR type of the rows, CQL. */
const tried: readonly (readonly [name: string, basis: string, cql: string])[] = [
  [
    'starts by the instant',
    'Encounter',
    '[Encounter] E where start of E.period in "Measurement Period"',
  ],
  [
    'ends by the instant',
    'Encounter',
    '[Encounter] E where end of E.period in "Measurement Period"',
  ],
  [
    'does not start in the period',
    'Encounter',
    '[Encounter] E where not (start of E.period in "Measurement Period")',
  ],
  [
    'does not start in the period by day',
    'Encounter',
    '[Encounter] E where not (start of E.period in day of "Measurement Period")',
  ],
  [
    'before and after',
    'Encounter',
    '[Encounter] E where start of E.period before end of "Measurement Period" and end of E.period after start of "Measurement Period"',
  ],
  [
    'not before',
    'Encounter',
    '[Encounter] E where not (start of E.period before start of "Measurement Period")',
  ],
  ['start is end', 'Encounter', '[Encounter] E where start of E.period = end of E.period'],
  ['start is not end', 'Encounter', '[Encounter] E where start of E.period != end of E.period'],
  ['same day', 'Encounter', '[Encounter] E where start of E.period same day as end of E.period'],
  [
    'not the same day',
    'Encounter',
    '[Encounter] E where not (start of E.period same day as end of E.period)',
  ],
  [
    'start is the period',
    'Encounter',
    '[Encounter] E where start of E.period = start of "Measurement Period"',
  ],
  [
    'same or before',
    'Encounter',
    '[Encounter] E where start of E.period on or before start of "Measurement Period"',
  ],
  [
    'not same or before by day',
    'Encounter',
    '[Encounter] E where not (start of E.period same day or before end of "Measurement Period")',
  ],
  [
    'before by day',
    'Encounter',
    '[Encounter] E where start of E.period before day of end of "Measurement Period"',
  ],
  [
    'days apart',
    'Encounter',
    '[Encounter] E where difference in days between start of E.period and end of E.period between 1 and 20',
  ],
  [
    'not days apart',
    'Encounter',
    '[Encounter] E where not (difference in days between start of E.period and end of E.period > 5)',
  ],
  [
    'a week later',
    'Encounter',
    '[Encounter] E where (start of E.period) + 1 week in day of "Measurement Period"',
  ],
  [
    'ten days earlier',
    'Encounter',
    '[Encounter] E where (start of E.period) - 10 days in day of "Measurement Period"',
  ],
  [
    'ten days earlier by the instant',
    'Encounter',
    '[Encounter] E where (start of E.period) - 10 days before start of "Measurement Period"',
  ],
  [
    'forwards and back',
    'Encounter',
    '[Encounter] E where (start of E.period) + 40 days - 40 days same day as start of E.period',
  ],
  [
    'end is open',
    'Encounter',
    '[Encounter] E where E.period."end" is null and start of E.period is not null',
  ],
  ['period is missing', 'Encounter', '[Encounter] E where E.period is null'],
  [
    'with an observation',
    'Encounter',
    "[Encounter] E with [Observation] O such that O.encounter.reference = 'Encounter/' + E.id",
  ],
  [
    'without an observation',
    'Encounter',
    "[Encounter] E without [Observation] O such that O.encounter.reference = 'Encounter/' + E.id",
  ],
  [
    'without one in the period',
    'Encounter',
    '[Encounter] E without [Observation] O such that O.encounter.reference = \'Encounter/\' + E.id and Care."Time of"(O) in "Measurement Period"',
  ],
  [
    'finished or observed',
    'Encounter',
    "[Encounter] E where E.status = 'planned' or exists ([Observation] O where O.encounter.reference = 'Encounter/' + E.id)",
  ],
  [
    'planned and not observed',
    'Encounter',
    "[Encounter] E where E.status != 'finished' and not exists ([Observation] O where O.encounter.reference = 'Encounter/' + E.id)",
  ],
  [
    'neither',
    'Encounter',
    "[Encounter] E where not (E.status = 'finished' or exists ([Condition] C where C.encounter.reference = 'Encounter/' + E.id))",
  ],
  [
    'more than one',
    'Encounter',
    "[Encounter] E where Count([Observation] O where O.encounter.reference = 'Encounter/' + E.id) > 1",
  ],
  [
    'two in the period',
    'Encounter',
    '[Encounter] E where Count([Observation] O where Care."Time of"(O) in day of "Measurement Period") >= 2',
  ],
  [
    'none later',
    'Encounter',
    '[Encounter] E where Count([Encounter] F where start of F.period after end of E.period) = 0',
  ],
  [
    'sum of points',
    'Encounter',
    "[Encounter] E where Sum([Observation] O where O.encounter.reference = 'Encounter/' + E.id return all (O.value as FHIR.integer).value) > 20",
  ],
  [
    'most points',
    'Encounter',
    '[Encounter] E where Max([Observation] O return all (O.value as FHIR.integer).value) >= 25',
  ],
  [
    'first points',
    'Encounter',
    "[Encounter] E where First([Observation] O where O.encounter.reference = 'Encounter/' + E.id return all (O.value as FHIR.integer).value) between 5 and 15",
  ],
  [
    'last by time',
    'Encounter',
    '[Encounter] E where Last([Observation] O return all Tuple { at: Care."Time of"(O), points: (O.value as FHIR.integer).value } sort by at desc).points > 9',
  ],
  [
    'last record',
    'Encounter',
    "[Encounter] E where Last([Observation] O where O.status = 'final').status = 'final'",
  ],
  [
    'first encounter',
    'Encounter',
    "[Encounter] E where First([Encounter] F where F.status = 'finished' sort by id).id = E.id",
  ],
  ['in a value set', 'Condition', '[Condition] C where C.code in "Depression"'],
  ['not in a value set', 'Condition', '[Condition] C where not (C.code in "Depression")'],
  [
    'a coding',
    'Condition',
    "[Condition] C where exists (C.code.coding D where D.system = 'http://hl7.org/fhir/sid/icd-10' and D.code = 'F32.1')",
  ],
  [
    'no coding',
    'Condition',
    '[Condition] C where not exists (C.code.coding D where D.code is not null)',
  ],
  ['not refuted', 'Condition', '[Condition] C where not (C.verificationStatus ~ "Refuted")'],
  [
    'points in a list',
    'Observation',
    '[Observation] O where (O.value as FHIR.integer).value in { 1, 2, 3, 8 }',
  ],
  [
    'status not in a list',
    'Observation',
    "[Observation] O where not (O.status in { 'final', 'amended' })",
  ],
  [
    'twice the points',
    'Observation',
    '[Observation] O where (O.value as FHIR.integer).value * 2 - 4 <= 12',
  ],
  [
    'points are few or missing',
    'Observation',
    '[Observation] O where Coalesce((O.value as FHIR.integer).value, 0) < 4',
  ],
  [
    'by case',
    'Observation',
    "[Observation] O where (case when O.status = 'final' then 1 when O.status = 'amended' then 2 else 3 end) = 2",
  ],
  ['choice', 'Observation', '[Observation] O where O.effective is FHIR.Period'],
  [
    'during a visit',
    'Observation',
    '[Observation] O with [Encounter] E such that Care."Time of"(O) during E.period',
  ],
  [
    'during a visit by day',
    'Observation',
    '[Observation] O with [Encounter] E such that Care."Time of"(O) during day of E.period',
  ],
  [
    'not during a visit',
    'Observation',
    '[Observation] O where not exists ([Encounter] E where Care."Time of"(O) during E.period)',
  ],
  [
    'outside visits',
    'Observation',
    '[Observation] O with [Encounter] E such that not (Care."Time of"(O) during E.period)',
  ],
  [
    'any of two',
    'Encounter',
    '([Encounter] E where E.status = \'finished\') union ([Encounter] E where start of E.period in day of "Measurement Period")',
  ],
  [
    'both together',
    'Encounter',
    "from [Encounter] E, [Observation] O where O.encounter.reference = 'Encounter/' + E.id return E",
  ],
  [
    'with a let',
    'Encounter',
    '[Encounter] E let begin: start of E.period where begin in day of "Measurement Period" and E.status = \'finished\'',
  ],
  [
    'implied',
    'Encounter',
    '[Encounter] E where E.status = \'finished\' implies E.period."end" is not null',
  ],
  [
    'one of the two',
    'Encounter',
    '[Encounter] E where E.status = \'finished\' xor E.period."end" is not null',
  ],
  [
    'is true',
    'Encounter',
    '[Encounter] E where (start of E.period after start of "Measurement Period") is true',
  ],
  [
    'is not true',
    'Encounter',
    '[Encounter] E where (start of E.period after start of "Measurement Period") is not true',
  ],
  [
    'is false',
    'Encounter',
    '[Encounter] E where (start of E.period after start of "Measurement Period") is false',
  ],
  [
    'ordered from here',
    'ServiceRequest',
    "[ServiceRequest] R where exists ([Encounter] E where exists (E.basedOn B where B.reference = 'ServiceRequest/' + R.id))",
  ],
  [
    'of an adult',
    'Encounter',
    '[Encounter] E where AgeInYearsAt(start of "Measurement Period") >= 18',
  ],
  [
    'not of an adult',
    'Encounter',
    '[Encounter] E where not (AgeInYearsAt(start of E.period) >= 18)',
  ],
  [
    'another on the same day',
    'Encounter',
    '[Encounter] E with [Encounter] F such that not (F ~ E) and start of F.period same day as start of E.period',
  ],
  [
    'itself among all',
    'Encounter',
    '[Encounter] E with [Encounter] F such that F ~ E and F.status = E.status',
  ],
  [
    'after the first',
    'Encounter',
    '[Encounter] E with (First([Encounter] F where F.period.start is not null sort by start of period)) G such that start of E.period after start of G.period',
  ],
  [
    'not after the last in the period',
    'Encounter',
    '[Encounter] E without (Last([Encounter] F where start of F.period in "Measurement Period" sort by start of period)) L such that start of E.period after start of L.period',
  ],
  ['of a woman', 'Encounter', "[Encounter] E where Patient.gender = 'female'"],
  ...intervalsTried,
  ...itemsTried,
];

const quoted = (name: string): string => `"${name}"`;
const bases = [...new Set(tried.map(([, basis]) => basis))];

export const definitionsText = `library DefinitionsTried version '1.0.0'
using FHIR version '4.0.1'
include FHIRHelpers version '4.0.1'
include CareEvents version '1.0.0' called Care
codesystem "Condition verification": 'http://terminology.hl7.org/CodeSystem/condition-ver-status'
valueset "Depression": 'https://gyrus.health/fhir/ValueSet/depression'
codesystem "Diagnosis role": 'http://terminology.hl7.org/CodeSystem/diagnosis-role'
codesystem "Scores": 'https://gyrus.health/fhir/score'
code "Billing": 'billing' from "Diagnosis role"
code "Reason A": 'a' from "Scores"
code "Upper": 'upper' from "Scores"
code "Refuted": 'refuted' from "Condition verification"
parameter "Measurement Period" Interval<DateTime>
context Patient
${tried.map(([name, , cql]) => `define ${quoted(name)}:\n  ${cql}\n`).join('\n')}
${bases.map((basis) => `define function "Responsible Unit"(event FHIR.${basis}): null as String\n`).join('\n')}`;

const text = { en: 'tried', sv: 'prövad' };

export const definitionsTried: readonly Measure[] = tried.map(([name, basis]) => ({
  id: name,
  version: '1.0.0',
  title: text,
  sentence: text,
  rationale: text,
  interest: 'management',
  kind: 'process',
  scoring: 'proportion',
  basis,
  direction: 'up',
  target: null,
  chart: 'p',
  unitLabel: text,
  multiplier: 1,
  populations: { initialPopulation: name, denominator: name, numerator: name },
  library: 'DefinitionsTried',
}));
