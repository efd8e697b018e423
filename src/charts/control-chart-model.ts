export type ChartRule = 'outside-limits' | 'shift' | 'trend' | 'two-of-three';
export type ChartReading = 'improvement' | 'concern' | 'neutral' | 'none';

/** One month of a control chart, as the reading of the series left it. Nothing is computed from it here but places. */
export interface ControlPoint {
  readonly month: string;
  readonly value: number | null;
  readonly centre: number | null;
  readonly lower3Sigma: number | null;
  readonly upper3Sigma: number | null;
  readonly rules: readonly ChartRule[];
  readonly reading: ChartReading;
}

export interface Flag {
  readonly month: string;
  /** What the flag is called in the list below the chart, for example '1'. */
  readonly mark: string;
  readonly label: string;
  readonly kind: 'change' | 'recalculation' | 'challenge' | 'recording';
}

/** How the reader's language says numbers and months; the drawing itself speaks none. */
export interface ChartWords {
  /** A value with its unit: '19 days'. */
  readonly value: (value: number) => string;
  /** A value on the axis, without its unit: '20'. */
  readonly tick: (value: number) => string;
  /** '2026-10' → 'Oct 2026'. */
  readonly month: (month: string) => string;
  readonly centre: (value: number) => string;
  readonly target: (value: number) => string;
  /** What a point says when it is pointed at: month, value, and why it is a signal. */
  readonly point: (point: ControlPoint) => string;
}

export interface ControlChartModel {
  readonly title: string;
  readonly description: string;
  /** The unit of the axis: '%', 'days', 'per 1 000 bed days'. */
  readonly unit: string;
  /** In month order. Months that are absent are gaps, like months without a value. */
  readonly points: readonly ControlPoint[];
  /** First month of each part after the first. */
  readonly recalculatedFrom: readonly string[];
  readonly target: number | null;
  readonly least: number | null;
  readonly greatest: number | null;
  readonly flags: readonly Flag[];
  readonly words: ChartWords;
}
