import { isWithin } from '#organisation';
import { type Disagreement, disagreements, type Proposal } from '#practice';
import { cyclesOfMatter, type Database, proposalsById, stepsOfProposals } from '#store';
import type { OrganisationInForce } from '../context.ts';

/** Where levels do not agree on the matter of these proposals, those they take further included. */
export async function disagreementsOf(
  db: Database,
  proposals: readonly Proposal[],
  { tree, forums }: OrganisationInForce,
): Promise<readonly Disagreement[]> {
  if (proposals.length === 0) return [];
  const known = new Set(proposals.map(({ id }) => id));
  const wanted = [...new Set(proposals.flatMap(({ earlierIds }) => earlierIds))];
  const earlier = await proposalsById(
    db,
    wanted.filter((id) => !known.has(id)),
  );
  const all = [...proposals, ...earlier];
  const steps = await stepsOfProposals(
    db,
    all.map(({ id }) => id),
  );
  const cycles = await cyclesOfMatter(db, [...new Set(all.map(({ threadId }) => threadId))]);
  const unitOfForum = new Map(forums.map(({ id, unitId }) => [id, unitId]));
  return disagreements({
    steps,
    cycles,
    unitOfForum: (forumId) => unitOfForum.get(forumId) ?? null,
    isWithin: (unitId, scopeId) => isWithin(tree, unitId, scopeId),
  });
}
