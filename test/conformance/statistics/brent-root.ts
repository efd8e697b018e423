/** The tolerance at which R's uniroot stops unless told otherwise: the fourth root of machine epsilon. */
export const UNIROOT_TOLERANCE = Number.EPSILON ** 0.25;

interface Points {
  /** The iterate before the best one. */
  readonly a: number;
  readonly fa: number;
  /** The best estimate so far. */
  readonly b: number;
  readonly fb: number;
  /** A point on the other side of the root. */
  readonly c: number;
  readonly fc: number;
}

/**
 * Brent's root finder with the stopping rule of R's uniroot.
 *
 * Some reference values are roots that uniroot gave up at its default tolerance, so they are right to
 * about 1e-4 only. Stopping at the same point is the one way to compare with them more closely.
 *
 * @see Brent RP. Algorithms for minimization without derivatives. 1973, chapter 4.
 */
export function brentRoot(f: (x: number) => number, low: number, high: number): number {
  const atLow = f(low);
  const atHigh = f(high);
  if (atLow === 0) return low;
  if (atHigh === 0) return high;
  let points: Points = { a: low, fa: atLow, b: high, fb: atHigh, c: low, fc: atLow };
  for (let step = 0; step < 1000; step += 1) {
    const previous = points.b - points.a;
    points = bestFirst(points);
    const tolerance = 2 * Number.EPSILON * Math.abs(points.b) + UNIROOT_TOLERANCE / 2;
    const half = (points.c - points.b) / 2;
    if (Math.abs(half) <= tolerance || points.fb === 0) return points.b;
    points = advanced(points, nextMove(points, { previous, half, tolerance }), f);
  }
  return points.b;
}

const bestFirst = (p: Points): Points =>
  Math.abs(p.fc) < Math.abs(p.fb) ? { a: p.b, fa: p.fb, b: p.c, fb: p.fc, c: p.b, fc: p.fb } : p;

interface Steps {
  readonly previous: number;
  readonly half: number;
  readonly tolerance: number;
}

/** Interpolation when it is trusted, bisection otherwise; never less than the tolerance. */
function nextMove(points: Points, { previous, half, tolerance }: Steps): number {
  const mayInterpolate =
    Math.abs(previous) >= tolerance && Math.abs(points.fa) > Math.abs(points.fb);
  const move = mayInterpolate ? interpolated(points, { previous, half, tolerance }) : half;
  if (Math.abs(move) >= tolerance) return move;
  return move > 0 ? tolerance : -tolerance;
}

function interpolated(
  { a, fa, b, fb, c, fc }: Points,
  { previous, half, tolerance }: Steps,
): number {
  const width = c - b;
  const r = fb / fa;
  let p = width * r;
  let q = 1 - r;
  if (a !== c) {
    const s = fa / fc;
    const t = fb / fc;
    p = r * (width * s * (s - t) - (b - a) * (t - 1));
    q = (s - 1) * (t - 1) * (r - 1);
  }
  if (p > 0) q = -q;
  else p = -p;
  const isInside = p < 0.75 * width * q - Math.abs(tolerance * q) / 2;
  return isInside && p < Math.abs((previous * q) / 2) ? p / q : half;
}

function advanced({ b, fb, c, fc }: Points, move: number, f: (x: number) => number): Points {
  const next = b + move;
  const value = f(next);
  const sameSide = value > 0 === fc > 0 && value !== 0;
  return sameSide
    ? { a: b, fa: fb, b: next, fb: value, c: b, fc: fb }
    : { a: b, fa: fb, b: next, fb: value, c, fc };
}
