import { gammaQuantile, gammaUpperQuantile } from '../distributions/gamma.ts';
import { at } from '../element.ts';
import { cannotEstimate, estimated, type Outcome } from '../outcome.ts';
import { requireSameLength } from '../requirements.ts';
import { sum } from '../summary/sum.ts';
import { byarInterval, exactRateInterval, type Interval } from './intervals.ts';

export interface DirectStandardisationRequest {
  /** Events in each stratum (for instance age band) of the unit. */
  readonly events: readonly number[];
  /** Persons or person-time in each stratum of the unit. */
  readonly population: readonly number[];
  /** The standard population's size in each stratum; only the proportions matter. */
  readonly standard: readonly number[];
  readonly level?: number | undefined;
}

export interface StandardisedRate {
  readonly crudeRate: number;
  readonly rate: number;
  readonly interval: Interval;
}

/**
 * Directly standardised rate with the gamma interval of Fay and Feuer.
 *
 * With wᵢ the share of stratum i in the standard population: rate y = Σ wᵢ xᵢ/nᵢ,
 * v = Σ wᵢ² xᵢ/nᵢ², w_m = max wᵢ/nᵢ. Lower: quantile of a gamma with shape y²/v and scale v/y; upper:
 * of one with shape (y + w_m)²/(v + w_m²) and scale (v + w_m²)/(y + w_m).
 *
 * Strata in which the unit has nobody are not estimable: merge strata or leave the unit out.
 *
 * @returns rates per unit of population (not per 1,000)
 * @throws RangeError for lists of different length or negative numbers
 * @see Fay MP, Feuer EJ. Stat Med 1997;16:791–801. docs/methods/standardisation.md
 */
export function directlyStandardisedRate(
  request: DirectStandardisationRequest,
): Outcome<StandardisedRate> {
  const { events, population, standard } = request;
  requireStrata('directlyStandardisedRate', events, population, standard);
  const reason = reasonAgainst(population, standard);
  if (reason !== null) return reason;
  const total = sum(standard);
  const weights = standard.map((size) => size / total);
  const perHead = weights.map((weight, i) => weight / at(population, i));
  const rate = sum(perHead.map((share, i) => share * at(events, i)));
  const variance = sum(perHead.map((share, i) => share * share * at(events, i)));
  return estimated({
    crudeRate: sum(events) / sum(population),
    rate,
    interval: fayFeuer(rate, variance, Math.max(...perHead), request.level ?? 0.95),
  });
}

function fayFeuer(rate: number, variance: number, largest: number, level: number): Interval {
  const tail = (1 - level) / 2;
  const raised = rate + largest;
  const raisedVariance = variance + largest * largest;
  return {
    lower: rate === 0 ? 0 : gammaQuantile(tail, (rate * rate) / variance, rate / variance),
    upper: gammaUpperQuantile(tail, (raised * raised) / raisedVariance, raised / raisedVariance),
  };
}

function requireStrata(name: string, ...lists: (readonly number[])[]): void {
  const [first = []] = lists;
  lists.forEach((list) => {
    requireSameLength(first, list, `${name}: strata`);
    const wrong = list.find((value) => !(Number.isFinite(value) && value >= 0));
    if (wrong !== undefined) {
      throw new RangeError(`${name}: a stratum holds ${wrong}; numbers of 0 or more are needed`);
    }
  });
}

function reasonAgainst(
  population: readonly number[],
  standard: readonly number[],
): Outcome<never> | null {
  if (!(sum(standard) > 0)) {
    return cannotEstimate(
      'no-standard-population',
      'The standard population is empty; give its size per stratum.',
    );
  }
  const empty = population.filter((size) => size === 0).length;
  if (empty === 0) return null;
  return cannotEstimate(
    'empty-stratum',
    `${empty} strata have nobody at risk, so their rates are unknown. Merge strata or leave the unit out.`,
  );
}

export interface IndirectStandardisationRequest {
  /** All events observed in the unit. */
  readonly observed: number;
  /** Persons or person-time in each stratum of the unit. */
  readonly population: readonly number[];
  /** The reference rate in each stratum, per unit of population. */
  readonly referenceRates: readonly number[];
  readonly interval?: 'exact' | 'byar' | undefined;
  readonly level?: number | undefined;
}

export interface StandardisedRatio {
  readonly observed: number;
  readonly expected: number;
  /** Observed over expected; 1 means as the reference. */
  readonly ratio: number;
  readonly interval: Interval;
}

/**
 * Indirectly standardised ratio (SMR): observed events over those expected at the reference rates.
 *
 * expected E = Σ nᵢ λᵢ; ratio O/E; interval that of the Poisson count O over E.
 *
 * Two units with different populations are not comparable with each other by their SMRs, only each
 * with the reference.
 *
 * @see docs/methods/standardisation.md
 */
export function indirectlyStandardisedRatio(
  request: IndirectStandardisationRequest,
): Outcome<StandardisedRatio> {
  const { observed, population, referenceRates } = request;
  requireStrata('indirectlyStandardisedRatio', population, referenceRates);
  const expected = sum(population.map((size, i) => size * at(referenceRates, i)));
  if (!(expected > 0)) {
    return cannotEstimate(
      'no-expected-events',
      'No events are expected at the reference rates; the ratio has no meaning.',
    );
  }
  const interval = request.interval === 'byar' ? byarInterval : exactRateInterval;
  return estimated({
    observed,
    expected,
    ratio: observed / expected,
    interval: interval(observed, expected, request.level),
  });
}
