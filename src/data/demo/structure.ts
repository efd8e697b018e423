import { z } from 'zod';
import { interventionsSchema } from './intervention-structure.ts';

/**
 * What library/demo/*.yaml holds: the structure of the demo health system, how care is given there, and what may
 * be planted. All of it can be edited; this schema says what is allowed.
 */
const text = z.strictObject({ en: z.string(), sv: z.string() });
const id = z
  .string()
  .regex(/^[A-Za-z0-9\-.]{1,64}$/, 'an id is 1–64 letters, digits, hyphens or points');
const share = z.number().min(0).max(1);
const range = z.tuple([z.number(), z.number()]);

export const rateNames = [
  'suicide-risk-assessed',
  'care-plan-within-14-days',
  'missed-visits',
  'depression-response',
  'waiting-days',
  'length-of-stay',
  'readmission-30-days',
  'wellbeing-who5',
  'restraint-per-1000-bed-days',
  'infections-per-1000-bed-days',
  'phq9-coverage',
  'diagnosis-recorded',
  'involved-in-care',
  'cost-per-visit',
] as const;
export type RateName = (typeof rateNames)[number];
const rateName = z.enum(rateNames);

const unitSchema = z.strictObject({
  id,
  kind: z.enum(['outpatient', 'ward', 'emergency']),
  level: z.string().default('unit'),
  name: text,
  patients: z.string().optional(),
  ages: range.optional(),
  staff: z.int().positive(),
  referrals: z.number().positive().optional(),
  stayDays: z.number().positive().optional(),
  video: share.default(0.1),
  home: share.default(0.02),
  ect: z.boolean().default(false),
  habits: z.record(z.string(), z.string()).default({}),
});
export type DemoUnit = z.infer<typeof unitSchema>;

const departmentSchema = z.strictObject({
  id,
  name: text,
  wards: z.record(z.string(), z.number().positive()),
  units: z.array(unitSchema).min(1),
});

const divisionSchema = z.strictObject({
  levels: z.array(z.strictObject({ id, name: text })),
  division: z.strictObject({ id, name: text }),
  departments: z.array(departmentSchema).min(1),
});

const careSchema = z.strictObject({
  rates: z.record(rateName, z.strictObject({ mean: z.number(), between: z.number() })),
  habits: z.record(z.string(), z.record(z.string(), z.partialRecord(rateName, z.number()))),
  season: z.strictObject({
    referrals: z.array(z.number()).length(12),
    followUps: z.array(share).length(12),
  }),
  contacts: z.strictObject({
    episodes: z.array(z.number()),
    sameDepartment: share,
    waitSpreadDays: z.number(),
    followUps: z.array(z.number()),
    followUpGapDays: z.strictObject({ least: z.number().min(15), mean: z.number() }),
    revokedReferrals: share,
    emergencyVisitsPerPatient: z.number(),
    emergencyBeforeStay: share,
    plannedNextVisit: share,
  }),
  recording: z.strictObject({
    late: z.strictObject({ usual: z.int(), late: z.int() }),
    phq9OtherPatients: share,
    gad7: share,
    who5FirstVisit: share,
    who5FollowUp: share,
    experience: share,
    functioning: share,
    metabolic: share,
    unfinishedForms: share,
    partialBirthDates: share,
    lateCarePlan: share,
  }),
  treatment: z.strictObject({
    psychotherapy: share,
    safetyPlan: share,
    medication: share,
    medicationFollowUp: share,
    ectPerStay: z.number(),
  }),
  needs: z.strictObject({ interpreter: share }),
  languages: z.record(z.string(), z.number()),
  patients: z.record(
    z.string(),
    z.strictObject({
      age: z.tuple([z.number(), z.number(), z.number()]),
      women: share,
      stays: z.number().nonnegative(),
      diagnoses: z.record(z.string(), z.number()),
    }),
  ),
  diagnoses: z.record(
    z.string(),
    z.strictObject({
      name: z.string(),
      depression: z.boolean().default(false),
      from: z.number().default(0),
      women: z.boolean().default(false),
      medicines: z.array(z.string()).min(1),
    }),
  ),
  medicines: z.record(z.string(), z.string()),
});

const sentence = text;
const plantedSchema = z.strictObject({
  improvement: z.strictObject({
    startMonth: range,
    adoptAfterMonths: range,
    secondAdopterAfterMonths: range,
    adoptedShare: range,
    alternatives: z
      .array(
        z.strictObject({ measure: rateName, size: range, practice: text, change: text, aim: text }),
      )
      .min(1),
    sentence,
    adoptedSentence: sentence,
    failedSentence: sentence,
  }),
  deterioration: z.strictObject({
    startMonth: range,
    months: range,
    alternatives: z.array(z.strictObject({ measure: rateName, perMonth: range })).min(1),
    sentence,
  }),
  unusual: z.strictObject({
    alternatives: z.array(z.strictObject({ measure: rateName, size: range })).min(1),
    sentence,
  }),
  outbreak: z.strictObject({
    startMonth: range,
    weeks: range,
    casesPer1000BedDays: range,
    infections: z.array(z.strictObject({ code: z.string(), name: text })).min(1),
    sentence,
  }),
  gap: z.strictObject({
    alternatives: z.array(z.strictObject({ measure: rateName, size: range })).min(1),
    sentence,
  }),
  artefact: z.strictObject({ startMonth: range, sentence }),
  measures: z.partialRecord(
    rateName,
    z.strictObject({ format: z.enum(['percent', 'days']), name: text }),
  ),
});

const peopleSchema = z.strictObject({
  roles: z.array(z.strictObject({ id: z.string(), name: text })),
  personas: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      role: z.string(),
      unit: z.string(),
      title: text,
    }),
  ),
  titles: z.record(z.string(), text),
  qualifications: z.array(z.strictObject({ name: z.string(), weight: z.number() })).min(1),
  givenNames: z.array(z.string()).min(1),
  familyNames: z.array(z.string()).min(1),
});

const forumSchema = z.strictObject({
  cadenceDays: z.int().positive(),
  /** A day on which the first of them meets; the next of the kind meets a week later, and so on within the cadence. */
  meetsFrom: z.iso.date(),
  mattersPerMeeting: z.int().positive(),
  quorum: z.int().positive(),
  name: text,
  decides: text,
});
const forumsSchema = z.strictObject({
  'local-forum': forumSchema,
  'coordinating-group': forumSchema,
  'support-unit': forumSchema,
  'prioritisation-board': forumSchema,
});

/** As organisation.yaml has them; whoever takes the organisation into use checks them. */
const decisionRightsSchema = z.strictObject({
  forumKinds: z.array(z.unknown()),
  attributes: z.array(z.unknown()),
  rules: z.array(z.unknown()),
});

export const demoStructureSchema = z.strictObject({
  division: divisionSchema,
  care: careSchema,
  planted: plantedSchema,
  interventions: interventionsSchema,
  people: peopleSchema,
  forums: forumsSchema,
  'decision-rights': decisionRightsSchema,
  cases: z.array(z.unknown()),
});
export type DemoStructure = z.infer<typeof demoStructureSchema>;
