import { at, positions } from '../element.ts';
import { cannotEstimate, estimated, type Outcome, outOfRange } from '../outcome.ts';
import { requirePositive, requireProbability } from '../requirements.ts';
import { type OddsChange, outcomeWeight, requireOdds } from './risk-adjusted-cusum.ts';

/** How finely one unit of log odds is cut; the average run length is then right to about 0.5 %. */
const STATES_PER_UNIT = 150;

/** Charts with a higher threshold than this are not considered. */
const LARGEST_THRESHOLD = 20;

export interface RunLengthRequest {
  /** Risks of the cases to come; each is taken as equally likely. Give the unit's own past cases. */
  readonly risks: readonly number[];
  readonly oddsRatio: OddsChange;
  /** The odds ratio that really holds: 1 in control, 2 when the odds have doubled. */
  readonly trueOddsRatio?: number | undefined;
}

/** A step of the sum with its probability. */
interface Step {
  readonly size: number;
  readonly probability: number;
}

function stepsOf({ risks, oddsRatio, trueOddsRatio = 1 }: RunLengthRequest): Step[] {
  return risks.flatMap((risk) => {
    const event = (trueOddsRatio * risk) / (1 - risk + trueOddsRatio * risk);
    return [
      { size: outcomeWeight(risk, 1, oddsRatio), probability: event / risks.length },
      { size: outcomeWeight(risk, 0, oddsRatio), probability: (1 - event) / risks.length },
    ];
  });
}

/**
 * Average number of cases until a risk-adjusted CUSUM signals, by a Markov chain.
 *
 * The sum is cut into equal states between 0 and h; each step is split between the two nearest states
 * so that its mean is kept. With Q the transition probabilities among states below h, the run lengths
 * solve (I − Q) L = 1, and the answer is L at 0. I − Q is diagonally dominant, so plain elimination
 * is safe; it is a band, as one case moves the sum only so far.
 *
 * @returns not estimable without risks, or when no step can ever raise the sum
 * @see Knoth S, Wittenberg P, Gan FF. Stat Med 2019;38:2206–18. docs/methods/risk-adjusted-cusum.md
 */
export function averageRunLength(
  request: RunLengthRequest & { readonly threshold: number },
): Outcome<number> {
  requireOdds(request.oddsRatio);
  requirePositive(request.threshold, 'averageRunLength: threshold');
  if (request.threshold > LARGEST_THRESHOLD) {
    throw new RangeError(
      `averageRunLength: threshold is ${request.threshold}, at most ${LARGEST_THRESHOLD}`,
    );
  }
  for (const risk of request.risks) requireProbability(risk, 'averageRunLength: risk');
  const steps = stepsOf(request);
  if (!steps.some(({ size, probability }) => size > 0 && probability > 0)) return neverSignals();
  const length = runLengthFrom(steps, request.threshold);
  return Number.isFinite(length) && length > 0 ? estimated(length) : outOfRange();
}

const neverSignals = (): Outcome<number> =>
  cannotEstimate(
    'never-signals',
    'No outcome of these cases can raise the sum, so it never signals. Give the risks of real cases.',
  );

function runLengthFrom(steps: readonly Step[], threshold: number): number {
  const states = Math.ceil(STATES_PER_UNIT * threshold);
  const width = threshold / states;
  const moves = new Map<number, number>();
  const add = (move: number, probability: number): void => {
    moves.set(move, (moves.get(move) ?? 0) + probability);
  };
  for (const { size, probability } of steps) {
    const exact = size / width;
    const below = Math.floor(exact);
    add(below, probability * (below + 1 - exact));
    add(below + 1, probability * (exact - below));
  }
  return solveAtZero(chainOf(moves, states));
}

/** A square matrix whose entries all lie within `below` places left and `above` right of the diagonal. */
interface BandMatrix {
  readonly below: number;
  readonly above: number;
  /** Row r holds columns r − below … r + above. */
  readonly rows: readonly Float64Array[];
}

/** I − Q: from each state to every state below the threshold; a sum below 0 counts as 0. */
function chainOf(moves: ReadonlyMap<number, number>, states: number): BandMatrix {
  const below = Math.min(states - 1, Math.max(0, ...[...moves.keys()].map((move) => -move)));
  const above = Math.min(states - 1, Math.max(0, ...moves.keys()));
  const rows = positions(states).map((from) => {
    const row = new Float64Array(below + above + 1);
    row[below] = 1;
    for (const [move, probability] of moves) {
      const to = Math.max(0, from + move);
      if (to < states) row[to - from + below] = at(row, to - from + below) - probability;
    }
    return row;
  });
  return { below, above, rows };
}

/** First entry of the solution for a right side of ones, by elimination from the far end upwards. */
function solveAtZero({ below, above, rows }: BandMatrix): number {
  const right = new Float64Array(rows.length).fill(1);
  for (let pivot = rows.length - 1; pivot > 0; pivot -= 1) {
    const source = at(rows, pivot);
    for (let r = Math.max(0, pivot - above); r < pivot; r += 1) {
      const row = at(rows, r);
      const factor = at(row, pivot - r + below) / at(source, below);
      if (factor === 0) continue;
      const shift = pivot - r;
      for (let c = 0; c < below; c += 1) {
        row[c + shift] = (row[c + shift] ?? 0) - factor * (source[c] ?? 0);
      }
      right[r] = at(right, r) - factor * at(right, pivot);
    }
  }
  return at(right, 0) / at(at(rows, 0), below);
}

const THRESHOLD_PRECISION = 1e-3;

/**
 * The threshold h at which a risk-adjusted CUSUM in control signals once in `runLength` cases on
 * average; found by halving, as longer thresholds mean longer runs. Right to 0.001.
 *
 * @see docs/methods/risk-adjusted-cusum.md
 */
export function riskAdjustedThreshold(
  request: RunLengthRequest & { readonly runLength: number },
): Outcome<number> {
  requireOdds(request.oddsRatio);
  requirePositive(request.runLength, 'riskAdjustedThreshold: run length');
  const steps = stepsOf({ ...request, trueOddsRatio: request.oddsRatio.unchanged });
  if (!steps.some(({ size, probability }) => size > 0 && probability > 0)) return neverSignals();
  let low = 0;
  let high = 1;
  while (high < LARGEST_THRESHOLD && runLengthFrom(steps, high) < request.runLength) {
    low = high;
    high *= 2;
  }
  while (high - low > THRESHOLD_PRECISION) {
    const middle = (low + high) / 2;
    if (runLengthFrom(steps, middle) < request.runLength) low = middle;
    else high = middle;
  }
  return estimated((low + high) / 2);
}
