import { at } from './at.ts';
import type { Calendar } from './calendar.ts';
import { exposureLines } from './exposures.ts';
import { type FormText, formPlans, formText, formTextIndex, localPhq9Total } from './form-text.ts';
import type { DemoPlan } from './plan.ts';
import { practitionerId } from './practitioners.ts';
import type {
  Act,
  ClinicalFinding,
  Contact,
  Cost,
  Diagnosis,
  Form,
  FormKind,
  PatientRecord,
  Prescription,
  Referral,
} from './record.ts';
import { type JudgedCounts, judgedCounts } from './told-messages.ts';
import { answersWellbeing, wellbeingLines } from './wellbeing-text.ts';

export const patientResourceTypes = [
  'Patient',
  'ServiceRequest',
  'Encounter',
  'Condition',
  'Observation',
  'QuestionnaireResponse',
  'Procedure',
  'MedicationRequest',
] as const;
export type PatientResourceType = (typeof patientResourceTypes)[number];

/** NDJSON by resource type, the lines of the cost and exposure files, and how many resources there are. */
export interface DemoText {
  readonly resources: Readonly<Record<PatientResourceType, string>>;
  readonly costs: string;
  /** Lines of exposures.ndjson. */
  readonly exposures: string;
  /** What first visits came to, for the messages told about them. */
  readonly judged: readonly JudgedCounts[];
  readonly count: number;
}

export const costHeader = 'cost_id,patient_id,encounter_id,unit_id,date,kind,amount_sek\n';

/** Writes one patient's events as FHIR R4 lines. Made once for a plan; templates are several times faster than JSON.stringify. */
export type WritePatients = (records: readonly PatientRecord[]) => DemoText;

export function patientWriter(plan: DemoPlan): WritePatients {
  const page = newPage(plan);
  return (records) => {
    const resources: Record<PatientResourceType, string> = {
      Patient: '',
      ServiceRequest: '',
      Encounter: '',
      Condition: '',
      Observation: '',
      QuestionnaireResponse: '',
      Procedure: '',
      MedicationRequest: '',
    };
    let costs = '';
    let exposures = '';
    let count = 0;
    for (const record of records) {
      const ids = idsOf(record.index);
      resources.Patient += patientLine(record, ids);
      resources.ServiceRequest += lines(page, ids, record.referrals, referralLine);
      resources.Encounter += lines(page, ids, record.contacts, encounterLine);
      resources.Condition += lines(page, ids, record.diagnoses, conditionLine);
      resources.QuestionnaireResponse += lines(page, ids, record.forms, formLine);
      const totals = record.forms.filter((form) => form.complete);
      resources.Observation += lines(page, ids, totals, totalLine);
      const wellbeing = wellbeingOf(page, ids, record);
      for (const { response, score } of wellbeing) {
        resources.QuestionnaireResponse += response;
        resources.Observation += score;
      }
      resources.Observation += lines(page, ids, record.findings, (_, __, finding, number) =>
        findingLine(page, ids, finding, totals.length + number),
      );
      resources.Procedure += lines(page, ids, record.acts, procedureLine);
      resources.MedicationRequest += lines(page, ids, record.prescriptions, prescriptionLine);
      costs += lines(page, ids, record.costs, costLine);
      exposures += exposureLines(plan, record);
      count += resourceCount(record, totals.length) + 2 * wellbeing.length;
    }
    return { resources, costs, exposures, judged: judgedCounts(plan, records), count };
  };
}

/** The lines of one patient's events, numbered from 1. */
function lines<T>(
  page: Page,
  ids: Ids,
  events: readonly T[],
  line: (page: Page, ids: Ids, event: T, number: number) => string,
): string {
  let text = '';
  for (let i = 0; i < events.length; i++) text += line(page, ids, at(events, i), i + 1);
  return text;
}

const resourceCount = (record: PatientRecord, totals: number): number =>
  1 +
  record.referrals.length +
  record.contacts.length +
  record.diagnoses.length +
  record.forms.length +
  totals +
  record.findings.length +
  record.acts.length +
  record.prescriptions.length;

/** Texts that are the same for many lines. */
interface Page {
  readonly plan: DemoPlan;
  readonly calendar: Calendar;
  /** '2026-03-01T' and ':00+01:00"' around the minute of each day. */
  readonly dayTexts: readonly string[];
  readonly zoneTexts: readonly string[];
  readonly clock: readonly string[];
  readonly forms: Readonly<Record<FormKind, FormText>>;
}

