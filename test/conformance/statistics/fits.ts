import * as s from '#statistics';

/** A coefficient table in the columns the cases use. */
export function table(
  fit: { readonly names: readonly string[]; readonly coefficients: readonly number[] },
  covariance: readonly (readonly number[])[],
  reference: number | 'normal',
) {
  const rows = s.requireEstimate(s.coefficientTable(fit, covariance, { reference }));
  return {
    names: rows.map((row) => row.name),
    estimate: rows.map((row) => row.estimate),
    se: rows.map((row) => row.standardError),
    stat: rows.map((row) => row.statistic),
    p: rows.map((row) => row.pValue),
  };
}
