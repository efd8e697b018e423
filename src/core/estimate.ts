/** A reservation that belongs to a number and is shown with it. */
export interface Caution {
  readonly code: string;
  /** What the reader should keep in mind, in plain English; the web app translates by code. */
  readonly message: string;
}

/** A value with its cautions, or the reason why there is none. Never NaN, never null. */
export type Estimate<T> =
  | { readonly kind: 'estimate'; readonly value: T; readonly cautions: readonly Caution[] }
  | { readonly kind: 'not-estimable'; readonly reason: string };

export const estimate = <T>(value: T, cautions: readonly Caution[] = []): Estimate<T> => ({
  kind: 'estimate',
  value,
  cautions,
});

export const notEstimable = <T>(reason: string): Estimate<T> => ({ kind: 'not-estimable', reason });
