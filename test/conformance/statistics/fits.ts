import * as s from '#statistics';

/** The value of an outcome, or an error with its reason. */
export function theValue<T>(outcome: s.Outcome<T>): T {
  if (outcome.kind === 'not-estimable') throw new Error(`not estimable: ${outcome.reason}`);
  return outcome.value;
}

/** A coefficient table in the columns the cases use. */
export function table(
  fit: { readonly names: readonly string[]; readonly coefficients: readonly number[] },
  covariance: readonly (readonly number[])[],
  reference: number | 'normal',
) {
  const rows = theValue(s.coefficientTable(fit, covariance, { reference }));
  return {
    names: rows.map((row) => row.name),
    estimate: rows.map((row) => row.estimate),
    se: rows.map((row) => row.standardError),
    stat: rows.map((row) => row.statistic),
    p: rows.map((row) => row.pValue),
  };
}
