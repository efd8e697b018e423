import type { DecisionSupportRule, Exposure, ExposureEntry, ExposureFeedback } from '#practice';
import type { Application } from '../context.ts';
import { patientMark } from '../patients/read-patients.ts';
import { namedCardId } from './card-id.ts';

/** Advice that was given before, with the patient's id and a card's name of its own in place of our marks. */
export type PastAdvice = Omit<Exposure, 'version'> | ExposureFeedback;

/** What the log keeps of it: marked, and always the same for the same card. */
export function rememberedEntries(
  keyed: Pick<Application, 'auditKey'>,
  rules: readonly DecisionSupportRule[],
  past: readonly PastAdvice[],
): readonly ExposureEntry[] {
  const versions = new Map(rules.map(({ id, version }) => [id, version]));
  return past.map((one) => {
    const card = namedCardId(keyed, one.rule, one.card);
    if (one.kind === 'feedback') return { ...one, card };
    const version = versions.get(one.rule);
    if (version === undefined) throw new Error(`rememberedEntries: no rule '${one.rule}'`);
    return { ...one, card, version, patient: patientMark(keyed, one.patient) };
  });
}
