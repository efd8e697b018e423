import { at } from '../element.ts';
import { requireFinite, requirePositive, requireSameLength } from '../requirements.ts';

/** Two-sided 95 % point of the normal distribution as the method was published. */
export const RELIABLE_CHANGE_MULTIPLIER = 1.96;

export interface ScoreDistribution {
  readonly mean: number;
  readonly standardDeviation: number;
}

export interface ReliableChangeInput {
  /** Score of each person before and after, in the same order. */
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** Reliability of the score, 0…1 (Cronbach's alpha or test–retest). */
  readonly reliability: number;
  /** Of the scores before, in the group the reliability belongs to. */
  readonly standardDeviationBefore: number;
  readonly dysfunctional: ScoreDistribution;
  readonly functional: ScoreDistribution;
  /** Which way the score improves; it is never guessed. */
  readonly higherIsBetter: boolean;
}

/**
 * - recovered: reliably better, and from the dysfunctional to the functional side of cut-off c.
 * - improved: reliably better.
 * - deteriorated: reliably worse.
 * - unchanged: less than reliable change either way.
 */
export type ChangeClass = 'recovered' | 'improved' | 'unchanged' | 'deteriorated';

export interface ReliableChange {
  /** Standard error of measurement SD √(1 − r), in score points. */
  readonly standardErrorOfMeasurement: number;
  /** Standard error of a difference √2 SEM. */
  readonly standardErrorOfDifference: number;
  /** Smallest change that counts as reliable: 1.96 × standardErrorOfDifference. */
  readonly minimumReliableChange: number;
  /** (after − before) / standardErrorOfDifference, one per person. */
  readonly index: readonly number[];
  readonly classes: readonly ChangeClass[];
  readonly counts: Readonly<Record<ChangeClass, number>>;
  /**
   * Cut-offs between the dysfunctional and the functional range: a two SD beyond the dysfunctional mean, b two SD
   * short of the functional mean, c where both are equally likely.
   */
  readonly cutoffs: { readonly a: number; readonly b: number; readonly c: number };
}

/**
 * Reliable and clinically significant change of each person (Jacobson & Truax).
 *
 * Assumes a score with known reliability whose error is the same for everyone. SEM = SD √(1 − r), S_diff = √2 SEM,
 * RC = (after − before)/S_diff, reliable beyond ±1.96.
 * With s = +1 when higher is better, −1 otherwise: a = M_d + 2 s SD_d, b = M_f − 2 s SD_f,
 * c = (SD_d M_f + SD_f M_d)/(SD_d + SD_f). A score exactly on c has not crossed it.
 *
 * @throws RangeError when lengths differ, a score is not finite, an SD is not above 0 or the
 *   reliability is not at least 0 and below 1
 * @example before 20, after 10, SD 6, r 0.84, lower is better: SEM 2.4, S_diff 3.39, RC −2.95, reliably better
 * @see Jacobson & Truax (1991); docs/methods/reliable-change.md
 */
export function reliableChange(input: ReliableChangeInput): ReliableChange {
  requireInput(input);
  const standardErrorOfMeasurement =
    input.standardDeviationBefore * Math.sqrt(1 - input.reliability);
  const standardErrorOfDifference = Math.SQRT2 * standardErrorOfMeasurement;
  const index = input.before.map(
    (before, i) => (at(input.after, i) - before) / standardErrorOfDifference,
  );
  const cutoffs = cutoffsOf(input);
  const classes = index.map((change, i) =>
    classOf(change, {
      before: at(input.before, i),
      after: at(input.after, i),
      cutoff: cutoffs.c,
      higherIsBetter: input.higherIsBetter,
    }),
  );
  return {
    standardErrorOfMeasurement,
    standardErrorOfDifference,
    minimumReliableChange: RELIABLE_CHANGE_MULTIPLIER * standardErrorOfDifference,
    index,
    classes,
    counts: countClasses(classes),
    cutoffs,
  };
}

function requireInput(input: ReliableChangeInput): void {
  const name = 'reliableChange';
  requireSameLength(input.before, input.after, `${name}: before and after`);
  requireFinite(input.before, `${name}: before`);
  requireFinite(input.after, `${name}: after`);
  requirePositive(input.standardDeviationBefore, `${name}: standard deviation before`);
  for (const group of [input.dysfunctional, input.functional]) {
    requireFinite([group.mean], `${name}: mean`);
    requirePositive(group.standardDeviation, `${name}: standard deviation`);
  }
  if (!(input.reliability >= 0 && input.reliability < 1)) {
    throw new RangeError(
      `${name}: reliability ${input.reliability}; at least 0 and below 1 is needed`,
    );
  }
}

function cutoffsOf({ dysfunctional, functional, higherIsBetter }: ReliableChangeInput) {
  const sign = higherIsBetter ? 1 : -1;
  const spread = dysfunctional.standardDeviation + functional.standardDeviation;
  return {
    a: dysfunctional.mean + 2 * sign * dysfunctional.standardDeviation,
    b: functional.mean - 2 * sign * functional.standardDeviation,
    c:
      (dysfunctional.standardDeviation * functional.mean +
        functional.standardDeviation * dysfunctional.mean) /
      spread,
  };
}

function classOf(
  change: number,
  person: {
    readonly before: number;
    readonly after: number;
    readonly cutoff: number;
    readonly higherIsBetter: boolean;
  },
): ChangeClass {
  const sign = person.higherIsBetter ? 1 : -1;
  if (sign * change < -RELIABLE_CHANGE_MULTIPLIER) return 'deteriorated';
  if (!(sign * change > RELIABLE_CHANGE_MULTIPLIER)) return 'unchanged';
  const isFunctional = (score: number): boolean => sign * score > sign * person.cutoff;
  return !isFunctional(person.before) && isFunctional(person.after) ? 'recovered' : 'improved';
}

function countClasses(classes: readonly ChangeClass[]): Record<ChangeClass, number> {
  const counts = { recovered: 0, improved: 0, unchanged: 0, deteriorated: 0 };
  for (const each of classes) counts[each] += 1;
  return counts;
}
