import { at, positions } from '../element.ts';
import { cannotEstimate, type Outcome } from '../outcome.ts';
import { requireFinite, requireSameLength } from '../requirements.ts';

/** 1 for a row that was treated (changed, exposed), 0 for one that was not. */
export type Arm = 0 | 1;

/** Two rows in each arm are the least from which scatter can be judged. */
const fewestInAnArm = 2;

/** @throws RangeError when a value is neither 0 nor 1 */
export function requireArms(name: string, treated: readonly number[]): void {
  const row = treated.findIndex((value) => value !== 0 && value !== 1);
  if (row >= 0) {
    throw new RangeError(`${name}: treated is ${treated[row]} in row ${row + 1}; 0 or 1 is needed`);
  }
}

/** @throws RangeError when columns differ in length, an outcome is not finite or treated is not 0/1 */
export function requireComparison(
  name: string,
  outcome: readonly number[],
  treated: readonly number[],
): void {
  requireSameLength(outcome, treated, `${name}: outcome and treated`);
  requireFinite(outcome, `${name}: outcome`);
  requireArms(name, treated);
}

/** Not estimable when an arm holds fewer than two rows. */
export function tooFewInAnArm<T>(treated: readonly number[]): Outcome<T> | null {
  const inTreated = treated.filter((value) => value === 1).length;
  const inControl = treated.length - inTreated;
  if (Math.min(inTreated, inControl) >= fewestInAnArm) return null;
  return cannotEstimate(
    'too-few-points',
    `${inTreated} treated and ${inControl} untreated rows; at least ${fewestInAnArm} of each are needed.`,
  );
}

/** The row numbers of an arm. */
export const rowsOfArm = (treated: readonly number[], arm: Arm): number[] =>
  positions(treated.length).filter((row) => treated[row] === arm);

export const pick = (values: readonly number[], rows: readonly number[]): number[] =>
  rows.map((row) => at(values, row));
