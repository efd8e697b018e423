import { at } from './at.ts';

/** The demo's units whose patients answer our own well-being scale. */
export const wellbeingUnits: readonly string[] = ['u-mood-north', 'u-young-adults'];

const linkIds = ['managed', 'hopeful', 'slept', 'company', 'worthwhile'] as const;
const options = [
  ['never', 'Not on any day'],
  ['few', 'On one or two days'],
  ['some', 'On three or four days'],
  ['most', 'On five or six days'],
  ['all', 'Every day'],
] as const;
const optionMax = options.length - 1;
const pointsPerStep = 5;
const who5RawMax = 25;

export const answersWellbeing = (unitId: string): boolean => wellbeingUnits.includes(unitId);

/** The scale's score for somebody whose WHO-5 is so many raw points: the same share of the range, in steps of five. */
const stepsOf = (who5Raw: number): number =>
  Math.round((who5Raw / who5RawMax) * linkIds.length * optionMax);

export interface WellbeingAnswered {
  /** Ends both ids. */
  readonly suffix: string;
  readonly who5Raw: number;
  /** JSON text of subject and encounter, as members. */
  readonly about: string;
  /** JSON text of the instant. */
  readonly authored: string;
  readonly unitId: string;
}

/** The lines of a response to the well-being scale, and of its score. */
export function wellbeingLines(answered: WellbeingAnswered): {
  readonly response: string;
  readonly score: string;
} {
  const { suffix, who5Raw, about, authored, unitId } = answered;
  const steps = stepsOf(who5Raw);
  const organisation = `{"reference":"Organization/${unitId}"}`;
  const total = steps * pointsPerStep;
  const items = linkIds.map((linkId, i) => itemText(linkId, answerAt(steps, i))).join(',');
  return {
    response: `{"resourceType":"QuestionnaireResponse","id":"w-${suffix}","questionnaire":"https://gyrus.health/fhir/Questionnaire/wellbeing-scale|1.0.0","status":"completed",${about},"authored":${authored},"author":${organisation},"item":[{"linkId":"week","item":[${items}]},${noThoughts},{"linkId":"total","answer":[{"valueInteger":${total}}]}]}\n`,
    score: `{"resourceType":"Observation","id":"w-${suffix}-total","status":"final","code":{"coding":[{"system":"https://gyrus.health/fhir/score","code":"wellbeing-scale-total"}]},${about},"effectiveDateTime":${authored},"performer":[${organisation}],"valueInteger":${total},"derivedFrom":[{"reference":"QuestionnaireResponse/w-${suffix}"}]}\n`,
  };
}

/** The steps shared out over the five answers as evenly as they go. */
const answerAt = (steps: number, i: number): number =>
  Math.floor(steps / linkIds.length) + (i < steps % linkIds.length ? 1 : 0);

const itemText = (linkId: string, answer: number): string => {
  const [code, display] = at(options, answer);
  return `{"linkId":"${linkId}","answer":[{"valueCoding":{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/ordinalValue","valueDecimal":${answer}}],"system":"https://gyrus.health/fhir/how-often","code":"${code}","display":"${display}"}}]}`;
};

const noThoughts =
  '{"linkId":"thoughts","answer":[{"valueCoding":{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/ordinalValue","valueDecimal":0}],"system":"https://gyrus.health/fhir/thoughts-of-harm","code":"no","display":"No"}}]}';
