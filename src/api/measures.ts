import { z } from 'zod';
import {
  cautionSchema,
  monthSchema,
  personRefSchema,
  problemValuesSchema,
  textSchema,
  unitRefSchema,
} from './common.ts';
import { challengeSchema } from './quality.ts';

export const variationIcons = [
  'common-cause',
  'improvement-high',
  'improvement-low',
  'concern-high',
  'concern-low',
  'neutral-high',
  'neutral-low',
] as const;
export const variationIconSchema = z.enum(variationIcons);
export type VariationIcon = z.infer<typeof variationIconSchema>;

export const assuranceIconSchema = z.enum(['pass', 'fail', 'inconsistent', 'none']);
export type AssuranceIcon = z.infer<typeof assuranceIconSchema>;

export const ruleSchema = z.enum(['outside-limits', 'shift', 'trend', 'two-of-three']);
export type Rule = z.infer<typeof ruleSchema>;

export const chartPointSchema = z.object({
  month: monthSchema,
  /** In the measure's display scale (a proportion is 0…1, a rate is per multiplier); null is a gap. */
  value: z.number().nullable(),
  numerator: z.number(),
  denominator: z.number(),
  centre: z.number().nullable(),
  lower3Sigma: z.number().nullable(),
  upper3Sigma: z.number().nullable(),
  lower2Sigma: z.number().nullable(),
  upper2Sigma: z.number().nullable(),
  rules: z.array(ruleSchema),
  /** What the signal means for this measure's direction; none where no rule fired. */
  reading: z.enum(['improvement', 'concern', 'neutral', 'none']),
  /** True when the point served to set the centre and limits of its part. */
  inBaseline: z.boolean(),
});
export type ChartPoint = z.infer<typeof chartPointSchema>;

export const measureRefSchema = z.object({
  id: z.string(),
  version: z.string(),
  title: textSchema,
  sentence: textSchema,
  interest: z.enum(['front-line', 'management', 'authority']),
  kind: z.enum(['process', 'outcome', 'balancing', 'experience', 'cost']),
  scoring: z.enum(['proportion', 'ratio', 'continuous']),
  direction: z.enum(['up', 'down', 'neutral']),
  chart: z.enum(['p', 'u', 'xmr']),
  target: z.number().nullable(),
  /** '%' for proportions (values are still 0…1), else days, SEK, per 1 000 bed days … */
  unitLabel: textSchema,
  multiplier: z.number(),
});
export type MeasureRef = z.infer<typeof measureRefSchema>;

/** A control chart is ready to draw, or says why there is none. */
export const chartSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('chart'),
    points: z.array(chartPointSchema),
    variation: variationIconSchema,
    assurance: assuranceIconSchema,
    target: z.number().nullable(),
    preset: z.string(),
    cautions: z.array(cautionSchema),
    /** First month of each part after the first: where a person recalculated the limits. */
    recalculatedFrom: z.array(monthSchema),
    /** Consecutive points up to the last on one side of the centre. */
    lastRunLength: z.number().int(),
    suggestedRecalculationFrom: monthSchema.nullable(),
  }),
  z.object({ kind: z.literal('no-chart'), reason: z.string() }),
]);
export type Chart = z.infer<typeof chartSchema>;

const perMonth = z.array(z.number().nullable());

/**
 * The same chart with its points as one list for each of their parts, in month order: a third of the bytes, for a page of
 * many charts. Months of the same length; what fired and what was outside the baseline is named by its place.
 */
export const chartInColumnsSchema = z.discriminatedUnion('kind', [
  chartSchema.options[0].omit({ points: true }).extend({
    columns: z.object({
      month: z.array(monthSchema),
      ...{ value: perMonth, numerator: z.array(z.number()), denominator: z.array(z.number()) },
      ...{ centre: perMonth, lower3Sigma: perMonth, upper3Sigma: perMonth },
      ...{ lower2Sigma: perMonth, upper2Sigma: perMonth },
      told: z.array(
        z.object({
          at: z.number().int(),
          ...{ rules: chartPointSchema.shape.rules, reading: chartPointSchema.shape.reading },
        }),
      ),
      notInBaseline: z.array(z.number().int()),
    }),
  }),
  chartSchema.options[1],
]);
export type ChartInColumns = z.infer<typeof chartInColumnsSchema>;

export const nextStepSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open-thread'), threadId: z.string() }),
  z.object({ kind: z.literal('look-at-signal'), measureId: z.string(), signalId: z.string() }),
  /** The limits no longer describe how the unit works; this person may sign new ones. */
  z.object({ kind: z.literal('recalculate') }),
  z.object({ kind: z.literal('raise-idea') }),
  z.object({ kind: z.literal('nothing') }),
]);
export type NextStep = z.infer<typeof nextStepSchema>;

