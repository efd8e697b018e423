/** The element at an index that must exist; an index outside is our own mistake, not missing data. */
export function at<T>(list: ArrayLike<T>, index: number): T {
  const element = list[index];
  if (element === undefined)
    throw new RangeError(`at: index ${index} is outside a list of ${list.length}`);
  return element;
}
