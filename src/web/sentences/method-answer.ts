import type { ChartPoint, MeasureRef } from '#api';
import type { Words } from '../words/words.ts';
import type { ReadyChart } from './measure-answer.ts';

/** The stretches of months that set a centre and its limits, first and last month of each. */
export function baselines(points: readonly ChartPoint[]): { first: string; last: string }[] {
  const found: { first: string; last: string }[] = [];
  let open: { first: string; last: string } | undefined;
  for (const point of points) {
    if (!point.inBaseline) open = undefined;
    else if (open === undefined) {
      open = { first: point.month, last: point.month };
      found.push(open);
    } else open.last = point.month;
  }
  return found;
}

/** How the chart was made: which kind, by which rules, and which months the limits come from. */
export function methodAnswer(
  measure: Pick<MeasureRef, 'chart'>,
  chart: ReadyChart,
  words: Words,
): string {
  const from = baselines(chart.points).map(({ first, last }) =>
    words.say('measure.baseline', { first: words.month(first), last: words.month(last) }),
  );
  return [
    words.say(`measure.chart-kind.${measure.chart}`),
    ...from,
    words.say('measure.preset', presetWords(chart.preset, words)),
  ].join(' ');
}

/** Name and version of the rules, as 'nhs-making-data-count 1' says them. */
function presetWords(preset: string, words: Words): { preset: string; version: string } {
  const at = preset.lastIndexOf(' ');
  const name = at < 0 ? preset : preset.slice(0, at);
  const id = `preset.${name}`;
  return { preset: words.has(id) ? words.say(id) : name, version: preset.slice(at + 1) };
}
