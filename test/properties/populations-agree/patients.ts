import fc from 'fast-check';

type Json = Record<string, unknown>;

/** Times around the edges of months, with and without offsets, fractions and clocks, across the change of clocks. */
const exactTimes = [
  '2025-01-31T23:59:59+01:00',
  '2025-02-01T00:00:00+01:00',
  '2025-02-14T09:30:00+01:00',
  '2025-02-28T23:30:00Z',
  '2025-03-01T00:00:00+01:00',
  '2025-03-01T00:00:00.000+01:00',
  '2025-03-01T00:30:00+01:00',
  '2025-03-10T08:00:00+01:00',
  '2025-03-10T23:59:59.999+01:00',
  '2025-03-24T10:00:00+01:00',
  '2025-03-30T01:59:59+01:00',
  '2025-03-30T03:00:00+02:00',
  '2025-03-31T21:59:59Z',
  '2025-03-31T22:00:00Z',
  '2025-04-01T00:00:00+02:00',
  '2025-04-20T12:00:00+02:00',
  '2025-06-30T23:59:59+02:00',
];
const partialTimes = [
  '2025-02-14',
  '2025-03-01',
  '2025-03-10',
  '2025-03-31',
  '2025-04-01',
  '2025-03',
  '2025-02',
  '2025',
];
const brokenTimes = ['2025-02-30', 'yesterday'];

const time = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...exactTimes) },
  { weight: 4, arbitrary: fc.constantFrom(...partialTimes) },
  { weight: 1, arbitrary: fc.constantFrom(...brokenTimes) },
);

const maybe = <T>(arbitrary: fc.Arbitrary<T>, weight = 6): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight, arbitrary }, { weight: 1, arbitrary: fc.constant(undefined) });

const encounterType = 'https://gyrus.health/fhir/encounter-type';
const diagnosisRole = 'http://terminology.hl7.org/CodeSystem/diagnosis-role';
const scores = 'https://gyrus.health/fhir/score';
const coding = (system: string | undefined, ...codes: readonly (string | undefined)[]) =>
  fc.constantFrom(...codes).map((code) => present({ system, code }));

/** One to three codings, often with a local one before or after. */
const concept = (standard: fc.Arbitrary<Json>): fc.Arbitrary<Json> =>
  fc
    .tuple(
      fc.constantFrom('alone', 'alone', 'before', 'after', 'after', 'none'),
      standard,
      standard,
    )
    .map(([form, one, other]) => {
      const local = { system: 'https://local.example/codes', code: 'X' };
      if (form === 'none') return { text: 'in words' };
      if (form === 'alone') return { coding: [one] };
      return { coding: form === 'before' ? [local, one] : [one, other, local] };
    });

const present = (json: Json): Json =>
  Object.fromEntries(Object.entries(json).filter(([, value]) => value !== undefined));

const patientReference = { reference: 'Patient/p' };
const reference = (type: string, ...ids: readonly string[]) =>
  fc.constantFrom(...ids).map((id) => ({ reference: `${type}/${id}` }));

const someEncounter = maybe(reference('Encounter', 'e1', 'e1', 'e2', 'e3', 'e9'));
const unit = maybe(reference('Organization', 'u-1', 'u-2'));

const period = maybe(
  fc
    .record({ start: maybe(time), end: maybe(time, 2) })
    .map((json) => present(json))
    .filter((json) => Object.keys(json).length > 0),
  12,
);

/** Diagnoses of an encounter: of a condition, of another encounter's, of none that is there, or of something else. */
const diagnosis: fc.Arbitrary<Json> = fc
  .record({
    condition: fc.oneof(
      { weight: 4, arbitrary: reference('Condition', 'c1', 'c2', 'c3', 'c9') },
      { weight: 1, arbitrary: reference('Procedure', 'c1', 'pr1') },
      { weight: 1, arbitrary: fc.constant({ display: 'in words' }) },
    ),
    use: maybe(concept(coding(diagnosisRole, 'billing', 'CC')), 2),
  })
  .map(present);

/** No two have one rank: a definition that asks for the only one must not meet two. */
const ranked = (list: readonly Json[]): readonly Json[] =>
  list.map((json, index) => (index === 1 ? json : { ...json, rank: 2 - index || 3 }));

