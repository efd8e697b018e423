import type { DataProvider, PatientObject, RetrieveDetails } from 'cql-execution';
import { engineIsCorrected } from './engine-corrections.ts';
import { fhirModel } from './fhir-model.ts';
import { type CodeTexts, FhirObject, isJson, type Json } from './fhir-object.ts';

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

/** Codes that a record's code may be among: by system and code, or by a code that was recorded as a text. */
export interface CodeTest {
  hasKey(key: string): boolean;
  hasMatch(text: string): boolean;
}

export interface Retrieval {
  /** As ELM writes it: {http://hl7.org/fhir}Encounter. */
  readonly dataType: string;
  readonly profile: string | null;
  /** The element that has the codes. */
  readonly property: string;
  readonly test: CodeTest | null;
}

export class PatientRecord extends FhirObject implements PatientObject {
  readonly #resources: readonly Json[];
  readonly #zone: string;
  readonly #byType = new Map<string, readonly FhirObject[]>();
  readonly #byProfile = new Map<string, readonly FhirObject[]>();
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
    const found = this.#ofType(details?.datatype ?? null, profile).filter(
      (record) => codes === undefined || hasCode(record.getCode(codeProperty), codes),
    );
    for (const record of found) this.#lookedAt.add(record.fhirIdentity);
    return found;
  }

  /** The same, with codes looked up by their hash. */
  find({ dataType, profile, property, test }: Retrieval): readonly FhirObject[] {
    const records = this.#ofType(dataType, profile);
    return test === null
      ? records
      : records.filter((record) => isAmong(record.codeTexts(property), test));
  }

  get lookedAt(): ReadonlySet<string> {
    return this.#lookedAt;
  }

  #ofType(dataType: string | null, profile: string | null): readonly FhirObject[] {
    const name = (typeName.exec(dataType ?? '') ?? baseDefinition.exec(profile ?? ''))?.[1];
    if (name === undefined) throw new Error(`findRecords: '${profile}' is not a FHIR type`);
    const records = this.#wrapped(name);
    const isBase =
      profile === null || typeName.test(profile) || baseDefinition.exec(profile)?.[1] === name;
    if (isBase) return records;
    const key = `${name} ${profile}`;
    const held = this.#byProfile.get(key) ?? records.filter(({ json }) => declares(json, profile));
    this.#byProfile.set(key, held);
    return held;
  }

  /** Records of one type come in the order of their ids, so that First and Last mean the same everywhere. */
  #wrapped(name: string): readonly FhirObject[] {
    const held = this.#byType.get(name);
    if (held !== undefined) return held;
    const type = fhirModel().get(name);
    const written = this.#resources.filter(({ resourceType }) => resourceType === name);
    const records =
      type === undefined
        ? []
        : written
            .toSorted((a, b) => (String(a.id) < String(b.id) ? -1 : 1))
            .map((resource) => new FhirObject(resource, type, this.#zone));
    this.#byType.set(name, records);
    return records;
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

const isAmong = ({ keys, texts }: CodeTexts, test: CodeTest): boolean =>
  keys.some((key) => test.hasKey(key)) || texts.some((text) => test.hasMatch(text));

const hasCode = (code: unknown, codes: NonNullable<RetrieveDetails['codes']>): boolean =>
  Array.isArray(codes) ? codes.some((one) => one.hasMatch(code)) : codes.hasMatch(code);

function typeNamed(name: string) {
  const type = fhirModel().get(name);
  if (type === undefined) throw new Error(`FHIR R4 has no type '${name}'`);
  return type;
}
