import { type MeasurePack, readPack } from '../../test/conformance/measures/pack.ts';

export type Json = Readonly<Record<string, unknown>>;

/** A pack's test patients again and again, each with an id of its own and some observations that no measure asks for. */
export function* manyPatients(
  { cases }: MeasurePack,
  patients: number,
  observations: number,
): Generator<readonly Json[]> {
  const texts = cases.map(({ resources }) => JSON.stringify(resources));
  for (let number = 0; number < patients; number += 1) {
    const resources: readonly Json[] = JSON.parse(texts[number % texts.length] ?? '[]');
    yield [
      ...resources.map((one) =>
        one['resourceType'] === 'Patient' ? { ...one, id: `${one['id']}-${number}` } : one,
      ),
      ...Array.from({ length: observations }, (_, index) => observation(index)),
    ];
  }
}

const observation = (index: number): Json => ({
  resourceType: 'Observation',
  id: `extra-${index}`,
  meta: {
    profile: ['http://hl7.org/fhir/us/qicore/StructureDefinition/qicore-simple-observation'],
  },
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: `${8000 + (index % 50)}-1` }] },
  effectiveDateTime: `2026-0${1 + (index % 9)}-15T08:00:00Z`,
  valueQuantity: {
    value: 60 + index,
    unit: '/min',
    system: 'http://unitsofmeasure.org',
    code: '/min',
  },
});

export const packAt = (file: string): MeasurePack => readPack(file, '.');