const place: fc.Arbitrary<Json> = fc
  .record({
    location: reference('Location', 'w1', 'w2', 'w9'),
    status: maybe(fc.constantFrom('completed', 'planned')),
    period,
  })
  .map(present);

const encounter = fc
  .record({
    status: fc.constantFrom(
      'finished',
      'finished',
      'finished',
      'planned',
      'in-progress',
      'cancelled',
    ),
    class: coding('http://terminology.hl7.org/CodeSystem/v3-ActCode', 'AMB', 'IMP', 'VR'),
    type: maybe(
      fc.array(
        concept(
          coding(
            encounterType,
            'first-visit',
            'first-visit',
            'follow-up',
            'inpatient-stay',
            'emergency-visit',
            'missed-by-patient',
          ),
        ),
        { minLength: 1, maxLength: 2 },
      ),
    ),
    period,
    serviceProvider: unit,
    basedOn: maybe(
      fc.array(fc.oneof(reference('ServiceRequest', 'r1', 'r2'), reference('CarePlan', 'x')), {
        minLength: 1,
        maxLength: 3,
      }),
      2,
    ),
    diagnosis: maybe(fc.array(diagnosis, { minLength: 1, maxLength: 3 }).map(ranked), 3),
    location: maybe(fc.array(place, { minLength: 1, maxLength: 3 }), 3),
    hospitalization: maybe(
      concept(
        coding('http://terminology.hl7.org/CodeSystem/discharge-disposition', 'home', 'exp'),
      ).map((dischargeDisposition) => ({ dischargeDisposition })),
      1,
    ),
  })
  .map((json) => ({ resourceType: 'Encounter', ...present(json), subject: patientReference }));

const value = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.integer({ min: 0, max: 27 }).map((valueInteger) => ({ valueInteger })),
  },
  { weight: 1, arbitrary: fc.constant({ valueString: 'high' }) },
  { weight: 1, arbitrary: fc.constant({ valueQuantity: { value: 7.5, unit: 'kg', code: 'kg' } }) },
  { weight: 1, arbitrary: fc.constant({}) },
);

/** A time as dateTime, as a Period, or not at all. */
const when = (name: string) =>
  fc.oneof(
    { weight: 6, arbitrary: time.map((text) => ({ [`${name}DateTime`]: text })) },
    {
      weight: 2,
      arbitrary: fc.record({ start: maybe(time), end: maybe(time) }).map((json) => ({
        [`${name}Period`]: present({ ...json, start: json.start ?? '2025-03-10' }),
      })),
    },
    { weight: 1, arbitrary: fc.constant({}) },
  );

/** Parts of an observation, as systolic and diastolic pressure; each name at most once. */
const component = fc
  .subarray(['upper', 'lower'])
  .chain((names) =>
    fc.tuple(
      ...names.map((name) =>
        fc.tuple(coding(scores, name), value).map(([one, measured]) => ({
          code: { coding: [one] },
          ...measured,
        })),
      ),
    ),
  )
  .map((parts) => (parts.length === 0 ? {} : { component: parts }));

const extensionOf =
  (url: string) =>
  (one: Json): Json => {
    if (url === 'urn:reason') return { url, valueCodeableConcept: { coding: [one] } };
    return url === 'urn:form' ? { url, valueCode: one.code } : { url };
  };

/** Extensions by their addresses, each at most once: of a concept, of a code, and of nothing. */
const extension = fc
  .subarray(['urn:reason', 'urn:form', 'urn:empty'])
  .chain((urls) => fc.tuple(...urls.map((url) => coding(scores, 'a', 'b').map(extensionOf(url)))))
  .map((parts) => (parts.length === 0 ? {} : { extension: parts }));

const observation = fc
  .tuple(
    fc.record({
      status: fc.constantFrom(
        'final',
        'final',
        'final',
        'amended',
        'preliminary',
        'entered-in-error',
      ),
      code: concept(
        fc.oneof(
          coding('http://loinc.org', '44261-6'),
          coding('http://loinc.org', '44261-6'),
          coding(scores, 'who5-total', 'experience-overall', 'wellbeing-scale-total'),
          coding('https://gyrus.health/fhir/assessment', 'suicide-risk-structured'),
          coding(undefined, '44261-6'),
        ),
      ),
      encounter: someEncounter,
    }),
    when('effective'),
    value,
    component,
    extension,
  )
  .map(([json, effective, measured, parts, extended]) => ({
    resourceType: 'Observation',
    ...present(json),
    ...effective,
    ...measured,
    ...parts,
    ...extended,
    subject: patientReference,
  }));

