import { at } from '../element.ts';
import { fitRandomInterceptModel, type RandomInterceptFit } from '../mixed/random-intercept.ts';
import { cannotEstimate, estimated, type Outcome } from '../outcome.ts';
import { distinct, indicators, intercept, type Term } from '../regression/design.ts';
import { type EffectEstimate, effectEstimate } from '../regression/inference.ts';
import {
  type Panel,
  panelRows,
  periodsOf,
  periodTerms,
  requirePanel,
  rowsByLabel,
} from './panel.ts';

export interface SteppedWedgeEffect {
  /** Effect of being treated, with a normal interval (or t with clusters − 2 when few). */
  readonly effect: EffectEstimate;
  readonly clusters: number;
  readonly periods: number;
  readonly model: RandomInterceptFit;
}

/** With fewer clusters than this the normal interval is too narrow and Student's t is used. */
const manyClusters = 40;

/**
 * Effect of a change that was brought to clusters one step after another (Hussey & Hughes).
 *
 * y = period level + effect × treated + cluster level + error, cluster levels drawn from a normal
 * distribution; REML.
 *
 * Assumes a common movement over time, an effect that starts at once and stays, and errors that are independent given
 * the cluster. `steppedWedgeByExposure` drops the assumption that the effect stays the same.
 *
 * @param panel one row per observation; unit is the cluster
 * @returns not estimable when treated cannot be told from the periods
 * @see Hussey & Hughes (2007); docs/methods/stepped-wedge.md
 */
export function steppedWedgeEffect(panel: Panel, confidence = 0.95): Outcome<SteppedWedgeEffect> {
  requirePanel('steppedWedgeEffect', panel);
  const outcome = fitWedge(panel, [{ name: 'treated', values: panel.treated }]);
  if (outcome.kind === 'not-estimable') return outcome;
  const model = outcome.value;
  const effect = termEffect(model, 'treated', { panel, confidence });
  if (effect === null) return nothingToCompare();
  const clusters = distinct(panel.unit).length;
  const periods = distinct(panel.period).length;
  return estimated({ effect, clusters, periods, model }, outcome.cautions);
}

export interface ExposureEffect {
  /** Number of periods since the cluster changed, 1 for the first. */
  readonly periodsSinceChange: number;
  readonly effect: EffectEstimate;
}

/** The same model with an effect of its own for every number of periods since the change: does it grow or fade? */
export function steppedWedgeByExposure(
  panel: Panel,
  confidence = 0.95,
): Outcome<readonly ExposureEffect[]> {
  requirePanel('steppedWedgeByExposure', panel);
  const exposure = periodsSinceChange(panel);
  const lengths = distinct(exposure).sort((a, b) => a - b);
  const outcome = fitWedge(panel, indicators('exposure', exposure, lengths));
  if (outcome.kind === 'not-estimable') return outcome;
  const effects = lengths.slice(1).flatMap((length) => {
    const effect = termEffect(outcome.value, `exposure${length}`, { panel, confidence });
    return effect === null ? [] : [{ periodsSinceChange: length, effect }];
  });
  return effects.length === 0 ? nothingToCompare() : estimated(effects, outcome.cautions);
}

const fitWedge = (panel: Panel, effects: readonly Term[]): Outcome<RandomInterceptFit> =>
  fitRandomInterceptModel({
    response: panel.outcome,
    terms: [intercept(panel.outcome.length), ...periodTerms(panel), ...effects],
    groups: panel.unit,
    method: 'REML',
  });

function termEffect(
  model: RandomInterceptFit,
  name: string,
  { panel, confidence }: { readonly panel: Panel; readonly confidence: number },
): EffectEstimate | null {
  const position = model.names.indexOf(name);
  if (position < 0) return null;
  const clusters = distinct(panel.unit).length;
  return effectEstimate(
    at(model.coefficients, position),
    Math.sqrt(at(at(model.covariance, position), position)),
    { reference: clusters < manyClusters ? Math.max(1, clusters - 2) : 'normal', confidence },
  );
}

/** 0 before a unit changes, then 1, 2, … counted over the periods in which it is treated. */
function periodsSinceChange(panel: Panel): number[] {
  const exposure = panel.outcome.map(() => 0);
  for (const rows of rowsByLabel(panel.unit).values()) {
    const treatedRows = rows.filter((row) => at(panel.treated, row) > 0);
    const periods = periodsOf(panelRows(panel, treatedRows));
    for (const row of treatedRows) exposure[row] = periods.indexOf(at(panel.period, row)) + 1;
  }
  return exposure;
}

const nothingToCompare = <T>(): Outcome<T> =>
  cannotEstimate(
    'nothing-to-compare',
    'Treated cannot be told from the periods: clusters must change at different times.',
  );
