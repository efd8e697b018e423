/** The element at a position that must exist; a position outside the list is our mistake. */
export function at<T>(list: ArrayLike<T>, index: number): T {
  const element = list[index];
  if (element === undefined) {
    throw new RangeError(`position ${index} is outside a list of ${list.length}`);
  }
  return element;
}

/** The whole numbers 0, 1, … count − 1. */
export const positions = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
