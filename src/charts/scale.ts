export interface Scale {
  readonly low: number;
  readonly high: number;
  readonly at: (value: number) => number;
}

/** A straight line from the values low…high to the pixels from…to. */
export function scaleBetween(
  values: { readonly low: number; readonly high: number },
  pixels: { readonly from: number; readonly to: number },
): Scale {
  const span = values.high - values.low;
  const middle = (pixels.from + pixels.to) / 2;
  return {
    low: values.low,
    high: values.high,
    at: (value) =>
      span === 0 ? middle : pixels.from + ((value - values.low) / span) * (pixels.to - pixels.from),
  };
}

/** Steps that people count in. */
const stepsInTen = [1, 2, 5, 10];

/** Round values within low…high, about `count` of them, evenly apart. */
export function roundTicks(low: number, high: number, count: number): readonly number[] {
  const span = high - low;
  if (!(span > 0) || count < 1) return [low];
  const power = 10 ** Math.floor(Math.log10(span / count));
  const step = power * (stepsInTen.find((s) => span / (s * power) <= count) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) =>
    Number(((first + i) * step).toPrecision(12)),
  );
}

export interface Bounds {
  /** The least and the greatest value the measure can have at all; null where there is none. */
  readonly least: number | null;
  readonly greatest: number | null;
}

/** How far below the top a range may begin, as a share of the top, before it begins at zero instead. */
const nearZeroShare = 0.35;

/**
 * The part of the axis a chart shows: everything drawn, a little air, and zero when zero is near.
 * An axis of a measure far from zero does not begin there, since the question is whether it moved.
 */
export function axisRange(
  values: readonly number[],
  bounds: Bounds,
): { low: number; high: number } {
  if (values.length === 0) return { low: bounds.least ?? 0, high: bounds.greatest ?? 1 };
  const low = Math.min(...values);
  const high = Math.max(...values);
  // Values that differ by less than can be read count as equal.
  const spread = high - low > Math.abs(high) * 1e-6 ? high - low : 0;
  const air = spread * 0.08 || Math.abs(high) * 0.1 || 1;
  const least = bounds.least ?? Number.NEGATIVE_INFINITY;
  const greatest = bounds.greatest ?? Number.POSITIVE_INFINITY;
  const top = Math.min(greatest, high + air);
  const bottom = Math.max(least, low - air);
  const nearZero = bottom > 0 && bottom < nearZeroShare * top;
  return { low: nearZero && least <= 0 ? 0 : bottom, high: top };
}
