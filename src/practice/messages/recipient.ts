import { type Forum, isWithin, may, type Person, type Right, type UnitTree } from '#organisation';
import type { Candidate } from './candidate.ts';

/** Somebody who may get messages: a person, the team of a unit, or a board above it. */
export type Recipient =
  | { readonly kind: 'person'; readonly id: string; readonly person: Person }
  | { readonly kind: 'team'; readonly id: string; readonly unitId: string }
  | { readonly kind: 'board'; readonly id: string; readonly forum: Forum };

export const recipientKinds = ['person', 'team', 'board'] as const;
export type RecipientKind = (typeof recipientKinds)[number];

interface Structure {
  readonly people: readonly Person[];
  readonly forums: readonly Forum[];
  readonly tree: UnitTree;
}

/**
 * Everybody who gets messages: each person with a role, the team of each unit that has none below it, and each forum of a
 * unit that has. What a forum on a single unit would be told, its team is told.
 */
export function recipientsOf({ people, forums, tree }: Structure): readonly Recipient[] {
  const hasBelow = (unitId: string) => (tree.below.get(unitId) ?? []).length > 0;
  return [
    ...people
      .filter(({ roles }) => roles.length > 0)
      .map((person) => ({ kind: 'person' as const, id: person.id, person })),
    ...tree.units
      .filter(({ id }) => !hasBelow(id))
      .map(({ id }) => ({ kind: 'team' as const, id, unitId: id })),
    ...forums
      .filter(({ unitId }) => hasBelow(unitId))
      .map((forum) => ({ kind: 'board' as const, id: forum.id, forum })),
  ];
}

/** May this reader read what was picked for this recipient: oneself, one's own unit's team, a forum one sits in. */
export function mayReadMessages(
  reader: Person,
  recipient: { readonly kind: RecipientKind; readonly id: string },
  { forums, tree }: Pick<Structure, 'forums' | 'tree'>,
): boolean {
  switch (recipient.kind) {
    case 'person':
      return recipient.id === reader.id;
    case 'team':
      return reader.roles.some(({ unitId }) => unitId === recipient.id);
    case 'board': {
      const forum = forums.find(({ id }) => id === recipient.id);
      const sits = forum?.members.some(({ personId }) => personId === reader.id) ?? false;
      return sits && tree.byId.has(forum?.unitId ?? '');
    }
    default:
      return recipient.kind satisfies never;
  }
}

/** Levels between what the recipient answers for and the unit the matter is about; null when it is none of theirs. */
export function levelsBelow(recipient: Recipient, unitId: string, tree: UnitTree): number | null {
  const distances = scopesOf(recipient).flatMap((scope) =>
    isWithin(tree, unitId, scope) ? [depth(tree, unitId) - depth(tree, scope)] : [],
  );
  return distances.length === 0 ? null : Math.min(...distances);
}

function scopesOf(recipient: Recipient): readonly string[] {
  switch (recipient.kind) {
    case 'person':
      return recipient.person.roles.map(({ unitId }) => unitId);
    case 'team':
      return [recipient.unitId];
    case 'board':
      return [recipient.forum.unitId];
    default:
      return recipient satisfies never;
  }
}

function depth(tree: UnitTree, unitId: string): number {
  let levels = 0;
  for (let at = tree.byId.get(unitId); at !== undefined && at.parentId !== null; levels += 1)
    at = tree.byId.get(at.parentId);
  return levels;
}

/** What each kind of message asks somebody to do next. */
const rightFor: Readonly<Record<Candidate['type'], Right>> = {
  concern: 'thread.open-from-signal',
  improvement: 'thread.open-from-signal',
  'target-missed': 'thread.raise-idea',
  'target-met': 'practice.make',
  'unlike-others': 'thread.raise-idea',
  'step-due': 'cycle.record-act',
  'effect-told': 'cycle.record-act',
  'number-disputed': 'number.conclude',
  'dispute-answered': 'number.conclude',
  'data-doubted': 'number.conclude',
  'advice-drifts': 'decision-support.set',
};

/** How far the next step lies in the recipient's own hands. */
export type Actionable = 'yours' | 'at-hand' | 'below' | 'to-know';

export function actionableFor(
  recipient: Recipient,
  candidate: Candidate,
  { forums, tree }: Pick<Structure, 'forums' | 'tree'>,
): Actionable {
  const { forumId, ownerId, unitId, type } = candidate;
  const levels = levelsBelow(recipient, unitId, tree);
  if (recipient.kind === 'board') {
    if (forumId === recipient.id) return 'yours';
    return levels === 0 ? 'at-hand' : 'to-know';
  }
  if (recipient.kind === 'team') return 'at-hand';
  const { person } = recipient;
  const forum = forums.find(({ id }) => id === forumId);
  const sits = forum?.members.some(({ personId }) => personId === person.id) ?? false;
  if (sits || (forumId === null && ownerId === person.id)) return 'yours';
  if (forumId !== null || !may(person, rightFor[type], unitId, tree)) return 'to-know';
  return levels === 0 ? 'at-hand' : 'below';
}
