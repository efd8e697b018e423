import type { Measure } from '#cql';
import { isSmallCount, type ReadPoint } from '#knowledge';

const blocks = '▁▂▃▄▅▆▇█';
/** What a month without a value looks like. */
const gap = '·';
/** A year: more does not fit a line on a phone. */
const monthsMost = 12;

/**
 * The last year of a chart as a line of blocks: a picture that every mail program shows. Null where a month rests on so
 * few people that its height must not leave the program, or where there is nothing to see.
 */
export function blockLine(
  points: readonly ReadPoint[],
  scoring: Measure['scoring'],
): string | null {
  const last = points.slice(-monthsMost);
  const values = last.flatMap(({ value }) => value ?? []);
  if (values.length < 2 || last.some((point) => restsOnFew(point, scoring))) return null;
  const [least, greatest] = [Math.min(...values), Math.max(...values)];
  const step = (greatest - least) / (blocks.length - 1);
  const height = (value: number) => (step === 0 ? 0 : Math.round((value - least) / step));
  return last.map(({ value }) => (value === null ? gap : (blocks[height(value)] ?? gap))).join('');
}

/** Whether a number rests on 1 to 7 people or events, or leaves so few out; a sum of observations is no count. */
export function restsOnFew(
  { numerator, denominator }: { readonly numerator: number; readonly denominator: number },
  scoring: Measure['scoring'],
): boolean {
  switch (scoring) {
    case 'continuous':
      return isSmallCount(denominator);
    case 'ratio':
      return isSmallCount(numerator) || isSmallCount(denominator);
    case 'proportion':
      return [numerator, denominator, denominator - numerator].some(isSmallCount);
    default:
      return scoring satisfies never;
  }
}
