import { beforeAll, describe, expect, test } from 'vitest';
import { readDemoStructure } from '#application';
import {
  type DemoPlan,
  demoOrganisation,
  demoPlan,
  organizationLines,
  patientWriter,
  practitionerLines,
  simulatePatient,
} from '#data';

/** The shape of every line the demo writes, against FHIR R4 (hl7.org/fhir/R4) as far as these types use it. */
const patients = 800;

interface Json {
  readonly [key: string]: unknown;
}

let plan: DemoPlan;
let resources: readonly Json[];
let costs: readonly string[];

beforeAll(async () => {
  const structure = await readDemoStructure();
  plan = demoPlan(structure, 5, '2025-12');
  const text = patientWriter(plan)(
    Array.from({ length: patients }, (_, i) => simulatePatient(plan, i)),
  );
  const lines = [
    organizationLines(demoOrganisation(structure).units),
    practitionerLines(plan),
    ...Object.values(text.resources),
  ];
  resources = lines.flatMap((part) =>
    part
      .trimEnd()
      .split('\n')
      .map((line): Json => JSON.parse(line)),
  );
  costs = text.costs.trimEnd().split('\n');
});

const ofType = (type: string): readonly Json[] =>
  resources.filter((resource) => resource.resourceType === type);

/** Every value under a key, at any depth. */
function* valuesOf(value: unknown, key: string): Generator<unknown> {
  if (Array.isArray(value)) for (const item of value) yield* valuesOf(item, key);
  else if (typeof value === 'object' && value !== null)
    for (const [name, inner] of Object.entries(value)) {
      if (name === key) yield inner;
      yield* valuesOf(inner, key);
    }
}

const texts = (value: unknown, key: string): readonly string[] =>
  [...valuesOf(value, key)].filter((found) => typeof found === 'string');

/** Cardinality 1..1 in R4, and what a reader of the demo relies on. */
const required: Readonly<Record<string, readonly string[]>> = {
  Organization: ['id', 'active', 'type', 'name'],
  Practitioner: ['id', 'active', 'name', 'qualification'],
  Patient: ['id', 'active', 'gender', 'birthDate', 'communication'],
  ServiceRequest: ['id', 'status', 'intent', 'category', 'subject', 'authoredOn', 'performer'],
  Encounter: ['id', 'status', 'class', 'type', 'subject', 'period', 'serviceProvider'],
  Condition: ['id', 'clinicalStatus', 'verificationStatus', 'code', 'subject', 'recordedDate'],
  Observation: ['id', 'status', 'code', 'subject', 'effectiveDateTime', 'encounter'],
  QuestionnaireResponse: ['id', 'questionnaire', 'status', 'subject', 'authored', 'item'],
  Procedure: ['id', 'status', 'code', 'subject', 'encounter'],
  MedicationRequest: ['id', 'status', 'intent', 'medicationCodeableConcept', 'subject'],
};

const allowed: Readonly<Record<string, readonly string[]>> = {
  ServiceRequest: ['active', 'completed', 'revoked'],
  Encounter: ['finished', 'planned', 'in-progress', 'cancelled'],
  Observation: ['final'],
  QuestionnaireResponse: ['completed', 'in-progress'],
  Procedure: ['completed'],
  MedicationRequest: ['active', 'completed', 'stopped'],
};

