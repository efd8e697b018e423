import { leadOf, type Person, upwardsFrom } from '#organisation';
import { supportFor } from '../commands/support-request.ts';
import type { OrganisationInForce } from '../context.ts';

/**
 * Who answers for whether a number is right: the chair of the support unit nearest above, else the nearest analyst, else
 * whoever leads the unit. Null only where nobody leads anything.
 */
export function supportOwner(organisation: OrganisationInForce, unitId: string): string | null {
  const forum = supportFor(organisation, unitId);
  const member = forum?.members.find(({ chair }) => chair) ?? forum?.members[0];
  const { people, tree } = organisation;
  return (
    member?.personId ??
    nearestAnalyst(people, organisation, unitId)?.id ??
    leadOf(people, tree, unitId)?.id ??
    null
  );
}

const nearestAnalyst = (
  people: readonly Person[],
  { tree }: OrganisationInForce,
  unitId: string,
): Person | undefined =>
  upwardsFrom(tree, unitId)
    .flatMap((unit) =>
      people.filter(({ roles }) =>
        roles.some((held) => held.role === 'analyst' && held.unitId === unit.id),
      ),
    )
    .at(0);
