import { type Person, rightsOf, unitRef } from '#organisation';
import type { Application, OrganisationInForce } from '../context.ts';
import { organisationInForce } from '../context.ts';

/** Who one is here, and, in the demo, who one may be. */
export async function session(application: Application, personId: string | null, demo: boolean) {
  const organisation = await organisationInForce(application.db);
  const person = organisation.people.find(({ id }) => id === personId);
  return {
    person: person === undefined ? null : persona(organisation, person),
    personas: demo ? organisation.people.flatMap((one) => persona(organisation, one) ?? []) : [],
    permissions: person === undefined ? [] : rightsOf(person),
  };
}

/** Null for someone who holds no role any more. */
function persona({ tree }: OrganisationInForce, { id, name, title, roles }: Person) {
  const held = roles[0];
  const unit = held === undefined ? undefined : tree.byId.get(held.unitId);
  return held === undefined || unit === undefined
    ? null
    : { id, name, title, role: held.role, unit: unitRef(unit) };
}

/** The person behind a session; null when there is no such person with a role any more. */
export async function personSignedIn(
  application: Application,
  personId: string,
): Promise<Person | null> {
  const { people } = await organisationInForce(application.db);
  const person = people.find(({ id }) => id === personId);
  return person === undefined || person.roles.length === 0 ? null : person;
}
