import { describe, expect, test } from 'vitest';
import {
  assuranceIcon,
  besideChart,
  type ControlChartModel,
  type ControlPoint,
  controlChart,
  effectChart,
  lightPalette,
  type Scene,
  sparkChart,
  svgText,
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
