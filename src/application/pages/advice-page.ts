import type { Month, Text } from '#core';
import { readChart } from '#knowledge';
import { isWithin, may, unitRef } from '#organisation';
import { type DecisionSupportRule, overridesOf, settingIn, settingOfNewRule } from '#practice';
import {
  adoptionsRunning,
  type ExposureCount,
  exposureCounts,
  openSignalOf,
  overrideReasons,
  practicesBringing,
  type ReasonCount,
  ruleSettings,
  rulesInUse,
  type StoredRuleSetting,
} from '#store';
import { type Context, organisationInForce } from '../context.ts';
import { effectOfAdvice } from '../decision-support/effect-of-advice.ts';
import { overrideSeries } from '../decision-support/override-chart.ts';
import type { ClinicalSide } from '../program/clinical-side.ts';
import { found } from '../trouble.ts';
import { openBook, signalShown } from './organisation-book.ts';

/** The rules in use, each in a line. */
export async function adviceList({ db }: Context, { clinical }: ClinicalSide) {
  const rules = [...(await rulesInUse(db)).values()];
  return Promise.all(
    rules.map(async (rule) => ({
      ...ruleShown(rule),
      ...totals(await exposureCounts(clinical, rule.id)),
      unitsOn: (await ruleSettings(db, rule.id)).filter(({ mode }) => mode === 'on').length,
    })),
  );
}

const ruleShown = ({
  id,
  version,
  title,
  sentence,
  hooks,
  measure,
  parameters,
}: DecisionSupportRule) => ({
  ...{ id, version, title, sentence, hooks: [...hooks], measureId: measure, parameters },
});

/** One rule: does it help? */
export async function advicePage(context: Context, side: ClinicalSide, ruleId: string) {
  const rule = found((await rulesInUse(context.db)).get(ruleId), 'rule', ruleId);
  const inUse = side.library.measures.find(({ measure }) => measure.id === rule.measure);
  const { measure } = found(inUse, 'measure', rule.measure);
  const [counts, reasons, units, signal, practices, book] = await Promise.all([
    exposureCounts(side.clinical, ruleId),
    overrideReasons(side.clinical, ruleId),
    unitsInReach(context, rule),
    openSignalOf(context.db, overridesOf(ruleId)),
    practicesBringing(context.db, ruleId),
    openBook(context.db, context.clock()),
  ]);
  return {
    rule: { ...ruleShown(rule), measureTitle: measure.title },
    ...totals(counts),
    overrides: readChart(overrideSeries(counts)),
    drift: signal === null ? null : signalShown(book, signal),
    ...{ practices, reasons: reasonsShown(rule, reasons) },
    effect: await effectOfAdvice(context, side, { ruleId, measure }),
    units: units.map(({ unit, ...more }) => ({
      unit: unitRef(unit),
      ...more,
      ...totals(counts.filter(({ unitId }) => unitId === unit.id)),
      overrideReasons: reasonsShown(
        rule,
        reasons.filter(({ unitId }) => unitId === unit.id),
      ),
    })),
  };
}

function totals(counts: readonly ExposureCount[]) {
  const sum = (arm: ExposureCount['arm'], what: 'cards' | 'accepted' | 'overridden') =>
    counts.filter((one) => one.arm === arm).reduce((total, one) => total + one[what], 0);
  return {
    shown: sum('shown', 'cards'),
    accepted: sum('shown', 'accepted'),
    overridden: sum('shown', 'overridden'),
    silent: sum('silent', 'cards'),
    heldBack: sum('withheld', 'cards'),
  };
}

/** A rule's own reasons by their words; others, and none, by what they are. */
function reasonsShown({ card }: DecisionSupportRule, reasons: readonly ReasonCount[]) {
  const byReason = new Map<string | null, number>();
  for (const { reason, cards } of reasons)
    byReason.set(reason, (byReason.get(reason) ?? 0) + cards);
  return [...byReason]
    .map(([reason, cards]) => {
      const known = card.overrideReasons.find(({ code }) => code === reason);
      return { reason, display: (known?.display ?? null) as Text | null, cards };
    })
    .toSorted((a, b) => b.cards - a.cards);
}

/** The units that have no units below them and lie where the reader holds a role, each with its setting. */
async function unitsInReach({ db, person, clock }: Context, rule: DecisionSupportRule) {
  const [{ tree }, settings, adoptions] = await Promise.all([
    organisationInForce(db),
    ruleSettings(db, rule.id),
    adoptionsRunning(db, rule.id),
  ]);
  const month = clock().slice(0, 7);
  return tree.units
    .filter(({ id }) => (tree.below.get(id) ?? []).length === 0)
    .filter(({ id }) => person.roles.some(({ unitId }) => isWithin(tree, id, unitId)))
    .map((unit) => {
      const setting = settings.find(({ unitId }) => unitId === unit.id) ?? null;
      return {
        ...{ unit, ...settingShown(setting, month) },
        adoption: adoptions.get(setting?.adoptionId ?? '') ?? null,
        maySet: may(person, 'decision-support.set', unit.id, tree),
      };
    });
}

/** A rule that nobody has set listens; so does one that was adopted ahead of time. */
function settingShown(setting: StoredRuleSetting | null, month: Month) {
  if (setting === null) return { ...settingOfNewRule, reason: null, fromMonth: null };
  const { mode, parameters, randomised, fromMonth } = settingIn(setting, month);
  const waitsUntil = mode === setting.mode ? null : fromMonth;
  return { mode, parameters, randomised, reason: setting.reason, fromMonth: waitsUntil };
}
