import { at } from '../element.ts';
import type { Matrix } from '../linear-algebra/matrix.ts';
import { type Caution, cannotEstimate, estimated, type Outcome } from '../outcome.ts';
import {
  clusterAdjustments,
  clusterCovariance,
  satterthwaiteDegreesOfFreedom,
} from '../regression/cluster-covariance.ts';
import { distinct, type Term } from '../regression/design.ts';
import { type EffectEstimate, effectEstimate, withoutScatter } from '../regression/inference.ts';
import {
  classicalCovariance,
  fitLinearModel,
  type LinearFit,
} from '../regression/least-squares.ts';
import {
  adoptionPeriods,
  centredWithin,
  type Label,
  type Panel,
  periodTerms,
  requirePanel,
  rowsByLabel,
} from './panel.ts';

/** Below this the t approximation is not to be trusted (Pustejovsky & Tipton 2018). */
const trustworthyDegreesOfFreedom = 4;
/** With fewer units, or units that change, errors by unit run too small whatever their form (MacKinnon & Webb 2018). */
const advisedUnitsOnASide = 5;
/** A cluster error this far below the classical one is rounding, not information. */
const rounding = 1e-7;

export interface DifferenceInDifferences {
  /** Effect with the CR2 standard error and Satterthwaite degrees of freedom. */
  readonly effect: EffectEstimate;
  /** Degrees of freedom of the interval. */
  readonly degreesOfFreedom: number;
  /** The same effect's other standard errors, for comparison. */
  readonly standardErrors: {
    readonly classical: number;
    readonly CR0: number;
    readonly CR1: number;
    readonly CR2: number;
  };
  readonly rows: number;
  readonly units: number;
  /** Units whose treatment changes within the panel: they alone carry the effect. */
  readonly changingUnits: number;
}

/**
 * Difference in differences with unit and period fixed effects:
 * y = unit level + period level + effect × treated + error.
 *
 * Assumes that without the change, units would have moved in parallel (`preTrendDifference` looks at the time
 * before) and that the change of one unit does not touch another. When units changed at different times
 * and the effect grows or fades, use `stackedDifferenceInDifferences`: this model then compares late changers
 * with early ones.
 *
 * Units are centred out (Frisch–Waugh–Lovell), periods are 0/1 columns; standard errors by unit as in
 * `clusterCovariance`.
 *
 * @param panel one row per unit and period, treated 0…1
 * @param confidence of the interval
 * @returns not estimable when no unit changes, or all change at once so that nothing is left to compare with
 * @example three units change by 4, 5, 6 and three others by 2, 1, 3: effect 3, CR2 error √(1/3 + 1/3)
 * @see Angrist & Pischke (2009) chapter 5; docs/methods/difference-in-differences.md
 */
export function differenceInDifferences(
  panel: Panel,
  confidence = 0.95,
): Outcome<DifferenceInDifferences> {
  requirePanel('differenceInDifferences', panel);
  const outcome = fixedEffectsEffect({
    panel,
    terms: [...periodTerms(panel), { name: 'treated', values: panel.treated }],
    levels: panel.unit,
    clusters: panel.unit,
    confidence,
  });
  if (outcome.kind === 'not-estimable') return outcome;
  const isStaggered = distinct([...adoptionPeriods(panel).values()]).length > 1;
  return estimated(outcome.value, [...outcome.cautions, ...(isStaggered ? [staggered] : [])]);
}

const staggered: Caution = {
  code: 'staggered-adoption',
  message:
    'Units changed at different times; if the effect grows or fades this estimate mixes them. Compare with the stacked estimate.',
};

interface FixedEffectsModel {
  readonly panel: Panel;
  /** The term of interest last. */
  readonly terms: readonly Term[];
  /** Groups with a level of their own, taken out by centring. */
  readonly levels: readonly Label[];
  readonly clusters: readonly Label[];
  readonly confidence: number;
}

/** Effect of the last term when every level group has a level of its own. */
export function fixedEffectsEffect(model: FixedEffectsModel): Outcome<DifferenceInDifferences> {
  const { panel, terms, levels, clusters } = model;
  const units = distinct(clusters).length;
  if (units < 2) {
    return cannotEstimate(
      'too-few-units',
      `${units} units; at least two are needed to compare, and more to judge.`,
    );
  }
  const outcome = fitLinearModel({
    response: centredWithin(panel.outcome, levels),
    terms: terms.map(({ name, values }) => ({ name, values: centredWithin(values, levels) })),
    absorbed: distinct(levels).length,
  });
  if (outcome.kind === 'not-estimable') return outcome;
  const fit = outcome.value;
  if (fit.aliased.includes(at(terms, terms.length - 1).name)) {
    return cannotEstimate(
      'nothing-to-compare',
      'No unit changes, or all change at the same time: no comparison is left. Add units that do not change, or change later.',
    );
  }
  return fit.residualSumOfSquares === 0 ? withoutScatter() : judge(fit, model);
}

function judge(fit: LinearFit, model: FixedEffectsModel): Outcome<DifferenceInDifferences> {
  const { panel, clusters, confidence } = model;
  const position = fit.names.length - 1;
  const contrast = fit.names.map((_, k) => (k === position ? 1 : 0));
  const errorFrom = (covariance: Matrix): number =>
    Math.sqrt(at(at(covariance, position), position));
  const adjustments = clusterAdjustments(fit, clusters);
  const standardErrors = {
    classical: errorFrom(classicalCovariance(fit)),
    CR0: errorFrom(clusterCovariance(fit, clusters, 'CR0')),
    CR1: errorFrom(clusterCovariance(fit, clusters, 'CR1')),
    CR2: errorFrom(clusterCovariance(fit, clusters, 'CR2', adjustments)),
  };
  if (!(standardErrors.CR2 > rounding * standardErrors.classical)) return tooFewChanging();
  const degreesOfFreedom = satterthwaiteDegreesOfFreedom(fit, clusters, contrast, adjustments);
  const effect = effectEstimate(at(fit.coefficients, position), standardErrors.CR2, {
    reference: degreesOfFreedom,
    confidence,
  });
  const changingUnits = unitsThatChange(panel);
  const units = distinct(clusters).length;
  return estimated(
    {
      effect,
      degreesOfFreedom,
      standardErrors,
      rows: panel.outcome.length,
      units,
      changingUnits,
    },
    fewUnitsCautions(degreesOfFreedom, units, changingUnits),
  );
}

/** Units with both treated and untreated rows, or with different shares. */
function unitsThatChange(panel: Panel): number {
  const groups = [...rowsByLabel(panel.unit).values()];
  return groups.filter((rows) => new Set(rows.map((row) => at(panel.treated, row))).size > 1)
    .length;
}

const tooFewChanging = (): Outcome<DifferenceInDifferences> =>
  cannotEstimate(
    'too-few-units',
    'Too few units change for the scatter between units to be judged; more units that change are needed.',
  );

function fewUnitsCautions(
  degreesOfFreedom: number,
  units: number,
  changingUnits: number,
): Caution[] {
  const isFew =
    degreesOfFreedom < trustworthyDegreesOfFreedom ||
    Math.min(changingUnits, units) < advisedUnitsOnASide;
  return isFew
    ? [
        {
          code: 'few-units',
          message: `${changingUnits} of ${units} units change (${advisedUnitsOnASide} advised), worth ${degreesOfFreedom.toFixed(1)} degrees of freedom: the interval is rough.`,
        },
      ]
    : [];
}
