import type { DataProvider, PatientObject, RetrieveDetails } from 'cql-execution';
import { engineIsCorrected } from './engine-corrections.ts';
import { fhirModel } from './fhir-model.ts';
import { FhirObject, isJson, type Json } from './fhir-object.ts';

/** One patient with their records, in the form in which cql-execution asks for them. */
export class OnePatient implements DataProvider {
  readonly patientId: string;
  readonly #patient: PatientRecord;
  #isRead = !engineIsCorrected;

  constructor(resources: readonly Json[], timeZone: string) {
    const patient = resources.find(({ resourceType }) => resourceType === 'Patient');
    if (patient === undefined)
      throw new Error('OnePatient: there is no Patient among the resources');
    this.patientId = String(patient.id);
    this.#patient = new PatientRecord(patient, resources, timeZone);
  }

  /** The records that retrieves have found so far, as Type/id. */
  get lookedAt(): readonly string[] {
    return [...this.#patient.lookedAt].toSorted((a, b) => (a < b ? -1 : 1));
  }

  currentPatient(): PatientObject | undefined {
    return this.#isRead ? undefined : this.#patient;
  }

  nextPatient(): undefined {
    this.#isRead = true;
  }
}

const typeName = /^\{http:\/\/hl7\.org\/fhir\}(\w+)$/;
const baseDefinition = /^http:\/\/hl7\.org\/fhir\/StructureDefinition\/(\w+)$/;

class PatientRecord extends FhirObject implements PatientObject {
  readonly #byType: ReadonlyMap<string, readonly FhirObject[]>;
  readonly #lookedAt = new Set<string>();

  constructor(patient: Json, resources: readonly Json[], timeZone: string) {
    super(patient, typeNamed('Patient'), timeZone);
    this.#byType = recordsByType(resources, timeZone);
  }

  /**
   * Records of a type, with the codes that are asked for when there are any. A retrieve by a profile finds the records
   * that declare it.
   */
  findRecords(profile: string | null, details?: RetrieveDetails): FhirObject[] {
    const name = (typeName.exec(details?.datatype ?? '') ??
      baseDefinition.exec(profile ?? ''))?.[1];
    if (name === undefined) throw new Error(`findRecords: '${profile}' is not a FHIR type`);
    const { codes, codeProperty = '' } = details ?? {};
    const isBase = profile === null || baseDefinition.exec(profile)?.[1] === name;
    const found = (this.#byType.get(name) ?? []).filter(
      (record) =>
        (isBase || typeName.test(profile) || declares(record.json, profile)) &&
        (codes === undefined || hasCode(record.getCode(codeProperty), codes)),
    );
    for (const record of found) this.#lookedAt.add(record.fhirIdentity);
    return found;
  }

  get lookedAt(): ReadonlySet<string> {
    return this.#lookedAt;
  }
}

/** Whether meta.profile names the profile, with or without a version. */
function declares({ meta }: Json, profile: string): boolean {
  const declared = isJson(meta) ? meta.profile : undefined;
  return (
    Array.isArray(declared) &&
    declared.some((one) => typeof one === 'string' && one.replace(/\|.*$/, '') === profile)
  );
}

const hasCode = (code: unknown, codes: NonNullable<RetrieveDetails['codes']>): boolean =>
  Array.isArray(codes) ? codes.some((one) => one.hasMatch(code)) : codes.hasMatch(code);

function typeNamed(name: string) {
  const type = fhirModel().get(name);
  if (type === undefined) throw new Error(`FHIR R4 has no type '${name}'`);
  return type;
}

/** Records of one type come in the order of their ids, so that First and Last mean the same everywhere. */
function recordsByType(resources: readonly Json[], timeZone: string) {
  const byType = new Map<string, FhirObject[]>();
  const inOrder = resources.toSorted((a, b) => (String(a.id) < String(b.id) ? -1 : 1));
  for (const resource of inOrder) {
    const name = String(resource.resourceType);
    const type = fhirModel().get(name);
    if (type === undefined) continue;
    byType.set(name, [...(byType.get(name) ?? []), new FhirObject(resource, type, timeZone)]);
  }
  return byType;
}
