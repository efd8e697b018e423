import { describe, expect, test } from 'vitest';
import {
  assuranceIcon,
  besideChart,
  type ControlChartModel,
  type ControlPoint,
  controlChart,
  effectChart,
  type ForestRow,
  forestPlot,
  lightPalette,
  type Scene,
  sankey,
  sparkChart,
  svgText,
  trendChart,
  variationIcon,
} from '#charts';

// Synthetic numbers, made up for the drawing. A change of any of these files is a change of what people see:
// look at the picture before accepting it (`npx vitest run test/golden -u`).
const months = ['2026-01', '2026-02', '2026-03', '2026-04', '2026-05', '2026-06', '2026-07'];
const values = [24, 26, null, 22, 31, 29, 33];

const point = (month: string, i: number): ControlPoint => {
  const value = values[i] ?? null;
  const isOutside = value !== null && value > 30;
  return {
    month,
    value,
    centre: i < 4 ? 24 : 28,
    lower3Sigma: i < 4 ? 18 : 22,
    upper3Sigma: i < 4 ? 30 : 34,
    rules: isOutside ? ['outside-limits'] : i === 5 ? ['shift'] : [],
    reading: isOutside ? 'concern' : i === 5 ? 'neutral' : 'none',
  };
};

const days = (value: number) => `${value} days`;

const model: ControlChartModel = {
  title: 'Waiting for a first visit',
  description: 'Getting worse.',
  unit: 'days',
  points: months.map(point),
  recalculatedFrom: ['2026-05'],
  target: 20,
  least: 0,
  greatest: null,
  flags: [{ month: '2026-05', mark: '1', label: 'New triage & <letter>', kind: 'recalculation' }],
  words: {
    value: days,
    tick: String,
    month: (month) => month,
    centre: (value) => `centre ${days(value)}`,
    target: (value) => `target ${days(value)}`,
    point: ({ month, value }) => `${month}: ${value === null ? 'none' : days(value)}`,
  },
};

const row = (id: string, value: number | null) => ({
  id,
  name: `Ward ${id}`,
  value,
  lower95: value === null ? null : value - 4,
  upper95: value === null ? null : value + 4,
  isUnusual: id === 'C',
  isOwn: id === 'A',
  instead: 'Fewer than 8, hidden to protect people',
  words: `Ward ${id}`,
});

const forestRow = (id: string, differs: string, effect: ForestRow['effect']): ForestRow => ({
  ...{ id, name: `Ward ${id}`, differs, effect, instead: 'not yet', words: `Ward ${id}` },
});

const scenes: Readonly<Record<string, Scene>> = {
  'control-chart': controlChart(model, { width: 560, height: 280 }),
  spark: sparkChart(model, { width: 200, height: 72 }),
  beside: besideChart(
    {
      title: 'Wards beside each other',
      description: 'In name order.',
      unit: 'days',
      rows: [row('A', 24), row('B', null), row('C', 40)],
      centre: 27,
      centreLabel: 'all together 27 days',
      least: 0,
      greatest: null,
      value: days,
      tick: String,
    },
    560,
  ),
  effect: effectChart(
    {
      title: 'Effect',
      description: 'Better.',
      difference: -6,
      lower95: -9,
      upper95: -3,
      predicted: -8,
      reading: 'better',
      words: { zero: 'no difference', predicted: 'predicted', signed: days, spot: '6 days better' },
    },
    480,
  ),
  forest: forestPlot(
    {
      title: 'What it did in each unit',
      description: 'One row for each unit.',
      rows: [
        forestRow('A', 'where it grew', {
          difference: -6,
          lower95: -9,
          upper95: -3,
          reading: 'better',
        }),
        forestRow('B', 'Calls 3', { difference: 1, lower95: -2, upper95: 4, reading: 'uncertain' }),
        forestRow('C', '', null),
      ],
      combined: { mean: -3, lower95: -7, upper95: 1, words: 'together' },
      next: { lower95: -60, upper95: 54 },
      words: {
        ...{
          zero: 'no difference',
          combined: 'All units',
          next: 'The next unit',
          wanted: 'better',
        },
        ...{
          signed: days,
          tick: String,
          range: (low: number, high: number) => `${low} to ${high}`,
        },
      },
      wantedSide: 'left',
    },
    560,
  ),
  sankey: sankey(
    {
      title: 'The way of proposals',
      description: 'From left to right.',
      nodes: [
        { id: 'local', name: 'Local forum', column: 0 },
        { id: 'group', name: 'Group', column: 1 },
        { id: 'try', name: 'to be tried', column: 2 },
        { id: 'waiting', name: 'waits', column: 2 },
      ],
      strands: [
        { from: 'local', to: 'group', count: 4 },
        { from: 'local', to: 'try', count: 6 },
        { from: 'group', to: 'try', count: 1 },
        { from: 'group', to: 'waiting', count: 3 },
      ],
      words: { count: String, strand: (from, to, count) => `${count} from ${from} to ${to}` },
    },
    560,
  ),
  trend: trendChart(
    {
      title: 'Taken up from below',
      description: 'Half-year by half-year.',
      points: [0.2, null, 0.4, 0.6].map((value, i) => ({
        ...{ id: `${i}`, value, behind: null, words: `${value}` },
      })),
      ...{ isSteps: false, aim: 0.5, greatest: 1 },
      words: { first: 'Jan 2025', last: 'Jul 2026', tick: String, aim: 'we want at least 0.5' },
    },
    { width: 320, height: 160 },
  ),
  'icon-improvement': variationIcon('improvement-high', 'Better'),
  'icon-fails-target': assuranceIcon('fail', 'Does not reach the target'),
};

describe('drawings', () => {
  test.each(Object.entries(scenes))('%s looks as it was last looked at', async (name, scene) => {
    await expect(svgText(scene, lightPalette)).toMatchFileSnapshot(`charts/${name}.svg`);
  });

  test('carry their words safely', () => {
    const text = svgText(controlChart(model, { width: 560, height: 280 }), lightPalette);
    expect(text).toContain('New triage &amp; &lt;letter&gt;');
  });
});
