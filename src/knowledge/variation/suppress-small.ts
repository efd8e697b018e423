import type { UnitBeside } from './units-beside.ts';

/** Counts from 1 to this are hidden where results leave the level they belong to. */
export const smallCountMax = 7;

export interface SuppressedUnit extends UnitBeside {
  readonly suppressed: boolean;
}

/**
 * Hides small counts of units that the reader does not belong to, so that nobody can be recognised in them.
 *
 * A unit is hidden when its numerator, its denominator, or those in the denominator but not in the numerator number 1 to 7. When just one unit is
 * hidden, the next smallest is hidden too: otherwise the one could be had by subtracting the others from the total.
 *
 * @param isOwn true for units whose own numbers the reader may see
 */
export function suppressSmall(
  units: readonly UnitBeside[],
  isOwn: (unitId: string) => boolean,
): readonly SuppressedUnit[] {
  const hidden = new Set(
    units.filter((unit) => !isOwn(unit.unitId) && hasSmallCount(unit)).map(({ unitId }) => unitId),
  );
  if (hidden.size === 1) {
    const next = smallestOther(units, hidden, isOwn);
    if (next !== undefined) hidden.add(next.unitId);
  }
  return units.map((unit) =>
    hidden.has(unit.unitId) ? hide(unit) : { ...unit, suppressed: false },
  );
}

/** A count that could point at people. */
export const isSmallCount = (count: number): boolean => count > 0 && count <= smallCountMax;

/** Sums of observations are no counts; only their denominator is. */
function hasSmallCount({ numerator, denominator, sumOfSquares }: UnitBeside): boolean {
  if (isSmallCount(denominator)) return true;
  return sumOfSquares === 0 && (isSmallCount(numerator) || isSmallCount(denominator - numerator));
}

function smallestOther(
  units: readonly UnitBeside[],
  hidden: ReadonlySet<string>,
  isOwn: (unitId: string) => boolean,
): UnitBeside | undefined {
  return units
    .filter(({ unitId, denominator }) => denominator > 0 && !hidden.has(unitId) && !isOwn(unitId))
    .toSorted((a, b) => a.denominator - b.denominator)[0];
}

const hide = (unit: UnitBeside): SuppressedUnit => ({
  ...unit,
  numerator: 0,
  denominator: 0,
  sumOfSquares: 0,
  value: null,
  lower95: null,
  upper95: null,
  funnel: 'none',
  suppressed: true,
});
