import { type Month, type Problem, problem } from '#core';
import type { RuleSetting, UnitRuleSetting } from '../decision-support/exposure.ts';
import {
  type DecisionSupportRule,
  parameterProblems,
  parametersInForce,
} from '../decision-support/rule.ts';
import { allowed, type Ruling, refused } from '../ruling.ts';
import type { Adoption, AdoptionStage } from './adoption.ts';
import { carriedParameters } from './carried-rule.ts';
import type { PracticeVersion } from './practice.ts';

/** Whether a unit works by the practice: from the day it tries it until it stops, or only considers it again. */
export const isAtWork = (stage: AdoptionStage): boolean =>
  stage !== 'considering' && stage !== 'stopped';

export interface AdoptionChange {
  /** As it was; null when it has just begun. */
  readonly before: Adoption | null;
  readonly after: Adoption;
  /** The version that the unit worked by before. */
  readonly from: PracticeVersion;
  readonly version: PracticeVersion;
  /** The rule that the version brings; undefined when the library has none of that name any longer. */
  readonly rule: DecisionSupportRule | undefined;
  /** How the rule stands in the unit; null where nobody has set it. */
  readonly standing: UnitRuleSetting | null;
  readonly month: Month;
}

/** What an adoption does to its practice's rule in the unit: switch it on, set it otherwise, switch it off; null is nothing. */
export function ruleAfter(change: AdoptionChange): Ruling<UnitRuleSetting | null> {
  const { before, after, version } = change;
  if (version.rule === null) return allowed(null);
  const isOn = isAtWork(after.stage);
  const wasOn = before !== null && isAtWork(before.stage);
  if (isOn && !wasOn) return switchedOn(change);
  if (isOn) return setOtherwise(change);
  return allowed(wasOn ? switchedOff(change) : null);
}

function switchedOn(change: AdoptionChange): Ruling<UnitRuleSetting> {
  const { after, standing } = change;
  if (standing !== null && standing.adoptionId !== null && standing.adoptionId !== after.id)
    return refused(
      problem(
        'rule-of-another-adoption',
        'Another practice that this unit works by has switched the same rule on.',
        'Stop that one first, or only consider this one.',
        standing.adoptionId,
      ),
    );
  return onWith(change, { randomised: standing?.randomised ?? null, mode: 'on' });
}

/** A person's choice to listen only, or to advise by chance, stays; so does the trial's seed. */
function setOtherwise(change: AdoptionChange): Ruling<UnitRuleSetting | null> {
  const { before, after, from, version, standing } = change;
  const was = carriedParameters(from, before?.values ?? {});
  const is = carriedParameters(version, after.values);
  const isSame =
    Object.entries(is).every(([id, value]) => was[id] === value) &&
    before?.startMonth === after.startMonth;
  if (isSame || standing?.adoptionId !== after.id) return allowed(null);
  return onWith(change, standing);
}

function onWith(
  { after, version, rule, month }: AdoptionChange,
  { mode, randomised }: Pick<RuleSetting, 'mode' | 'randomised'>,
): Ruling<UnitRuleSetting> {
  const parameters = carriedParameters(version, after.values);
  const trouble = rule === undefined ? ruleGone(version) : outside(version, rule, parameters);
  if (trouble !== null) return refused(trouble);
  const { startMonth } = after;
  const fromMonth = startMonth !== null && startMonth > month ? startMonth : null;
  return allowed({ mode, parameters, randomised, adoptionId: after.id, fromMonth });
}

const switchedOff = ({
  after,
  standing,
}: Pick<AdoptionChange, 'after' | 'standing'>): UnitRuleSetting | null =>
  standing?.adoptionId === after.id
    ? { mode: 'off', parameters: {}, randomised: null, adoptionId: null, fromMonth: null }
    : null;

/** What becomes of the rule of an older version that the newer one does not bring any longer: the adoption switches it off. */
export const ruleLeft = (
  change: Pick<AdoptionChange, 'before' | 'after' | 'standing'>,
): UnitRuleSetting | null =>
  change.before !== null && isAtWork(change.before.stage) ? switchedOff(change) : null;

/** A practice whose rule the library no longer has is not taken up: it would promise advice that nobody gets. */
export const carriedRuleThere = (
  version: PracticeVersion,
  rule: DecisionSupportRule | undefined,
): Ruling<PracticeVersion> =>
  version.rule === null || rule !== undefined ? allowed(version) : refused(ruleGone(version));

const ruleGone = ({ rule, version, title, practiceId }: PracticeVersion): Problem =>
  problem(
    'carried-rule-gone',
    `Version ${version} of '${title}' brings the rule '${rule?.ruleId ?? ''}', which the library no longer has.`,
    'Ask the owner for a new version, or whoever looks after the library to bring the rule back.',
    practiceId,
    { rule: rule?.ruleId ?? '', version, title },
  );

/** The rule may have been given a narrower range since the version was made. */
function outside(
  version: PracticeVersion,
  rule: DecisionSupportRule,
  parameters: Readonly<Record<string, number>>,
): Problem | null {
  if (parameterProblems(rule, parameters).length === 0) return null;
  const wrong = (version.rule?.steers ?? []).find(({ parameterId }) => {
    const value = parameters[parameterId];
    return value !== undefined && parameterProblems(rule, { [parameterId]: value }).length > 0;
  });
  const range = rule.parameters.find(({ id }) => id === wrong?.parameterId);
  const part = version.parameters.find(({ id }) => id === wrong?.partId);
  const found = parameters[wrong?.parameterId ?? ''] ?? '';
  const [min, max] = [range?.min ?? 0, range?.max ?? 0];
  return problem(
    'rule-allows-less-now',
    `'${part?.name ?? ''}' is ${found}; the rule now allows ${min} to ${max}.`,
    'Choose a value within what the rule allows.',
    part?.id ?? version.practiceId,
    { part: part?.name ?? '', found, min, max },
  );
}

interface ByHand {
  readonly rule: DecisionSupportRule;
  readonly wanted: RuleSetting;
  readonly standing: UnitRuleSetting | null;
}

/**
 * What a person may change of a rule that an adoption has switched on: to listen only, or to advise by chance. Its
 * parameters belong to the adoption, and off it is when the adoption ends.
 */
export function settingByHand({ rule, wanted, standing }: ByHand): Ruling<UnitRuleSetting> {
  const [wrong] = parameterProblems(rule, wanted.parameters);
  if (wrong !== undefined) return refused(wrong);
  if (standing === null || standing.adoptionId === null)
    return allowed({ ...wanted, adoptionId: null, fromMonth: null });
  const { parameters, adoptionId, fromMonth } = standing;
  if (wanted.mode === 'off')
    return refused(
      problem(
        'rule-belongs-to-adoption',
        'The rule is part of a practice that this unit works by.',
        'Let it listen only, or stop the practice in this unit.',
        adoptionId,
      ),
    );
  const inForce = parametersInForce(rule, parameters);
  const changed = Object.entries(wanted.parameters).find(([id, value]) => inForce[id] !== value);
  if (changed === undefined) return allowed({ ...wanted, parameters, adoptionId, fromMonth });
  const [id, found] = changed;
  return refused(
    problem(
      'parameter-belongs-to-adoption',
      `'${id}' was ${found}; the practice that this unit works by has it at ${inForce[id]}.`,
      'Set it with the practice, on its page for this unit.',
      id,
      { parameter: id, found, standing: inForce[id] ?? '' },
    ),
  );
}
