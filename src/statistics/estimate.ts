/** A reservation that belongs to a number and is shown with it. */
export interface Caution {
  readonly code: string;
  /** What was found, what was expected and what that means for the reader, in plain English. */
  readonly message: string;
}

/**
 * A value with its cautions, or the reason why there is none: never NaN, never Infinity, never null.
 *
 * `reason` is a stable code a program may branch on; `message` says it in words.
 */
export type Estimate<T> =
  | { readonly kind: 'estimate'; readonly value: T; readonly cautions: readonly Caution[] }
  | { readonly kind: 'not-estimable'; readonly reason: string; readonly message: string };

export const estimate = <T>(value: T, cautions: readonly Caution[] = []): Estimate<T> => ({
  kind: 'estimate',
  value,
  cautions,
});

export const notEstimable = <T>(reason: string, message: string): Estimate<T> => ({
  kind: 'not-estimable',
  reason,
  message,
});
