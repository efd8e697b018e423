import { z } from 'zod';
import { type Problem, problem, type Text } from '#core';
import type { Coding } from '../questionnaire/questionnaire.ts';
import { readYaml } from '../yaml-form.ts';

/** What one needs to know to tell a person's change from measurement error. */
export type ChangeMargin =
  /** Reliability (0…1) and standard deviation of the score, from which the margin follows. */
  | {
      readonly kind: 'reliability';
      readonly reliability: number;
      readonly standardDeviation: number;
      readonly source: Text;
      /** True where nobody has measured them yet. */
      readonly assumed: boolean;
    }
  /** A smallest reliable change as somebody has published it, in points. */
  | { readonly kind: 'published'; readonly points: number; readonly source: Text };

/** A number that the form gives, and the code by which it is kept. */
export interface InstrumentScore {
  readonly id: string;
  readonly title: Text;
  /** The item of the form that holds it; null in a catalogue entry without a form. */
  readonly linkId: string | null;
  readonly codes: readonly Coding[];
  readonly min: number;
  readonly max: number;
  readonly higherIsBetter: boolean;
  readonly method: Text;
  /** Null where nothing is known: then no change is called reliable. */
  readonly change: ChangeMargin | null;
}

/** The staff roles that can be on duty for an alert. */
export const dutyRoles = ['nurse', 'unit-manager', 'coordinator'] as const;
export type DutyRole = (typeof dutyRoles)[number];

/** When an answer means that somebody must look now. */
export interface SafetyRule {
  readonly id: string;
  /** The item by any of these linkIds, or by a code it carries. */
  readonly items: readonly string[];
  readonly itemCodes: readonly string[];
  /** The answer's number, or its ordinal value, from which the rule holds. */
  readonly atLeast: number | null;
  /** Codes of answers for which the rule holds. */
  readonly answers: readonly string[];
  readonly role: DutyRole;
  /** Minutes until it goes to the next role too, when nobody has acknowledged it. */
  readonly acknowledgeMinutes: number;
  readonly escalateTo: DutyRole;
  /** Shown to the person who answers, at once. */
  readonly help: Text;
}

/** Something that patients answer: what it measures, its scores, its licence. The form itself lies beside it, or is brought. */
export interface Instrument {
  readonly id: string;
  readonly version: string;
  readonly title: Text;
  readonly measures: Text;
  readonly kind: 'outcome' | 'experience' | 'goals';
  /** The canonical address of the form. */
  readonly canonical: string;
  readonly codes: readonly Coding[];
  readonly minutes: number;
  readonly languages: readonly string[];
  readonly licence: Text;
  readonly source: string;
  /** How to get the official form; null where the form is shipped. */
  readonly getting: Text | null;
  readonly scores: readonly InstrumentScore[];
  /** The text items whose answers are goals. */
  readonly goals: readonly string[];
  readonly safety: readonly SafetyRule[];
}

export type ReadInstrument =
  | { readonly kind: 'instrument'; readonly instrument: Instrument }
  | { readonly kind: 'problem'; readonly problem: Problem };

const text = z.strictObject({ en: z.string().min(1), sv: z.string().min(1) });
const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'small letters, digits and hyphens');
const coding = z.strictObject({ system: z.string().min(1), code: z.string().min(1) });

const change = z.union([
  z
    .strictObject({
      reliability: z.number().min(0).lt(1),
      standardDeviation: z.number().positive(),
      source: text,
      assumed: z.boolean().default(false),
    })
    .transform((one) => ({ kind: 'reliability' as const, ...one })),
  z
    .strictObject({ points: z.number().positive(), source: text })
    .transform((one) => ({ kind: 'published' as const, ...one })),
]);

const score = z
  .strictObject({
    ...{ id, title: text, linkId: z.string().min(1).nullable().default(null) },
    codes: z.array(coding).min(1),
    ...{ min: z.number(), max: z.number(), higherIsBetter: z.boolean(), method: text },
    change: change.nullable().default(null),
  })
  .refine(({ min, max }) => min < max, { message: 'min must lie below max' });

const safetyRule = z
  .strictObject({
    id,
    items: z.array(z.string().min(1)).default([]),
    itemCodes: z.array(z.string().min(1)).default([]),
    atLeast: z.number().nullable().default(null),
    answers: z.array(z.string().min(1)).default([]),
    role: z.enum(dutyRoles),
    acknowledgeMinutes: z
      .int()
      .min(1)
      .max(24 * 60),
    escalateTo: z.enum(dutyRoles),
    help: text,
  })
  .refine((rule) => rule.items.length + rule.itemCodes.length > 0, {
    message: 'name the item by linkId (items) or by code (itemCodes)',
  })
  .refine((rule) => rule.atLeast !== null || rule.answers.length > 0, {
    message: 'say for which answers it holds: atLeast or answers',
  });

const form = z.strictObject({
  id,
  version: z.string().regex(/^\d+\.\d+\.\d+$/, "three numbers, as '1.0.0'"),
  ...{ title: text, measures: text },
  kind: z.enum(['outcome', 'experience', 'goals']),
  canonical: z.url(),
  codes: z.array(coding).default([]),
  minutes: z.int().min(1).max(240),
  languages: z.array(z.string().min(2)).min(1),
  licence: text,
  source: z.string().min(1),
  getting: text.nullable().default(null),
  scores: z.array(score).default([]),
  goals: z.array(z.string().min(1)).default([]),
  safety: z.array(safetyRule).default([]),
});

/** Reads one instrument.yaml of library/instruments/. */
export function readInstrument(where: string, yaml: string): ReadInstrument {
  const read = readYaml(form, yaml);
  return read.kind === 'read'
    ? { kind: 'instrument', instrument: read.form }
    : refused(where, read.said.join(' '));
}

const refused = (where: string, message: string): ReadInstrument => ({
  kind: 'problem',
  problem: problem(
    'instrument-unreadable',
    message,
    'Compare with library/instruments/wellbeing-scale/instrument.yaml.',
    where,
  ),
});
