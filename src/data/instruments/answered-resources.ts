import type { Language } from '#core';
import { type Answers, canonicalOf, type Questionnaire } from '../questionnaire/questionnaire.ts';
import { type Json, responseItems } from '../questionnaire/response.ts';
import type { Instrument, InstrumentScore } from './instrument.ts';

export interface Answered {
  /** An id of ours, the response's. */
  readonly id: string;
  readonly instrument: Instrument;
  readonly questionnaire: Questionnaire;
  readonly answers: Answers;
  readonly enabled: ReadonlySet<string>;
  readonly language: Language;
  readonly patientId: string;
  readonly unitId: string;
  /** The visit it belongs to; null where there is none near. */
  readonly encounterId: string | null;
  /** When it was finished, with its offset. */
  readonly authored: string;
}

/**
 * What a finished form becomes: the QuestionnaireResponse with the form's version, one Observation for each score, one
 * Goal for each goal. Their ids follow from the response's: the same form handed over twice is the same resources.
 */
export function answeredResources(answered: Answered): readonly Json[] {
  const { instrument, answers } = answered;
  return [
    questionnaireResponse(answered),
    ...instrument.scores.flatMap((score) => {
      const value = scoreIn(score, answers);
      return value === null ? [] : [scoreObservation(answered, score, value)];
    }),
    ...instrument.goals.flatMap((linkId) =>
      (answers[linkId] ?? []).flatMap((value) =>
        value.kind === 'text' && answered.enabled.has(linkId)
          ? [goal(answered, linkId, value.value)]
          : [],
      ),
    ),
  ];
}

/** The value of a score with these answers; null while it cannot be worked out. */
export function scoreIn({ linkId }: InstrumentScore, answers: Answers): number | null {
  const [value] = linkId === null ? [] : (answers[linkId] ?? []);
  return value?.kind === 'number' ? value.value : null;
}

const about = ({ patientId, encounterId }: Answered): Json => ({
  subject: { reference: `Patient/${patientId}` },
  ...(encounterId === null ? {} : { encounter: { reference: `Encounter/${encounterId}` } }),
});

const questionnaireResponse = (answered: Answered): Json => ({
  ...{ resourceType: 'QuestionnaireResponse', id: answered.id, language: answered.language },
  questionnaire: canonicalOf(answered.questionnaire),
  status: 'completed',
  ...about(answered),
  authored: answered.authored,
  author: { reference: `Organization/${answered.unitId}` },
  source: { reference: `Patient/${answered.patientId}` },
  item: responseItems(answered),
});

const scoreObservation = (answered: Answered, score: InstrumentScore, value: number): Json => ({
  ...{ resourceType: 'Observation', id: `${answered.id}-${score.id}`, status: 'final' },
  category: [{ coding: [{ system: categorySystem, code: 'survey' }] }],
  code: { coding: score.codes },
  ...about(answered),
  effectiveDateTime: answered.authored,
  performer: [{ reference: `Organization/${answered.unitId}` }],
  ...(Number.isInteger(value)
    ? { valueInteger: value }
    : { valueQuantity: { value, unit: '1', code: '1' } }),
  derivedFrom: [{ reference: `QuestionnaireResponse/${answered.id}` }],
});

const categorySystem = 'http://terminology.hl7.org/CodeSystem/observation-category';

const goal = (answered: Answered, linkId: string, words: string): Json => ({
  ...{ resourceType: 'Goal', id: `${answered.id}-${linkId}`, lifecycleStatus: 'proposed' },
  description: { text: words },
  subject: { reference: `Patient/${answered.patientId}` },
  startDate: answered.authored.slice(0, 10),
  expressedBy: { reference: `Patient/${answered.patientId}` },
});
