import type { DataProvider, PatientObject } from 'cql-execution';
import { engineIsCorrected } from './engine-corrections.ts';
import { fhirModel } from './fhir-model.ts';
import { FhirObject, type Json } from './fhir-object.ts';

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

  currentPatient(): PatientObject | undefined {
    return this.#isRead ? undefined : this.#patient;
  }

  nextPatient(): undefined {
    this.#isRead = true;
  }
}

const typeName =
  /^(?:\{http:\/\/hl7\.org\/fhir\}|http:\/\/hl7\.org\/fhir\/StructureDefinition\/)(\w+)$/;

class PatientRecord extends FhirObject implements PatientObject {
  readonly #byType: ReadonlyMap<string, readonly FhirObject[]>;

  constructor(patient: Json, resources: readonly Json[], timeZone: string) {
    super(patient, typeNamed('Patient'), timeZone);
    this.#byType = recordsByType(resources, timeZone);
  }

  findRecords(profile: string | null, details?: { readonly datatype: string }): FhirObject[] {
    const name = typeName.exec(details?.datatype ?? profile ?? '')?.[1];
    if (name === undefined) throw new Error(`findRecords: '${profile}' is not a FHIR type`);
    return [...(this.#byType.get(name) ?? [])];
  }
}

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