/** The month that is going on, as far as it has come: no point of the chart, and read by no rule. */
const soFarSchema = z
  .object({ month: monthSchema, value: z.number(), denominator: z.number() })
  .nullable();

export const overviewMeasureSchema = z.object({
  soFar: soFarSchema,
  measure: measureRefSchema,
  chart: chartSchema,
  nextStep: nextStepSchema,
  openSignal: z.boolean(),
  /** Month of a change of coding that may explain what the chart says now; null when none does. */
  codingChangedIn: monthSchema.nullable(),
});
export type OverviewMeasure = z.infer<typeof overviewMeasureSchema>;

/** How are we doing? As pages read it. */
export const overviewSchema = z.object({
  unit: unitRefSchema,
  path: z.array(unitRefSchema),
  children: z.array(unitRefSchema),
  lastMonth: monthSchema.nullable(),
  dataVersion: z.string().nullable(),
  evaluatedAt: z.string().nullable(),
  measures: z.array(overviewMeasureSchema),
  mayRaiseIdea: z.boolean(),
  counts: z.object({
    concern: z.number().int(),
    improvement: z.number().int(),
    steady: z.number().int(),
    notYet: z.number().int(),
    needsUs: z.number().int(),
  }),
  loop: z.object({
    openThreads: z.number().int(),
    closedThreads: z.number().int(),
    /** Median days from a thread's opening to its closing; null when none has closed. */
    medianLoopDays: z.number().nullable(),
  }),
});
export type Overview = z.infer<typeof overviewSchema>;

/** GET /api/units/:unitId/overview: the same as it travels. */
export const overviewAnswerSchema = overviewSchema.extend({
  measures: z.array(overviewMeasureSchema.extend({ chart: chartInColumnsSchema })),
});
export type OverviewAnswer = z.infer<typeof overviewAnswerSchema>;

export const annotationSchema = z.object({
  month: monthSchema,
  kind: z.enum(['change', 'recalculation', 'signal', 'challenge', 'recording']),
  label: z.string(),
  threadId: z.string().nullable(),
  cycleId: z.string().nullable(),
  by: personRefSchema.nullable(),
  reason: z.string().nullable(),
});
export type Annotation = z.infer<typeof annotationSchema>;

export const signalSchema = z.object({
  id: z.string(),
  measureId: z.string(),
  measureTitle: textSchema,
  /** The rule whose overrides the signal is about; null when it is about a measure. */
  ruleId: z.string().nullable().default(null),
  unit: unitRefSchema,
  /** The month in which the pattern was complete, and the first month that belongs to it. */
  month: monthSchema,
  firstMonth: monthSchema,
  rule: ruleSchema,
  reading: z.enum(['improvement', 'concern', 'neutral']),
  state: z.enum(['new', 'in-thread', 'closed']),
  owner: personRefSchema.nullable(),
  threadId: z.string().nullable(),
  cautions: z.array(cautionSchema),
});
export type Signal = z.infer<typeof signalSchema>;

export const besideSchema = z.object({
  unit: unitRefSchema,
  value: z.number().nullable(),
  numerator: z.number(),
  denominator: z.number(),
  lower95: z.number().nullable(),
  upper95: z.number().nullable(),
  variation: variationIconSchema.nullable(),
  /** Against the funnel of the compared units: outside 99.8 % limits means unusual, not better or worse by itself. */
  funnel: z.enum(['within', 'above', 'below', 'none']),
  suppressed: z.boolean(),
});
export type Beside = z.infer<typeof besideSchema>;

/** One group of patients beside everybody else in its grouping. */
export const patientGroupSchema = z.object({
  id: z.string(),
  title: textSchema,
  value: z.number().nullable(),
  numerator: z.number(),
  denominator: z.number(),
  lower95: z.number().nullable(),
  upper95: z.number().nullable(),
  suppressed: z.boolean(),
  othersValue: z.number().nullable(),
  toOthers: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('difference'),
      difference: z.number(),
      /** The interval allows for every comparison of groups that is made in the unit. */
      lower: z.number(),
      upper: z.number(),
      isGap: z.boolean(),
    }),
    z.object({
      kind: z.literal('not-estimable'),
      reason: z.enum(['too-few-cases', 'suppressed']),
    }),
  ]),
});
export type PatientGroup = z.infer<typeof patientGroupSchema>;

export const groupingSchema = z.object({
  id: z.string(),
  title: textSchema,
  groups: z.array(patientGroupSchema),
});
export type Grouping = z.infer<typeof groupingSchema>;

