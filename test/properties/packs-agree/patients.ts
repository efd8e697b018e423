import fc from 'fast-check';
import { casePeriod, type MeasurePack, type PackCase } from '../../conformance/measures/pack.ts';
import { type Change, change, changed, type Stock } from './changes.ts';
import { elementOf, isObject, type Json, sitesOf } from './sites.ts';

/** How a patient is made of a pack's test patients, by number, so that a failure shrinks. */
export interface ChangedPatient {
  readonly patient: number;
  /** Another patient whose records are theirs too. */
  readonly other: number | null;
  /** A record that they have twice. */
  readonly twice: number | null;
  readonly changes: readonly Change[];
}

export const changedPatient: fc.Arbitrary<ChangedPatient> = fc.record({
  patient: fc.nat(9999),
  other: fc.option(fc.nat(9999), { freq: 5 }),
  twice: fc.option(fc.nat(9999), { freq: 4 }),
  changes: fc.array(change, { minLength: 0, maxLength: 6 }),
});

/** What the patients of a pack are changed with. */
export function stockOf(pack: MeasurePack): Stock {
  const values = new Map<string, unknown[]>();
  const codings = new Map<string, Json>();
  for (const { resources } of pack.cases) {
    for (const site of sitesOf(resources)) {
      const element = elementOf(resources, site);
      const { value } = site;
      const held = values.get(element) ?? [];
      values.set(element, held);
      held.push(value);
      if (isObject(value) && 'system' in value && 'code' in value && !('value' in value))
        codings.set(`${value.system}|${value.code}`, value);
    }
  }
  for (const codes of pack.valueSets.values())
    for (const { system, code } of codes.slice(0, 3))
      codings.set(`${system}|${code}`, { system, code });
  const [first] = pack.cases;
  const period = first === undefined ? { start: '', end: '' } : casePeriod(first);
  return { values, codings: [...codings.values()], period };
}

/** The patient as a case of the pack, in the period of the patient they were made of. */
export function caseOf(pack: MeasurePack, stock: Stock, written: ChangedPatient): PackCase {
  const at = (which: number): PackCase | undefined => pack.cases[which % pack.cases.length];
  const one = at(written.patient);
  if (one === undefined) throw new Error(`${pack.name}: there are no cases`);
  const other = written.other === null ? undefined : at(written.other);
  const together = [...one.resources, ...(other === undefined ? [] : othersOf(other.resources))];
  const records = written.changes.reduce(
    (all, next) => changed(all, next, { ...stock, period: casePeriod(one) }),
    withTwice(together, written.twice),
  );
  return { ...one, resources: records, expected: [] };
}

/** The records of another patient, whose ids are told apart. */
function othersOf(resources: readonly Json[]): readonly Json[] {
  const ids = new Set(resources.map(({ resourceType, id }) => `${resourceType}/${id}`));
  return resources
    .filter(({ resourceType }) => resourceType !== 'Patient')
    .map((resource) => renamed(resource, ids));
}

function renamed(resource: Json, ids: ReadonlySet<string>): Json {
  const copy: unknown = JSON.parse(JSON.stringify(resource), (key, value: unknown) => {
    if (typeof value !== 'string') return value;
    if (key === 'reference' && ids.has(value) && !value.startsWith('Patient/'))
      return `${value}-other`;
    return key === 'id' && value === resource.id ? `${value}-other` : value;
  });
  return isObject(copy) ? copy : resource;
}

function withTwice(records: readonly Json[], which: number | null): readonly Json[] {
  const clinical = records.filter(({ resourceType }) => resourceType !== 'Patient');
  const one = which === null ? undefined : clinical[which % clinical.length];
  return one === undefined ? records : [...records, { ...one, id: `${one.id}-twice` }];
}
