import { type Application, organisationInForce } from '../context.ts';
import { kindNamed, personNamed } from './organisation-book.ts';

/** The whole organisation: units parents first, forums with their members, people with their roles. */
export async function organisation(application: Application) {
  const inForce = await organisationInForce(application.db);
  const { levels, tree, people, forums } = inForce;
  return {
    levels,
    units: tree.units,
    forums: forums.map(({ members, ...forum }) => ({
      ...forum,
      kindName: kindNamed(inForce, forum.kind),
      members: members.map(({ personId, chair }) => ({
        ...personNamed({ organisation: inForce }, personId),
        chair,
      })),
    })),
    people: people.flatMap(({ id, name, title, roles }) =>
      roles.slice(0, 1).map(({ role, unitId }) => ({ id, name, title, role, unitId })),
    ),
  };
}
