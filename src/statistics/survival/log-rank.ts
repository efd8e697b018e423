import { chiSquaredUpperTail } from '../distributions/chi-squared.ts';
import { at, positions } from '../element.ts';
import { solvePositiveDefinite } from '../linear-algebra/cholesky.ts';
import { addMatrices, scaleMatrix } from '../linear-algebra/matrix.ts';
import { dot } from '../linear-algebra/vector.ts';
import { cannotEstimate, estimated, type Outcome } from '../outcome.ts';
import { distinct } from '../regression/design.ts';
import { requireSameLength } from '../requirements.ts';
import {
  type FollowUp,
  pickFollowUp,
  type RiskSet,
  requireFollowUp,
  riskTable,
} from './risk-table.ts';

type Label = string | number;

export interface LogRankTest {
  readonly groups: readonly {
    readonly group: Label;
    readonly rows: number;
    /** Events seen, and expected had all groups had the same hazard (weighted in the Peto form). */
    readonly observed: number;
    readonly expected: number;
  }[];
  readonly statistic: number;
  readonly degreesOfFreedom: number;
  readonly pValue: number;
}

/**
 * Log-rank test: do groups differ in when the event happens?
 *
 * Strongest when one hazard is a constant multiple of the other, weak when curves cross; assumes
 * censoring unrelated to prognosis. At every event time, expected events are shared in proportion to those at risk:
 * E_j = Σ w d n_j/n, V_jk = Σ w² d (n − d)/(n − 1) (n_j/n)(δ_jk − n_k/n); statistic (O − E)ᵀ V⁻¹ (O − E)
 * without the first group, χ² with groups − 1 degrees of freedom.
 *
 * @param weight log-rank: w = 1, all times alike; peto: w = survival just before t, early times count more
 * @returns not estimable with fewer than two groups with anyone at risk, or no events
 * @example a: events at 1 and 3; b: at 2, censored at 4: E_a = 2/4 + 1/3 + 1/2, V = 13/18, statistic 0.615
 * @see Mantel (1966); Peto & Peto (1972); docs/methods/survival.md
 */
export function logRankTest(
  data: FollowUp,
  groups: readonly Label[],
  weight: 'log-rank' | 'peto' = 'log-rank',
): Outcome<LogRankTest> {
  requireFollowUp('logRankTest', data);
  requireSameLength(data.time, groups, 'logRankTest: time and groups');
  const labels = distinct(groups);
  const tables = labels.map((label) => {
    const rows = positions(groups.length).filter((row) => groups[row] === label);
    return { rows: rows.length, table: riskTable(pickFollowUp(data, rows)) };
  });
  const totals = accumulate(
    riskTable(data),
    tables.map(({ table }) => table),
    weight,
  );
  const used = positions(labels.length).filter((g) => at(totals.expected, g) > 0);
  if (used.length < 2) return noComparison(labels.length);
  const judged = used.slice(1);
  const excess = judged.map((g) => at(totals.observed, g) - at(totals.expected, g));
  const variance = judged.map((g) => judged.map((h) => at(at(totals.variance, g), h)));
  const solved = solvePositiveDefinite(variance, excess);
  if (solved === null) return noComparison(labels.length);
  const statistic = dot(solved, excess);
  return estimated({
    groups: labels.map((group, g) => ({
      group,
      rows: at(tables, g).rows,
      observed: at(totals.observed, g),
      expected: at(totals.expected, g),
    })),
    statistic,
    degreesOfFreedom: judged.length,
    pValue: chiSquaredUpperTail(statistic, judged.length),
  });
}

const noComparison = (groups: number): Outcome<LogRankTest> =>
  cannotEstimate(
    'nothing-to-compare',
    `${groups} groups; at least two with someone at risk when an event happens are needed.`,
  );

/** Observed and expected events of each group and the covariance of their difference, over all event times. */
function accumulate(
  overall: readonly RiskSet[],
  tables: readonly (readonly RiskSet[])[],
  weight: 'log-rank' | 'peto',
) {
  const count = tables.length;
  let observed = positions(count).map(() => 0);
  let expected = observed;
  let variance: number[][] = observed.map(() => positions(count).map(() => 0));
  let survival = 1;
  const cursors = tables.map((table) => lookUp(table));
  for (const { time, atRisk, events } of overall) {
    const sets = cursors.map((look) => look(time));
    if (events === 0) continue;
    const w = weight === 'peto' ? survival : 1;
    const shares = sets.map((set) => set.atRisk / atRisk);
    const spread = atRisk > 1 ? (events * (atRisk - events)) / (atRisk - 1) : 0;
    observed = observed.map((value, g) => value + w * at(sets, g).events);
    expected = expected.map((value, g) => value + w * events * at(shares, g));
    const terms = shares.map((a, g) => shares.map((b, h) => a * ((g === h ? 1 : 0) - b)));
    variance = addMatrices(variance, scaleMatrix(terms, w * w * spread));
    survival *= 1 - events / atRisk;
  }
  return { observed, expected, variance };
}

/** Those at risk and the events of a group at times asked for in rising order. */
function lookUp(table: readonly RiskSet[]) {
  let next = 0;
  return (time: number): { atRisk: number; events: number } => {
    while (next < table.length && at(table, next).time < time) next++;
    const set = table[next];
    if (set === undefined) return { atRisk: 0, events: 0 };
    return { atRisk: set.atRisk, events: set.time === time ? set.events : 0 };
  };
}
