import type { Measure } from '#cql';
import { monthPeriods } from '#knowledge';
import { effectByChance } from '#practice';
import { type AdvisedPatient, advisedPatients } from '#store';
import type { Application } from '../context.ts';
import { compileMeasure } from '../evaluate/compile-library.ts';
import { patientMark } from '../patients/read-patients.ts';
import type { ClinicalSide } from '../program/clinical-side.ts';

/** What advice changed: patients advised beside patients for whom it was held back by chance. */
export type EffectOfAdvice =
  | {
      readonly kind: 'effect';
      readonly advised: number;
      readonly heldBack: number;
      readonly advisedValue: number;
      readonly heldBackValue: number;
      readonly difference: number;
      readonly lower95: number;
      readonly upper95: number;
      /** Patients who were advised at one time and not at another, left out. */
      readonly leftOut: number;
      readonly reading: 'better' | 'worse' | 'uncertain';
    }
  | { readonly kind: 'not-estimable'; readonly reason: 'not-by-chance' | 'too-few-cases' };

interface Judged {
  readonly ruleId: string;
  readonly measure: Measure;
}

/**
 * The measure's share among advised patients less the share among those whom chance held back, each patient counted by
 * the first event that the measure counts from the month of the first advice on. Newcombe's 95 % interval.
 *
 * @see docs/methods/effect-of-advice.md
 */
export async function effectOfAdvice(
  application: Pick<Application, 'auditKey'>,
  side: ClinicalSide,
  { ruleId, measure }: Judged,
): Promise<EffectOfAdvice> {
  const patients = await advisedPatients(side.clinical, ruleId);
  if (!patients.some(({ arm }) => arm === 'withheld'))
    return { kind: 'not-estimable', reason: 'not-by-chance' };
  const outcomes = await firstOutcomes(application, side, { measure, patients });
  const of = (arm: string) =>
    patients.flatMap((one) => (one.arm === arm ? (outcomes.get(one.mark) ?? []) : []));
  const { direction } = measure;
  const effect = effectByChance({ given: of('shown'), heldBack: of('withheld'), direction });
  if (effect.kind === 'not-estimable') return effect;
  const { given: advised, givenValue: advisedValue, ...others } = effect;
  const leftOut = patients.filter(({ arm }) => arm === null).length;
  return { ...others, advised, advisedValue, leftOut };
}

/** By mark: whether the first counted event met the measure. */
type Outcomes = ReadonlyMap<string, boolean>;

interface Outcome {
  readonly measure: Measure;
  readonly patients: readonly AdvisedPatient[];
}

async function firstOutcomes(
  application: Pick<Application, 'auditKey'>,
  { clinical, library, timeZone }: ClinicalSide,
  { measure, patients }: Outcome,
): Promise<Outcomes> {
  const { membershipSql } = compileMeasure(library, measure, timeZone);
  const since = new Map(
    patients.map(({ mark, firstMonth }) => {
      const [period] = monthPeriods([firstMonth], timeZone);
      return [mark, period?.id ?? 0] as const;
    }),
  );
  const outcomes = new Map<string, boolean>();
  const rows = clinical.stream(
    `with member as (${membershipSql})
     select period_id, patient_id, numerator from member
     where denominator and not exclusion and not exception and period_id >= $1
     order by period_id, event_id`,
    { parameters: [Math.min(...since.values())] },
  );
  for await (const batch of rows) {
    for (const { period_id, patient_id, numerator } of batch) {
      const mark = patientMark(application, String(patient_id));
      const from = since.get(mark);
      if (from === undefined || Number(period_id) < from || outcomes.has(mark)) continue;
      outcomes.set(mark, numerator === true);
    }
  }
  return outcomes;
}
