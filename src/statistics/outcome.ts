/** A reservation that belongs to a result and is shown with it. */
export interface Caution {
  readonly code: string;
  readonly message: string;
}

/**
 * What every method returns that may be unable to answer: a value with its cautions, or the reason
 * why there is none. Plain data, and the same shape as the estimate of the core room.
 *
 * `reason` is a stable code a program may branch on (`too-few-points`); `message` says in words what
 * was found, what was needed and what to do next.
 */
export type Outcome<T> =
  | { readonly kind: 'estimate'; readonly value: T; readonly cautions: readonly Caution[] }
  | { readonly kind: 'not-estimable'; readonly reason: string; readonly message: string };

export const estimated = <T>(value: T, cautions: readonly Caution[] = []): Outcome<T> => ({
  kind: 'estimate',
  value,
  cautions,
});

export const cannotEstimate = <T>(reason: string, message = reason): Outcome<T> => ({
  kind: 'not-estimable',
  reason,
  message,
});

/** Not estimable: a number left the range a computer can hold. */
export const outOfRange = <T>(): Outcome<T> =>
  cannotEstimate(
    'out-of-range',
    'The numbers are too large or too small to compute with; choose a unit that brings them nearer to one.',
  );

/** All the values with all their cautions, or the first reason why one of them is missing. */
export function allEstimated<T>(outcomes: readonly Outcome<T>[]): Outcome<readonly T[]> {
  const values: T[] = [];
  const cautions: Caution[] = [];
  for (const outcome of outcomes) {
    if (outcome.kind === 'not-estimable') return outcome;
    values.push(outcome.value);
    cautions.push(...outcome.cautions);
  }
  return estimated(values, cautions);
}

/** The value, where its absence would be our own mistake. @throws Error with the reason */
export function requireEstimate<T>(outcome: Outcome<T>): T {
  if (outcome.kind === 'not-estimable') {
    throw new Error(`not estimable (${outcome.reason}): ${outcome.message}`);
  }
  return outcome.value;
}
