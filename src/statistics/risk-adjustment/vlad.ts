import { at } from '../element.ts';
import { LARGEST_MAGNITUDE, requireProbability, requireSameLength } from '../requirements.ts';
import { cumulativeSum, sum } from '../summary/sum.ts';

export interface Vlad {
  /** Running total of expected minus observed events: above 0 means fewer events than expected. */
  readonly lives: readonly number[];
  readonly observed: number;
  readonly expected: number;
  /** Observed over expected; null when nothing, or next to nothing, was expected. */
  readonly ratio: number | null;
}

/** @throws RangeError when lengths differ, a risk is outside 0…1 or an outcome is not 0 or 1 */
export function requireOutcomes(
  risks: readonly number[],
  outcomes: readonly number[],
  name: string,
): void {
  requireSameLength(risks, outcomes, `${name}: risks and outcomes`);
  for (const risk of risks) requireProbability(risk, `${name}: risk`);
  const wrong = outcomes.find((outcome) => outcome !== 0 && outcome !== 1);
  if (wrong !== undefined)
    throw new RangeError(`${name}: an outcome is ${wrong}; it must be 0 or 1`);
}

/**
 * VLAD (variable life-adjusted display): Σ (pᵢ − yᵢ), the events avoided or suffered beyond what the
 * cases' own risks led one to expect.
 *
 * For display. It wanders by chance alone; signals come from the risk-adjusted CUSUM.
 *
 * @param risks probability of the event for each case, in order
 * @param outcomes 1 for an event, 0 for none
 * @see Lovegrove J et al. Lancet 1997;350:1128–30. docs/methods/vlad.md
 */
export function vlad(risks: readonly number[], outcomes: readonly number[]): Vlad {
  requireOutcomes(risks, outcomes, 'vlad');
  const observed = sum(outcomes);
  const expected = sum(risks);
  return {
    lives: cumulativeSum(risks.map((risk, i) => risk - at(outcomes, i))),
    observed,
    expected,
    ratio: observed / expected < LARGEST_MAGNITUDE ? observed / expected : null,
  };
}
