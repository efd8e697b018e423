import { type Forum, may, maySeated, type Person, type Right, type UnitTree } from '#organisation';

/** Where a command would be given: in a unit, and in a forum where a seat in it may do. */
export interface Place {
  readonly unitId: string;
  readonly forum: Forum;
  readonly tree: UnitTree;
}

/** The rights among these that this person has here, by a role or by a seat; the server decides again for each command. */
export const rightsHere = (
  person: Person,
  wanted: readonly Right[],
  { unitId, forum, tree }: Place,
): readonly Right[] =>
  wanted.filter((right) => may(person, right, unitId, tree) || maySeated(person, right, forum));
