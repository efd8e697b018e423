import type { Problem } from '#core';

/** What the rules say about a wish: what comes of it, or why not now. */
export type Ruling<T> =
  | { readonly kind: 'allowed'; readonly next: T }
  | { readonly kind: 'refused'; readonly problem: Problem };

export const allowed = <T>(next: T): Ruling<T> => ({ kind: 'allowed', next });
export const refused = (problem: Problem): Ruling<never> => ({ kind: 'refused', problem });
