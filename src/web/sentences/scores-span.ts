/** The most points on a criterion. */
export const pointsMax = 10;

const unitsPerPoint = 10;
/** So that agreement, too, is something to see. */
const widthMin = 6;

/** Where the range of points lies on a line of ten units for each point. */
export function spanOf(lowest: number, highest: number): { from: number; width: number } {
  const width = Math.max(widthMin, (highest - lowest) * unitsPerPoint);
  const middle = ((lowest + highest) / 2) * unitsPerPoint;
  const from = Math.min(Math.max(0, middle - width / 2), pointsMax * unitsPerPoint - width);
  return { from, width };
}