const procedure = fc
  .tuple(
    fc.record({
      status: fc.constantFrom('completed', 'completed', 'in-progress', 'not-done'),
      code: concept(
        coding(
          'https://gyrus.health/fhir/procedure',
          'care-plan-made-together',
          'seclusion',
          'mechanical-restraint',
        ),
      ),
      encounter: someEncounter,
    }),
    when('performed'),
  )
  .map(([json, performed]) => ({
    resourceType: 'Procedure',
    ...present(json),
    ...performed,
    subject: patientReference,
  }));

const verification = 'http://terminology.hl7.org/CodeSystem/condition-ver-status';
const condition = fc
  .record({
    code: maybe(
      concept(
        fc.oneof(
          coding('http://hl7.org/fhir/sid/icd-10', 'F32.1', 'F41.1', 'A08.1', 'J10.1'),
          coding('http://hl7.org/fhir/sid/icd-10', undefined),
        ),
      ),
    ),
    verificationStatus: maybe(
      concept(coding(verification, 'confirmed', 'refuted', 'entered-in-error')),
      1,
    ),
    encounter: someEncounter,
    recordedDate: maybe(time),
  })
  .map((json) => ({ resourceType: 'Condition', ...present(json), subject: patientReference }));

const referral = fc
  .record({
    status: fc.constantFrom('completed', 'active', 'revoked', 'draft'),
    intent: fc.constantFrom('order', 'order', 'plan'),
    category: maybe(
      fc.array(concept(coding('https://gyrus.health/fhir/service-category', 'referral')), {
        minLength: 1,
        maxLength: 2,
      }),
      10,
    ),
    authoredOn: maybe(time),
    performer: maybe(
      fc.array(fc.oneof(reference('Organization', 'u-1', 'u-2'), reference('Practitioner', 'x')), {
        minLength: 1,
        maxLength: 2,
      }),
    ),
  })
  .map((json) => ({ resourceType: 'ServiceRequest', ...present(json), subject: patientReference }));

const cost = fc
  .record({
    status: fc.constantFrom('billable', 'billable', 'entered-in-error'),
    code: fc.constant({ text: 'cost' }),
    context: someEncounter,
    priceOverride: maybe(
      fc
        .record({
          value: maybe(fc.constantFrom(100, 250.5, 0)),
          currency: maybe(fc.constantFrom('SEK', 'SEK', 'EUR')),
        })
        .map(present),
    ),
  })
  .map((json) => ({ resourceType: 'ChargeItem', ...present(json), subject: patientReference }));

const numbered = (prefix: string) => (list: readonly Json[]) =>
  list.map((json, place): Json => ({ ...json, id: `${prefix}${place + 1}` }));

/** Everything known about one patient. */
export const patient: fc.Arbitrary<readonly Json[]> = fc
  .tuple(
    fc.record({
      birthDate: maybe(
        fc.constantFrom('1985-06-12', '2007-03-01', '2007-03-10', '2007-02', '2007', '2004-02-29'),
      ),
      gender: fc.constantFrom('female', 'male'),
    }),
    fc.array(encounter, { maxLength: 4 }).map(numbered('e')),
    fc.array(observation, { maxLength: 5 }).map(numbered('o')),
    fc.array(procedure, { maxLength: 3 }).map(numbered('pr')),
    fc.array(condition, { maxLength: 3 }).map(numbered('c')),
    fc.array(referral, { maxLength: 2 }).map(numbered('r')),
    fc.array(cost, { maxLength: 3 }).map(numbered('k')),
  )
  .map(([person, ...records]) => [
    { resourceType: 'Patient', id: 'p', ...present(person) },
    ...records.flat(),
  ]);

/** The same patient with ids of their own, so that many can stand in one database. */
export function renamedApart(resources: readonly Json[], number: number): readonly Json[] {
  const text = JSON.stringify(resources)
    .replace(/"id":"/g, `"id":"n${number}-`)
    .replace(/"reference":"(?!Organization)(\w+)\//g, `"reference":"$1/n${number}-`);
  return JSON.parse(text);
}