function newPage(plan: DemoPlan): Page {
  return {
    plan,
    calendar: plan.calendar,
    dayTexts: plan.calendar.dates.map((date) => `"${date}T`),
    zoneTexts: plan.calendar.offsets.map((offset) => `:00${offset}"`),
    clock: Array.from(
      { length: 1440 },
      (_, minute) => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`,
    ),
    forms: {
      phq9: formText('phq9'),
      gad7: formText('gad7'),
      who5: formText('who5'),
      experience: formText('experience'),
    },
  };
}

const two = (number: number): string => String(number).padStart(2, '0');

/** An instant as JSON text, with the offset of the day. */
const instant = (page: Page, day: number, minute: number): string =>
  at(page.dayTexts, day) + at(page.clock, minute) + at(page.zoneTexts, day);

interface Ids {
  readonly patient: string;
  /** What the ids of the patient's other resources have in common. */
  readonly suffix: string;
  readonly subject: string;
}

function idsOf(index: number): Ids {
  const suffix = String(index + 1).padStart(6, '0');
  return {
    patient: `p-${suffix}`,
    suffix,
    subject: `"subject":{"reference":"Patient/p-${suffix}"}`,
  };
}

const patientLine = ({ person }: PatientRecord, ids: Ids): string =>
  `{"resourceType":"Patient","id":"${ids.patient}","active":true,"gender":"${person.gender}","birthDate":"${person.birthDate}","communication":[{"language":{"coding":[{"system":"urn:ietf:bcp:47","code":"${person.language}"}]},"preferred":true}]}\n`;

const unitId = (page: Page, unit: number): string => at(page.plan.units, unit).id;

const referralLine = (page: Page, ids: Ids, { id, unit, day, minute, status }: Referral): string =>
  `{"resourceType":"ServiceRequest","id":"r-${ids.suffix}-${id}","status":"${status}","intent":"order","category":[{"coding":[{"system":"https://gyrus.health/fhir/service-category","code":"referral"}]}],${ids.subject},"authoredOn":${instant(page, day, minute)},"performer":[{"reference":"Organization/${unitId(page, unit)}"}]}\n`;

const encounterStatus = {
  finished: 'finished',
  missed: 'cancelled',
  planned: 'planned',
  'in-progress': 'in-progress',
} as const;
const typeSystem = '{"system":"https://gyrus.health/fhir/encounter-type","code":"';

function encounterLine(page: Page, ids: Ids, contact: Contact): string {
  const { id, kind, unit, day, minute, mode, status } = contact;
  const missed = status === 'missed' ? `,${typeSystem}missed-by-patient"}` : '';
  const basedOn =
    contact.referral > 0
      ? `"basedOn":[{"reference":"ServiceRequest/r-${ids.suffix}-${contact.referral}"}],`
      : '';
  const ends =
    status === 'in-progress' ? '' : `,"end":${instant(page, contact.endDay, contact.endMinute)}`;
  const diagnosis =
    contact.diagnosis > 0
      ? `"diagnosis":[{"condition":{"reference":"Condition/c-${ids.suffix}-${contact.diagnosis}"}}],`
      : '';
  const discharge =
    contact.discharge === ''
      ? ''
      : `"hospitalization":{"dischargeDisposition":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/discharge-disposition","code":"${contact.discharge}"}]}},`;
  return `{"resourceType":"Encounter","id":"e-${ids.suffix}-${id}","status":"${encounterStatus[status]}","class":{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"${mode}"},"type":[{"coding":[${typeSystem}${kind}"}${missed}]}],${ids.subject},${basedOn}"participant":[{"individual":{"reference":"Practitioner/${practitionerId(contact.practitioner)}"}}],"period":{"start":${instant(page, day, minute)}${ends}},${diagnosis}${discharge}"serviceProvider":{"reference":"Organization/${unitId(page, unit)}"}}\n`;
}

const encounterOf = (ids: Ids, contact: number): string =>
  `"encounter":{"reference":"Encounter/e-${ids.suffix}-${contact}"}`;

const conditionLine = (page: Page, ids: Ids, diagnosis: Diagnosis): string =>
  `{"resourceType":"Condition","id":"c-${ids.suffix}-${diagnosis.id}","clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"${diagnosis.resolved ? 'resolved' : 'active'}"}]},"verificationStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-ver-status","code":"${diagnosis.provisional ? 'provisional' : 'confirmed'}"}]},"code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10","code":"${diagnosis.code}","display":${JSON.stringify(diagnosis.name)}}]},${ids.subject},${encounterOf(ids, diagnosis.contact)},"recordedDate":${instant(page, diagnosis.day, diagnosis.minute)}}\n`;

function formLine(page: Page, ids: Ids, form: Form): string {
  const text = page.forms[form.kind];
  const items = at(
    form.complete ? text.complete : text.unfinished,
    formTextIndex(form.score, form.variant),
  );
  return `{"resourceType":"QuestionnaireResponse","id":"q-${ids.suffix}-${form.id}","questionnaire":"${formPlans[form.kind].questionnaire}","status":"${form.complete ? 'completed' : 'in-progress'}",${ids.subject},${encounterOf(ids, form.contact)},"authored":${instant(page, form.day, form.minute)},"item":[${items}]}\n`;
}

const observationStart = (ids: Ids, number: number, system: string, code: string): string =>
  `{"resourceType":"Observation","id":"o-${ids.suffix}-${number}","status":"final","code":{"coding":[{"system":"${system}","code":"${code}"}]},${ids.subject},`;

function totalLine(page: Page, ids: Ids, form: Form, number: number): string {
  const plan = formPlans[form.kind];
  const { system, code } = form.localCode ? localPhq9Total : plan;
  return `${observationStart(ids, number, system, code)}${encounterOf(ids, form.contact)},"effectiveDateTime":${instant(page, form.day, form.minute)},"valueInteger":${form.score * plan.totalFactor},"derivedFrom":[{"reference":"QuestionnaireResponse/q-${ids.suffix}-${form.id}"}]}\n`;
}

/** Where the unit uses our own well-being scale, whoever answered WHO-5 has answered it too. */
const wellbeingOf = (page: Page, ids: Ids, { forms, contacts }: PatientRecord) =>
  forms
    .filter(({ kind, complete }) => kind === 'who5' && complete)
    .flatMap((form) => {
      const contact = contacts.find(({ id }) => id === form.contact);
      const unit = contact === undefined ? '' : unitId(page, contact.unit);
      if (!answersWellbeing(unit)) return [];
      const about = `${ids.subject},${encounterOf(ids, form.contact)}`;
      const authored = instant(page, form.day, form.minute);
      const suffix = `${ids.suffix}-${form.id}`;
      return [wellbeingLines({ suffix, who5Raw: form.score, about, authored, unitId: unit })];
    });

const riskLevels = ['low', 'raised', 'high'] as const;
const findingCodes = {
  'suicide-risk': ['https://gyrus.health/fhir/assessment', 'suicide-risk-structured'],
  weight: ['http://loinc.org', '29463-7'],
  systolic: ['http://loinc.org', '8480-6'],
  functioning: ['https://gyrus.health/fhir/score', 'whodas-total'],
} as const;
const findingUnits = { weight: 'kg', systolic: 'mm[Hg]', functioning: '{score}' } as const;

function findingLine(page: Page, ids: Ids, finding: ClinicalFinding, number: number): string {
  const [system, code] = findingCodes[finding.kind];
  return `${observationStart(ids, number, system, code)}${encounterOf(ids, finding.contact)},"effectiveDateTime":${instant(page, finding.day, finding.minute)},${findingValue(finding)}}\n`;
}

function findingValue({ kind, value }: ClinicalFinding): string {
  if (kind === 'suicide-risk')
    return `"valueCodeableConcept":{"coding":[{"system":"https://gyrus.health/fhir/suicide-risk","code":"${at(riskLevels, value)}"}]}`;
  const unit = findingUnits[kind];
  return `"valueQuantity":{"value":${value},"unit":"${unit}","system":"http://unitsofmeasure.org","code":"${unit}"}`;
}

const lastMinute = 1439;

function procedureLine(page: Page, ids: Ids, act: Act, number: number): string {
  const start = instant(page, act.day, act.minute);
  const end = instant(page, act.day, Math.min(lastMinute, act.minute + act.minutes));
  const performed =
    act.minutes > 0
      ? `"performedPeriod":{"start":${start},"end":${end}}`
      : `"performedDateTime":${start}`;
  return `{"resourceType":"Procedure","id":"t-${ids.suffix}-${number}","status":"completed","code":{"coding":[{"system":"https://gyrus.health/fhir/procedure","code":"${act.kind}"}]},${ids.subject},${encounterOf(ids, act.contact)},${performed}}\n`;
}

function prescriptionLine(
  page: Page,
  ids: Ids,
  prescription: Prescription,
  number: number,
): string {
  const { code, name } = at(page.plan.medicines, prescription.medicine);
  return `{"resourceType":"MedicationRequest","id":"m-${ids.suffix}-${number}","status":"${prescription.status}","intent":"order","medicationCodeableConcept":{"coding":[{"system":"http://www.whocc.no/atc","code":"${code}","display":${JSON.stringify(name)}}]},${ids.subject},${encounterOf(ids, prescription.contact)},"authoredOn":${instant(page, prescription.day, prescription.minute)}}\n`;
}

const costLine = (page: Page, ids: Ids, cost: Cost, number: number): string =>
  `k-${ids.suffix}-${number},${ids.patient},e-${ids.suffix}-${cost.contact},${unitId(page, cost.unit)},${at(page.calendar.dates, cost.day)},${cost.kind},${cost.amountSek}\n`;
