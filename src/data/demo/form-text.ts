import { at } from './at.ts';
import { below, openStream, type Random } from './random.ts';
import type { FormKind } from './record.ts';
import { formVariants } from './visit.ts';

interface FormPlan {
  readonly questionnaire: string;
  readonly prefix: string;
  readonly items: number;
  readonly itemMax: number;
  readonly scoreMax: number;
  /** What the total shown is made of; WHO-5 shows four times the raw score, 0–100. */
  readonly totalFactor: number;
  /** Code of the Observation that repeats the total. */
  readonly system: string;
  readonly code: string;
}

const scoreSystem = 'https://gyrus.health/fhir/score';

export const formPlans: Readonly<Record<FormKind, FormPlan>> = {
  phq9: {
    questionnaire: 'http://loinc.org/q/44249-1',
    prefix: 'phq9',
    items: 9,
    itemMax: 3,
    scoreMax: 27,
    totalFactor: 1,
    system: 'http://loinc.org',
    code: '44261-6',
  },
  gad7: {
    questionnaire: 'http://loinc.org/q/69737-5',
    prefix: 'gad7',
    items: 7,
    itemMax: 3,
    scoreMax: 21,
    totalFactor: 1,
    system: 'http://loinc.org',
    code: '70274-6',
  },
  who5: {
    questionnaire: 'https://gyrus.health/fhir/Questionnaire/who-5',
    prefix: 'who5',
    items: 5,
    itemMax: 5,
    scoreMax: 25,
    totalFactor: 4,
    system: scoreSystem,
    code: 'who5-total',
  },
  experience: {
    questionnaire: 'https://gyrus.health/fhir/Questionnaire/care-experience',
    prefix: 'experience',
    items: 6,
    itemMax: 10,
    scoreMax: 10,
    totalFactor: 1,
    system: scoreSystem,
    code: 'experience-overall',
  },
};

/** The code a unit of its own making uses for the PHQ-9 total in the planted recording artefact. */
export const localPhq9Total = { system: scoreSystem, code: 'phq9-total' } as const;

const answeredBeforeStopping = 3;

/** Item lists as JSON text, by score and variant: there are few, and they are most of the text. */
export interface FormText {
  readonly complete: readonly string[];
  readonly unfinished: readonly string[];
}

export const formTextIndex = (score: number, variant: number): number =>
  score * formVariants + variant;

export function formText(kind: FormKind): FormText {
  const plan = formPlans[kind];
  const random = openStream(plan.scoreMax, plan.items);
  const answers = Array.from({ length: (plan.scoreMax + 1) * formVariants }, (_, i) =>
    answersFor(random, kind, Math.floor(i / formVariants)),
  );
  const item = (answer: number, i: number): string => itemText(`${plan.prefix}-${i + 1}`, answer);
  return {
    complete: answers.map((list, i) => {
      const items = list.map(item);
      const score = Math.floor(i / formVariants);
      const total = kind === 'experience' ? [] : [itemText('total', score * plan.totalFactor)];
      return [...items, ...total].join(',');
    }),
    unfinished: answers.map((list) => list.slice(0, answeredBeforeStopping).map(item).join(',')),
  };
}

const itemText = (linkId: string, value: number): string =>
  `{"linkId":"${linkId}","answer":[{"valueInteger":${value}}]}`;

function answersFor(random: Random, kind: FormKind, score: number): readonly number[] {
  const { items, itemMax } = formPlans[kind];
  if (kind === 'experience')
    return [...Array.from({ length: items - 1 }, () => nearby(random, score, itemMax)), score];
  const answers = Array.from({ length: items }, () => 0);
  for (let given = 0; given < score; ) {
    const i = below(random, items);
    if (at(answers, i) === itemMax) continue;
    answers[i] = at(answers, i) + 1;
    given++;
  }
  return answers;
}

const nearby = (random: Random, score: number, most: number): number =>
  Math.max(0, Math.min(most, score + below(random, 4) - 2));
