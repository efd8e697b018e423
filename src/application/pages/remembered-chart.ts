import { type ChartedSeries, type ChartReading, readChart } from '#knowledge';

/** Charts of a few hundred units; each is some tens of kilobytes. */
const rememberedMax = 5000;
const remembered = new Map<string, ChartReading>();

/**
 * The chart of a series, read once for as long as nothing it is read from changes. The same page is asked for again and
 * again between two evaluations, and reading takes far longer than comparing what is read.
 */
export function rememberedChart(series: ChartedSeries): ChartReading {
  const key = keyOf(series);
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const reading = readChart(series);
  if (remembered.size >= rememberedMax) remembered.clear();
  remembered.set(key, reading);
  return reading;
}

function keyOf({ measure, results, months, recalculatedFrom, changedFrom }: ChartedSeries): string {
  const { chart, direction, target, multiplier } = measure;
  const counted = results.map((one) => [one.month, one.numerator, one.denominator]);
  return JSON.stringify([
    ...[chart, direction, target, multiplier, months[0], months.at(-1), months.length],
    ...[recalculatedFrom, changedFrom, counted],
  ]);
}
