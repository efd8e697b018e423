import { ProblemError } from '#core';
import { type Organisation, organisationFromFhir, type Person, underOneTop } from '#organisation';
import {
  type ClinicalStore,
  type Database,
  inTransaction,
  loadOrganisation,
  saveOrganisation,
  sharedResources,
} from '#store';
import { together } from './take-organisation.ts';

/** Who looks at the numbers until somebody has described who works here. */
const firstPersonId = 'first-person';

/**
 * Levels and units from the Organizations that were imported, where nobody has described the organisation: so that numbers have
 * a unit, and one person can look at them. A described organisation stays as it is.
 *
 * @throws ProblemError when the Organizations do not make a tree; what was imported stays imported
 */
export async function takeOrganisationFromRecords(
  db: Database,
  clinical: ClinicalStore,
): Promise<void> {
  if (isDescribed(await loadOrganisation(db))) return;
  const records = await sharedResources(clinical, ['Organization']);
  if (records.length === 0) return;
  const read = organisationFromFhir(knownParents(records.map(({ resource }) => resource)));
  if (read.kind === 'problems') throw new ProblemError(together(read.problems));
  const organisation = underOneTop(read.organisation);
  const people = firstPeople(organisation);
  await inTransaction(db, (tx) => saveOrganisation(tx, { ...organisation, people }));
}

/** Somebody has said who works here; one made from records has nobody but the first person. */
const isDescribed = ({ units, people }: Organisation): boolean =>
  units.length > 0 && people.some(({ id }) => id !== firstPersonId);

const firstPeople = ({ units }: Organisation): readonly Person[] => {
  const top = units.find(({ parentId }) => parentId === null);
  if (top === undefined) return [];
  return [
    {
      id: firstPersonId,
      name: 'First person',
      title: { en: 'Analyst', sv: 'Analytiker' },
      roles: [{ role: 'analyst', unitId: top.id }],
      persona: true,
    },
  ];
};

/** A parent that was not imported is none: the import has told of the reference, and the unit is still a unit. */
function knownParents(resources: readonly unknown[]): readonly unknown[] {
  const ids = new Set(resources.map((resource) => (hasId(resource) ? resource.id : '')));
  return resources.map((resource) => {
    if (!hasId(resource) || resource.partOf?.reference === undefined) return resource;
    const parent = resource.partOf.reference.replace(/^.*Organization\//, '');
    if (ids.has(parent) && parent !== resource.id) return resource;
    const { partOf: _, ...top } = resource;
    return top;
  });
}

const hasId = (
  resource: unknown,
): resource is { readonly id: string; readonly partOf?: { readonly reference?: string } } =>
  typeof resource === 'object' &&
  resource !== null &&
  'id' in resource &&
  typeof resource.id === 'string';
