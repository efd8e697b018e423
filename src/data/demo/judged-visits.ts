import type { JudgedMeasure } from './intervention-structure.ts';
import type { Contact, PatientRecord } from './record.ts';
import { planInTimeDays, riskInTimeDays } from './visit.ts';

/** Days after a first visit within which it is to be done. */
export const judgedDays = (measure: JudgedMeasure): number =>
  measure === 'suicide-risk-assessed' ? riskInTimeDays : planInTimeDays;

/** The days on which it was done, from the visit on and in time. */
export function doneInTime(
  measure: JudgedMeasure,
  record: PatientRecord,
  { day }: Pick<Contact, 'day'>,
): readonly number[] {
  const done =
    measure === 'suicide-risk-assessed'
      ? record.findings.filter(({ kind }) => kind === 'suicide-risk')
      : record.acts.filter(({ kind }) => kind === 'care-plan-made-together');
  const last = day + judgedDays(measure);
  return done.map((one) => one.day).filter((one) => one >= day && one <= last);
}
