import type { DataProvider, PatientObject, RetrieveDetails } from 'cql-execution';
import { engineIsCorrected } from './engine-corrections.ts';
import { fhirModel } from './fhir-model.ts';
import { FhirObject, type Json } from './fhir-object.ts';
import { type CodeTest, RecordsOfType } from './records-of-type.ts';

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

  get record(): PatientRecord {
    return this.#patient;
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

export interface Retrieval {
  /** As ELM writes it: {http://hl7.org/fhir}Encounter. */
  readonly dataType: string | null;
  readonly profile: string | null;
  /** The element that has the codes. */
  readonly property: string;
  readonly test: CodeTest | null;
}

export class PatientRecord extends FhirObject implements PatientObject {
  readonly #resources: readonly Json[];
  readonly #zone: string;
  readonly #written = new Map<string, Json[]>();
  readonly #byType = new Map<string, RecordsOfType>();
  readonly #lookedAt = new Set<string>();

  constructor(patient: Json, resources: readonly Json[], timeZone: string) {
    super(patient, typeNamed('Patient'), timeZone);
    this.#resources = resources;
    this.#zone = timeZone;
  }

  /**
   * Records of a type, with the codes that are asked for when there are any. A retrieve by a profile finds the records
   * that declare it.
   */
  findRecords(profile: string | null, details?: RetrieveDetails): FhirObject[] {
    const { codes, codeProperty = '' } = details ?? {};
    const dataType = details?.datatype ?? null;
    const all = this.find({ dataType, profile, property: codeProperty, test: null });
    const found = all.filter(
      (record) => codes === undefined || hasCode(record.getCode(codeProperty), codes),
    );
    for (const record of found) this.#lookedAt.add(record.fhirIdentity);
    return found;
  }

  /** The same, with codes looked up by their hash. */
  find({ dataType, profile, property, test }: Retrieval): FhirObject[] {
    const name = nameOfType(dataType, profile);
    if (name === undefined) throw new Error(`findRecords: '${profile}' is not a FHIR type`);
    const isBase =
      profile === null || typeName.test(profile) || baseDefinition.exec(profile)?.[1] === name;
    return this.#ofType(name)?.find(isBase ? null : profile, property, test) ?? [];
  }

  get lookedAt(): ReadonlySet<string> {
    return this.#lookedAt;
  }

  #ofType(name: string): RecordsOfType | undefined {
    const held = this.#byType.get(name);
    const type = fhirModel().get(name);
    if (held !== undefined || type === undefined) return held;
    if (this.#written.size === 0) this.#sortOut();
    const records = new RecordsOfType(this.#written.get(name) ?? [], type, this.#zone);
    this.#byType.set(name, records);
    return records;
  }

  #sortOut(): void {
    for (const resource of this.#resources) {
      const name = String(resource.resourceType);
      const others = this.#written.get(name);
      if (others === undefined) this.#written.set(name, [resource]);
      else others.push(resource);
    }
  }
}

const nameOfType = (dataType: string | null, profile: string | null): string | undefined =>
  (typeName.exec(dataType ?? '') ?? baseDefinition.exec(profile ?? ''))?.[1];

const hasCode = (code: unknown, codes: NonNullable<RetrieveDetails['codes']>): boolean =>
  Array.isArray(codes) ? codes.some((one) => one.hasMatch(code)) : codes.hasMatch(code);

function typeNamed(name: string) {
  const type = fhirModel().get(name);
  if (type === undefined) throw new Error(`FHIR R4 has no type '${name}'`);
  return type;
}
