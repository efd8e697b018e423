import type { Text } from '#core';

/** A difference of shares in words. */
export const points = (difference: number): Text => ({
  en: `${Math.round(100 * difference)} percentage points`,
  sv: `${Math.round(100 * difference)} procentenheter`,
});
