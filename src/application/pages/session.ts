import { type Person, rightsOf, unitRef } from '#organisation';
import { type Application, type OrganisationInForce, organisationInForce } from '../context.ts';
import type { OpenApplication } from '../open-application.ts';
import { found } from '../trouble.ts';

/** Who one is here, and, in the demo, who one may be. */
export async function session(application: OpenApplication, personId: string | null) {
  const organisation = await organisationInForce(application.db);
  const person = organisation.people.find(({ id }) => id === personId);
  const personas = application.demo ? organisation.people.filter((one) => one.persona) : [];
  return {
    person: person === undefined ? null : shown(organisation, person),
    personas: personas.flatMap((one) => shown(organisation, one) ?? []),
    permissions: person === undefined ? [] : rightsOf(person),
  };
}

/** The persona somebody wants to be; only in the demo, and only one of those offered. */
export async function personaWanted(
  application: OpenApplication,
  personId: string,
): Promise<Person> {
  const { people } = await organisationInForce(application.db);
  const persona = people.find(({ id, persona }) => application.demo && persona && id === personId);
  return found(persona, 'persona', personId);
}

/** Null for someone who holds no role any more. */
function shown({ tree }: OrganisationInForce, { id, name, title, roles }: Person) {
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
