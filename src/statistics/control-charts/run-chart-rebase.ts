import { cannotEstimate, estimated, type Outcome } from '../outcome.ts';
import { median } from '../summary/order.ts';
import { differenceBeyondRounding } from '../summary/rounding.ts';
import type { Series } from './chart-request.ts';

export interface RunRebaseRequest {
  readonly values: Series;
  /** How many points set the first median. */
  readonly baselinePoints: number;
  /** How many useful points in a row on one side make a run sustained. */
  readonly runLength: number;
  readonly direction: 'above' | 'below' | 'both';
}

/** A median with the points it was taken from, as positions counted from 0. */
export interface RunSegment {
  readonly kind: 'baseline' | 'sustained';
  readonly median: number;
  readonly start: number;
  readonly end: number;
}

/**
 * Run chart with a new median for every sustained run: the median of the first points, then, each
 * time `runLength` useful points in a row lie on the stated side, the median of those points, and the
 * search goes on behind them. Points on the median and gaps are passed over.
 *
 * This shows what automatic rebasing would do; on a team's chart it is a proposal to accept.
 *
 * @returns not estimable when fewer points than the baseline needs are there
 * @see Perla RJ, Provost LP, Murray SK. The run chart. BMJ Qual Saf 2011;20:46–51.
 * @see docs/methods/run-chart.md
 */
export function rebaseOnSustainedRuns(request: RunRebaseRequest): Outcome<readonly RunSegment[]> {
  const { values, baselinePoints } = request;
  const first = values.slice(0, baselinePoints).filter((value) => value !== null);
  if (values.length < baselinePoints || first.length === 0) return cannotEstimate('too-few-points');
  const segments: RunSegment[] = [
    { kind: 'baseline', median: median(first), start: 0, end: baselinePoints - 1 },
  ];
  for (let next = nextRun(request, segments); next !== null; next = nextRun(request, segments)) {
    segments.push(next);
  }
  return estimated(segments);
}

/** The first sustained run behind the latest segment. */
function nextRun(request: RunRebaseRequest, segments: readonly RunSegment[]): RunSegment | null {
  const latest = segments.at(-1);
  if (latest === undefined) return null;
  let members: { position: number; value: number }[] = [];
  let side = 0;
  for (let position = latest.end + 1; position < request.values.length; position += 1) {
    const value = request.values[position] ?? null;
    const here = value === null ? 0 : Math.sign(differenceBeyondRounding(value, latest.median));
    if (value === null || here === 0) continue;
    members = here === side ? [...members, { position, value }] : [{ position, value }];
    side = here;
    if (members.length === request.runLength && countsOn(side, request.direction)) {
      return sustained(members);
    }
  }
  return null;
}

const countsOn = (side: number, direction: RunRebaseRequest['direction']): boolean =>
  direction === 'both' || side > 0 === (direction === 'above');

const sustained = (members: readonly { position: number; value: number }[]): RunSegment => ({
  kind: 'sustained',
  median: median(members.map(({ value }) => value)),
  start: members[0]?.position ?? 0,
  end: members.at(-1)?.position ?? 0,
});
