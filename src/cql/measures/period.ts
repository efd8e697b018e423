/** A measurement period: instants in ISO form with offset or Z, the end not included. */
export interface EvaluationPeriod {
  readonly id: number;
  readonly start: string;
  readonly end: string;
}
