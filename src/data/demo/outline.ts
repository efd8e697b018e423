import { at } from './at.ts';
import type { DemoPlan } from './plan.ts';
import { below, chance, draw, poisson, type Random } from './random.ts';
import type { UnitPlan } from './unit-plan.ts';

/**
 * When a patient meets care, before it is known how. Everything lies around one referral, the anchor, which falls
 * evenly over a time that begins and ends well outside the records: so each month has the same mix of new and
 * returning patients, the first and the last month too.
 */
export interface Outline {
  readonly anchorDay: number;
  readonly unit: UnitPlan;
  readonly referrals: readonly ReferralDay[];
  readonly stayDays: readonly number[];
  readonly emergencyDays: readonly number[];
}

interface ReferralDay {
  readonly day: number;
  readonly isAnchor: boolean;
}

/** Referrals lie within this many days of the anchor, stays and emergencies somewhat closer. */
const reachDays = 600;
const crisisReachDays = 360;
const apartDaysMin = 60;
/** An episode may still be followed this long after its referral; the days before the records hold as many. */
const followedDays = 400;

/** Null when nothing of it can fall within the records. */
export function drawOutline(plan: DemoPlan, random: Random): Outline | null {
  const { endDay, recordsDay } = plan.calendar;
  const earliest = recordsDay - followedDays - reachDays;
  const anchorDay = earliest + below(random, endDay + reachDays - earliest);
  const unit = drawReferralUnit(plan, random);
  const referrals = drawReferralDays(plan, random, anchorDay);
  const emergencies = plan.structure.care.contacts.emergencyVisitsPerPatient;
  const stayDays = drawDaysNear(random, anchorDay, unit.stays);
  const emergencyDays = drawDaysNear(random, anchorDay, emergencies);
  const days = [...referrals.map(({ day }) => day), ...stayDays, ...emergencyDays];
  const mayMatter = days.some((day) => day >= 0 && day < endDay);
  return mayMatter ? { anchorDay, unit, referrals, stayDays, emergencyDays } : null;
}

export const drawReferralUnit = (plan: DemoPlan, random: Random): UnitPlan =>
  at(plan.units, at(plan.referralUnits, draw(random, plan.referralShares)));

/** Referrals come on working days, and somewhat fewer in July and December. */
function drawReferralDays(
  plan: DemoPlan,
  random: Random,
  anchorDay: number,
): readonly ReferralDay[] {
  const { calendar, structure, shares } = plan;
  const others = Array.from({ length: draw(random, shares.episodes) }, () => {
    const apart = apartDaysMin + below(random, reachDays - apartDaysMin);
    return chance(random, 0.5) ? anchorDay - apart : anchorDay + apart;
  });
  const { referrals } = structure.care.season;
  const most = Math.max(...referrals);
  return [anchorDay, ...others].flatMap((wanted, i) => {
    const u = random();
    if (wanted < 0 || wanted >= calendar.endDay) return [];
    const day = at(calendar.nextWorkday, wanted);
    const isMade = u * most < at(referrals, at(calendar.monthOfYear, day));
    return isMade && day < calendar.endDay ? [{ day, isAnchor: i === 0 }] : [];
  });
}

const drawDaysNear = (random: Random, anchorDay: number, mean: number): readonly number[] =>
  Array.from(
    { length: poisson(random, mean) },
    () => anchorDay + below(random, 2 * crisisReachDays) - crisisReachDays,
  );