describe('every resource of the demo', () => {
  test('is of a known type and has what its type requires', () => {
    expect(new Set(resources.map((resource) => resource.resourceType))).toEqual(
      new Set(Object.keys(required)),
    );
    const missing = resources.flatMap((resource) => {
      const type = String(resource.resourceType);
      return (required[type] ?? [])
        .filter((key) => !(key in resource))
        .map((key) => `${type}.${key}`);
    });
    expect(missing).toEqual([]);
  });

  test('has a status of its value set, and uses each of them', () => {
    for (const [type, statuses] of Object.entries(allowed))
      expect(new Set(ofType(type).map((resource) => resource.status))).toEqual(new Set(statuses));
  });

  test('has an id of its own, of FHIR’s form', () => {
    const ids = resources.map((resource) => `${resource.resourceType}/${resource.id}`);
    expect(new Set(ids).size).toBe(ids.length);
    const wrong = resources.filter((one) => !/^[A-Za-z0-9\-.]{1,64}$/.test(String(one.id)));
    expect(wrong.map((resource) => resource.resourceType)).toEqual([]);
  });

  test('refers only to resources that are there, and to the same patient', () => {
    const byId = new Map(
      resources.map((resource) => [`${resource.resourceType}/${resource.id}`, resource]),
    );
    const isRight = (resource: Json, reference: string): boolean => {
      const target = byId.get(reference);
      const [subject, other] = [resource, target].map((one) => texts(one?.subject, 'reference')[0]);
      return target !== undefined && (other === undefined || other === subject);
    };
    const wrong = resources.filter((resource) =>
      texts(resource, 'reference').some((reference) => !isRight(resource, reference)),
    );
    expect(wrong.map((resource) => resource.resourceType)).toEqual([]);
  });

  test('has dates that exist, with the offset of Stockholm, within the records', () => {
    const { dates, endDay } = plan.calendar;
    const lastDate = dates[endDay - 1] ?? '';
    const keys = [
      'authoredOn',
      'recordedDate',
      'effectiveDateTime',
      'authored',
      'performedDateTime',
    ];
    const happened = resources.filter((one) => one.status !== 'planned');
    const written = new Set(
      happened.flatMap((one) => [...keys, 'start', 'end'].flatMap((key) => texts(one, key))),
    );
    const wrong = [...written].filter(
      (date) => !isStockholmTime(date) || date.slice(0, 10) > lastDate,
    );
    expect(written.size).toBeGreaterThan(10_000);
    expect(wrong).toEqual([]);
  });

  test('has periods that end after they begin', () => {
    const isRight = (resource: Json, period: unknown): boolean => {
      const [start, end] = ['start', 'end'].map((key) => texts(period, key)[0]);
      if (end === undefined) return resource.status === 'in-progress';
      return Date.parse(start ?? '') < Date.parse(end);
    };
    const wrong = resources.filter((one) =>
      [...valuesOf(one, 'period'), ...valuesOf(one, 'performedPeriod')].some(
        (period) => !isRight(one, period),
      ),
    );
    expect(wrong.map((resource) => resource.id)).toEqual([]);
  });
});

const stockholm = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Stockholm',
  dateStyle: 'short',
  timeStyle: 'short',
});

function groupedBySubject(list: readonly Json[]): ReadonlyMap<string, readonly Json[]> {
  const grouped = new Map<string, Json[]>();
  for (const one of list) {
    const [subject] = texts(one.subject, 'reference');
    grouped.set(subject ?? '', [...(grouped.get(subject ?? '') ?? []), one]);
  }
  return grouped;
}

function isStockholmTime(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:00\+0[12]:00$/.test(text)) return false;
  const local = stockholm.format(new Date(text));
  return local === `${text.slice(0, 10)} ${text.slice(11, 16)}`;
}

