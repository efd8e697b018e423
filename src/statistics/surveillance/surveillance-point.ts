/** Counts per period; null is a period for which no count is known. */
export type Counts = readonly (number | null)[];

/** What an algorithm says about one period. */
export type SurveillancePoint =
  | {
      readonly kind: 'judged';
      readonly position: number;
      readonly observed: number;
      /** What the past leads one to expect. */
      readonly expected: number;
      /** Counts above this are an alarm. */
      readonly upperBound: number;
      readonly isAlarm: boolean;
    }
  | NotRun;

/** The algorithm could not run for this period, and why, in words for the reader. */
export interface NotRun {
  readonly kind: 'not-run';
  readonly position: number;
  readonly reason:
    | 'too-short'
    | 'missing-counts'
    | 'no-variation'
    | 'no-past-cases'
    | 'too-few-cases'
    | 'no-fit';
  readonly message: string;
}

export const notRun = (position: number, reason: NotRun['reason'], message: string): NotRun => ({
  kind: 'not-run',
  position,
  reason,
  message,
});

export const tooShort = (position: number, needed: number): NotRun =>
  notRun(
    position,
    'too-short',
    `Only ${position} periods lie before this one and ${needed} are needed. Wait for more history or look less far back.`,
  );

export const missingCounts = (position: number): NotRun =>
  notRun(
    position,
    'missing-counts',
    'A count this period or in its comparison periods is missing. Complete the counts first.',
  );

/** @throws RangeError for a negative count, or one above 2⁵³, where whole numbers run together */
export function requireCounts(counts: Counts, name: string): void {
  const wrong = counts.findIndex(
    (count) => count !== null && !(count >= 0 && count <= Number.MAX_SAFE_INTEGER),
  );
  if (wrong >= 0) {
    throw new RangeError(
      `${name}: count ${wrong + 1} is ${counts[wrong]}; counts lie within 0…2⁵³`,
    );
  }
}

/** @throws RangeError for a position outside the series */
export function requirePositions(positions: readonly number[], counts: Counts, name: string): void {
  const wrong = positions.find(
    (each) => !(Number.isInteger(each) && each >= 0 && each < counts.length),
  );
  if (wrong !== undefined) {
    throw new RangeError(`${name}: position ${wrong} is outside the ${counts.length} counts`);
  }
}

/** The counts at the given positions, or null when one of them is missing. */
export function knownCounts(counts: Counts, positions: readonly number[]): number[] | null {
  const known: number[] = [];
  for (const position of positions) {
    const count = counts[position];
    if (typeof count !== 'number') return null;
    known.push(count);
  }
  return known;
}
