import type { Month } from '#core';

/** Where a rule speaks, listens, or does neither. */
export const ruleModes = ['on', 'silent', 'off'] as const;
export type RuleMode = (typeof ruleModes)[number];

/** Advice by chance, so that its effect can be told: a share of patients, or of units, gets it. */
export interface Randomised {
  readonly by: 'patient' | 'unit';
  /** Share that is advised, above 0 and below 1. */
  readonly share: number;
  readonly seed: string;
}

/** How a rule works in a unit. A rule that nobody has set listens and shows nothing. */
export interface RuleSetting {
  readonly mode: RuleMode;
  readonly parameters: Readonly<Record<string, number>>;
  readonly randomised: Randomised | null;
}

export const settingOfNewRule: RuleSetting = { mode: 'silent', parameters: {}, randomised: null };

/** What happened to advice that was due: shown, kept to ourselves, or held back by chance. */
export type Arm = 'shown' | 'silent' | 'withheld';

/** How a rule works in a unit, and where that comes from. */
export interface UnitRuleSetting extends RuleSetting {
  /** The adoption that switched it on and sets its parameters; null where it was set by hand. */
  readonly adoptionId: string | null;
  /** The first month in which it speaks, when that lay ahead as it was set; before, it listens. */
  readonly fromMonth: Month | null;
}

/** The setting as it works in a month: one that was adopted ahead of time listens until its first. */
export const settingIn = (setting: UnitRuleSetting, month: Month): UnitRuleSetting =>
  setting.mode === 'on' && setting.fromMonth !== null && month < setting.fromMonth
    ? { ...setting, mode: 'silent' }
    : setting;

/**
 * Which arm, by the setting and a number from 0 to 1 that belongs to the patient or the unit.
 * Null when the rule is off here.
 */
export function armOf({ mode, randomised }: RuleSetting, chance: number): Arm | null {
  if (mode === 'off') return null;
  if (mode === 'silent') return 'silent';
  return randomised === null || chance < randomised.share ? 'shown' : 'withheld';
}

/** Advice that was due for a patient, as it is kept in the clinical store. */
export interface Exposure {
  readonly kind: 'exposure';
  readonly card: string;
  readonly at: string;
  readonly rule: string;
  readonly version: string;
  readonly hook: string;
  readonly arm: Arm;
  /** Bare id of the Organization; null when the records name none. */
  readonly unit: string | null;
  /** A mark of the patient that cannot be turned back. */
  readonly patient: string;
}

export const feedbackOutcomes = ['accepted', 'overridden'] as const;

/** What a person did with a card, as the program that showed it reports. */
export interface ExposureFeedback {
  readonly kind: 'feedback';
  readonly card: string;
  readonly at: string;
  readonly rule: string;
  readonly outcome: (typeof feedbackOutcomes)[number];
  /** When the person acted, as reported. */
  readonly outcomeAt: string;
  readonly suggestions: readonly string[];
  readonly reason: string | null;
  readonly comment: string | null;
}

export type ExposureEntry = Exposure | ExposureFeedback;