/** A unit that began to record one code in place of another, in a way this measure sees. */
export const codingChangeSchema = z.object({
  unit: unitRefSchema,
  month: monthSchema,
  fromCode: z.string(),
  toCode: z.string(),
});
export type CodingChange = z.infer<typeof codingChangeSchema>;

/** A measure that the organisation brought: asked of everybody at once, patient by patient, or in reports only. */
export const ownChartSchema = z.object({
  ownMeasureId: z.string(),
  way: z.enum(['sql', 'memory', 'none']),
  because: z.string().nullable(),
  /** The same as a code with its values. */
  said: z.object({ code: z.string(), values: problemValuesSchema }).nullable(),
  place: z.string().nullable(),
  /** How far it has been counted, patient by patient; null when it is not being counted. */
  counting: z
    .object({
      done: z.number().int(),
      /** Null until it is this measure's turn. */
      of: z.number().int().nullable(),
      secondsLeft: z.number().int().nullable(),
    })
    .nullable(),
});
export type OwnChart = z.infer<typeof ownChartSchema>;

const populationSchema = z.enum([
  'initialPopulation',
  'denominator',
  'exclusion',
  'numerator',
  'exception',
  'observation',
  'numeratorObservation',
  'denominatorObservation',
]);

/** GET /api/units/:unitId/measures/:measureId */
export const measurePageSchema = z.object({
  unit: unitRefSchema,
  path: z.array(unitRefSchema),
  measure: measureRefSchema.extend({
    rationale: textSchema,
    cql: z.string(),
    populations: z.array(z.object({ population: populationSchema, definition: z.string() })),
  }),
  /** How a measure that the organisation brought is followed; null for the library's. */
  own: ownChartSchema.nullable(),
  soFar: soFarSchema,
  chart: chartSchema,
  annotations: z.array(annotationSchema),
  signals: z.array(signalSchema),
  openThreadId: z.string().nullable(),
  /** Units at the same level beside this one, in name order, over the months of besidePeriod. */
  beside: z.array(besideSchema),
  besidePeriod: z.object({ first: monthSchema, last: monthSchema }).nullable(),
  besideCentre: z.number().nullable(),
  /** By groups of patients, over the whole evaluated time. */
  groupings: z.array(groupingSchema),
  groupsPeriod: z.object({ first: monthSchema, last: monthSchema }).nullable(),
  /** Month of a change of coding that may explain what the chart says now; null when none does. */
  codingChangedIn: monthSchema.nullable(),
  /** Changes of coding in the unit and everything under it, the earliest first. */
  codingChanges: z.array(codingChangeSchema),
  dataVersion: z.string().nullable(),
  evaluatedAt: z.string().nullable(),
  /** Earlier answers for months whose number has changed, newest first. */
  history: z.array(
    z.object({
      month: monthSchema,
      value: z.number().nullable(),
      dataVersion: z.string(),
      definitionVersion: z.string(),
      saidAt: z.string(),
    }),
  ),
  /** Numbers on this chart that are disputed or were, the newest first. */
  challenges: z.array(challengeSchema),
  mayConcludeChallenges: z.boolean(),
  mayRaiseIdea: z.boolean(),
  mayRecalculate: z.boolean(),
  mayExplainPatients: z.boolean(),
  nextStep: nextStepSchema,
});
export type MeasurePage = z.infer<typeof measurePageSchema>;

/** GET /api/measures: the library in use */
export const measureListSchema = z.object({ measures: z.array(measureRefSchema) });

/** GET /api/units/:unitId/measures/:measureId/patients?month= (needs a stated purpose, is audited) */
export const countedPatientsSchema = z.object({
  patients: z.array(
    z.object({
      patientId: z.string(),
      eventId: z.string(),
      initialPopulation: z.boolean(),
      denominator: z.boolean(),
      numerator: z.boolean(),
      observation: z.number().nullable(),
    }),
  ),
  truncated: z.boolean(),
});
export type CountedPatients = z.infer<typeof countedPatientsSchema>;

/** GET /api/explain?measureId&patientId&month&purpose */
export const explanationSchema = z.object({
  measureId: z.string(),
  patientId: z.string(),
  month: monthSchema,
  definitions: z.array(
    z.object({
      name: z.string(),
      value: z.string(),
      holds: z.boolean().nullable(),
      rests: z.array(
        z.object({ type: z.string(), id: z.string(), file: z.string(), line: z.number().int() }),
      ),
    }),
  ),
});
export type Explanation = z.infer<typeof explanationSchema>;
