import type { Measure } from '#cql';
import {
  exactRateInterval,
  funnelOfMeans,
  funnelPlot,
  meanInterval,
  type SumOfValues,
  wilsonInterval,
} from '#statistics';
import { measuredValue } from '../results/monthly-result.ts';

/** What one unit counted over the compared period. */
export interface UnitTotal {
  readonly unitId: string;
  readonly numerator: number;
  readonly denominator: number;
  readonly sumOfSquares: number;
}

/** One unit beside the others: its value with a 95 % interval, and where it lies in the funnel. */
export interface UnitBeside extends UnitTotal {
  readonly value: number | null;
  readonly lower95: number | null;
  readonly upper95: number | null;
  /** Outside the 99.8 % limits of the units compared, allowing for variation between units; 'none' when that cannot be said. */
  readonly funnel: 'within' | 'above' | 'below' | 'none';
}

export interface UnitsBeside {
  readonly centre: number | null;
  readonly units: readonly UnitBeside[];
}

type ComparedMeasure = Pick<Measure, 'scoring' | 'multiplier'>;

/** Fewer units than this with cases make no funnel: chance between units cannot be told from the rest. */
export const funnelUnitsMin = 5;
/** Share of units at each end that must not set the spread they are judged by. */
const trimShare = 0.1;

/**
 * Units beside each other, never ranked: value, 95 % interval and place in a funnel with 99.8 % limits.
 *
 * Proportions: Wilson interval, funnel on the arcsine scale. Rates: exact Poisson interval, funnel of observed to
 * expected on the square-root scale. Means: t interval, funnel centre ± 3.09 √(s²/n + τ²). All funnels allow for variation between units
 * (τ², DerSimonian and Laird, from winsorised z-scores), so that a unit is named only when it differs more than units do from each other.
 *
 * @see docs/methods/units-beside.md
 */
export function unitsBeside(measure: ComparedMeasure, totals: readonly UnitTotal[]): UnitsBeside {
  const numerator = totals.reduce((sum, total) => sum + total.numerator, 0);
  const denominator = totals.reduce((sum, total) => sum + total.denominator, 0);
  const places = funnelPlaces(measure, totals, numerator / denominator);
  return {
    centre: measuredValue({ numerator, denominator }, measure.multiplier),
    units: totals.map((total, i) => ({
      ...total,
      value: measuredValue(total, measure.multiplier),
      ...intervalOf(measure, total),
      funnel: places[i] ?? 'none',
    })),
  };
}

type Place = UnitBeside['funnel'];

function funnelPlaces(
  { scoring }: ComparedMeasure,
  totals: readonly UnitTotal[],
  centre: number,
): readonly Place[] {
  const compared = totals.filter((total) => total.denominator > (scoring === 'continuous' ? 1 : 0));
  if (compared.length < funnelUnitsMin || !(centre > 0)) return totals.map(() => 'none');
  const places = new Map<string, Place>();
  const found =
    scoring === 'continuous' ? placesOfMeans(compared) : placesOfCounts(compared, scoring, centre);
  compared.forEach(({ unitId }, i) => {
    places.set(unitId, found[i] ?? 'none');
  });
  return totals.map(({ unitId }) => places.get(unitId) ?? 'none');
}

function placesOfCounts(
  totals: readonly UnitTotal[],
  scoring: 'proportion' | 'ratio',
  centre: number,
): readonly Place[] {
  const funnel = funnelPlot({
    kind: scoring === 'proportion' ? 'proportion' : 'standardised-ratio',
    ratioScale: 'square-root',
    numerators: totals.map(({ numerator }) => numerator),
    denominators: totals.map(({ denominator }) =>
      scoring === 'proportion' ? denominator : centre * denominator,
    ),
    trimShare,
  });
  if (funnel.kind === 'not-estimable') return [];
  return funnel.value.units.map((unit) => {
    if (unit === null) return 'none';
    const { lower998, upper998 } = unit.adjustedLimits ?? unit.limits;
    return placeOf(unit.value, lower998, upper998);
  });
}

function placesOfMeans(totals: readonly UnitTotal[]): readonly Place[] {
  const funnel = funnelOfMeans(totals.map(sumsOf), trimShare);
  if (funnel.kind === 'not-estimable') return [];
  return funnel.value.units.map(({ value, lower998, upper998 }) =>
    placeOf(value, lower998, upper998),
  );
}

const sumsOf = ({ numerator, denominator, sumOfSquares }: UnitTotal): SumOfValues => ({
  count: denominator,
  total: numerator,
  sumOfSquares,
});

const placeOf = (value: number, lower: number, upper: number): Place =>
  value > upper ? 'above' : value < lower ? 'below' : 'within';

function intervalOf({ scoring, multiplier }: ComparedMeasure, total: UnitTotal) {
  const { numerator, denominator } = total;
  if (denominator <= 0 || (scoring === 'continuous' && denominator < 2))
    return { lower95: null, upper95: null };
  const { lower, upper } =
    scoring === 'proportion'
      ? wilsonInterval(numerator, denominator)
      : scoring === 'ratio'
        ? exactRateInterval(numerator, denominator)
        : meanInterval(sumsOf(total));
  return { lower95: multiplier * lower, upper95: multiplier * upper };
}