describe('the demo as care', () => {
  test('meets outpatients on working days, in working hours', () => {
    const { dates, nextWorkday } = plan.calendar;
    const workdays = new Set(dates.filter((_, day) => nextWorkday[day] === day));
    const visits = ofType('Encounter').filter(
      (encounter) =>
        !texts(encounter.type, 'code').some((code) => /emergency|inpatient/.test(code)),
    );
    const isRight = (start: string): boolean => {
      const clock = start.slice(11, 16);
      return workdays.has(start.slice(0, 10)) && clock >= '08:00' && clock < '16:00';
    };
    const wrong = visits.filter((visit) => !texts(visit.period, 'start').every(isRight));
    expect(visits.length).toBeGreaterThan(3000);
    expect(wrong.map((visit) => visit.id)).toEqual([]);
  });

  test('keeps a patient in one bed at a time', () => {
    const stays = ofType('Encounter').filter((one) => texts(one.class, 'code')[0] === 'IMP');
    const bySubject = groupedBySubject(stays);
    for (const own of bySubject.values()) {
      const periods = own
        .map((stay) => ({
          start: texts(stay.period, 'start')[0] ?? '',
          end: texts(stay.period, 'end')[0] ?? '9999',
        }))
        .toSorted((a, b) => a.start.localeCompare(b.start));
      for (let i = 1; i < periods.length; i++)
        expect((periods[i - 1]?.end ?? '') < (periods[i]?.start ?? '')).toBe(true);
    }
  });

  test('lets a first visit follow its referral, to the same unit', () => {
    const referrals = new Map(
      ofType('ServiceRequest').map((one) => [`ServiceRequest/${one.id}`, one]),
    );
    const visits = ofType('Encounter').filter((one) => 'basedOn' in one);
    expect(visits.length).toBeGreaterThan(500);
    for (const visit of visits) {
      const referral = referrals.get(texts(visit.basedOn, 'reference')[0] ?? '');
      expect(texts(referral?.performer, 'reference')).toEqual(
        texts(visit.serviceProvider, 'reference'),
      );
      expect(String(referral?.authoredOn) < (texts(visit.period, 'start')[0] ?? '')).toBe(true);
    }
  });

  test('records nothing of a visit or a stay before it began', () => {
    const starts = new Map(
      ofType('Encounter').map((one) => [
        `Encounter/${one.id}`,
        texts(one.period, 'start')[0] ?? '',
      ]),
    );
    const keys = [
      'recordedDate',
      'effectiveDateTime',
      'authored',
      'performedDateTime',
      'authoredOn',
      'start',
    ];
    const isEarly = (resource: Json): boolean => {
      const [encounter] = texts(resource.encounter, 'reference');
      const began = Date.parse(starts.get(encounter ?? '') ?? '');
      const dates = keys.flatMap((key) => texts(resource, key)).map((date) => Date.parse(date));
      return !dates.every((date) => date >= began);
    };
    const wrong = resources.filter((one) => 'encounter' in one && isEarly(one));
    expect(wrong.map((resource) => resource.id)).toEqual([]);
  });

  test('has the odd things of real records, and few of them', () => {
    const people = ofType('Patient');
    const partial = people.filter((one) => String(one.birthDate).length < 10).length;
    expect(partial).toBeGreaterThan(0);
    expect(partial / people.length).toBeLessThan(0.01);
    const needInterpreter = people.filter((one) => texts(one.communication, 'code')[0] !== 'sv');
    expect(needInterpreter.length / people.length).toBeCloseTo(0.14, 1);
  });

  test('gives children only what is for children', () => {
    const born = new Map(
      ofType('Patient').map((one) => [`Patient/${one.id}`, String(one.birthDate)]),
    );
    const childUnits = new Set(
      plan.units.filter((u) => u.age[1] < 18).map((u) => `Organization/${u.id}`),
    );
    for (const visit of ofType('Encounter')) {
      if (!childUnits.has(texts(visit.serviceProvider, 'reference')[0] ?? '')) continue;
      const birthYear = Number(born.get(texts(visit.subject, 'reference')[0] ?? '')?.slice(0, 4));
      const year = Number(texts(visit.period, 'start')[0]?.slice(0, 4));
      expect(year - birthYear).toBeLessThanOrEqual(20);
    }
  });
});

test('every line of the cost file is a visit or a stay that is there', () => {
  const encounters = new Map(ofType('Encounter').map((one) => [one.id, one]));
  const ids = new Set<string>();
  for (const line of costs) {
    const [id, patient, encounter, unit, date, kind, amount] = line.split(',');
    const owner = encounters.get(encounter ?? '');
    expect(texts(owner?.subject, 'reference')).toEqual([`Patient/${patient}`]);
    expect(texts(owner?.serviceProvider, 'reference')).toEqual([`Organization/${unit}`]);
    expect(date).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(kind).toMatch(/^(visit|video-visit|home-visit|emergency-visit|inpatient-care)$/);
    expect(Number(amount)).toBeGreaterThan(0);
    ids.add(id ?? '');
  }
  expect(ids.size).toBe(costs.length);
});
