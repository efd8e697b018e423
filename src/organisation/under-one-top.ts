import { withLocalForums } from './forum.ts';
import type { Organisation } from './organisation.ts';
import type { Unit } from './unit.ts';
import { unitTree } from './unit-tree.ts';

/** Holds everything where the records name several units without one above them. */
export const wholeOrganisation: Unit = {
  id: 'whole-organisation',
  parentId: null,
  level: 'whole-organisation',
  name: { en: 'Whole organisation', sv: 'Hela organisationen' },
};

/**
 * The same organisation with one unit at the top, so that numbers add up to one whole and one person can see it all.
 * Unchanged where there is one top already, or no unit at all.
 */
export function underOneTop(organisation: Organisation): Organisation {
  const tops = organisation.units.filter(({ parentId }) => parentId === null);
  if (tops.length < 2) return organisation;
  const units = [
    wholeOrganisation,
    ...organisation.units.map((unit) =>
      unit.parentId === null ? { ...unit, parentId: wholeOrganisation.id } : unit,
    ),
  ];
  const level = { id: wholeOrganisation.level, name: wholeOrganisation.name };
  const whole = { ...organisation, levels: [level, ...organisation.levels], units };
  return { ...whole, forums: withLocalForums({ ...whole, tree: unitTree(units) }) };
}
