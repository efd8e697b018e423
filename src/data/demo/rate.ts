import type { RateName } from './structure.ts';

/** How a planted truth moves a rate, by day. */
export type Change =
  | { readonly kind: 'step'; readonly fromDay: number; readonly size: number }
  | {
      readonly kind: 'ramp';
      readonly fromDay: number;
      readonly untilDay: number;
      readonly size: number;
    }
  | {
      readonly kind: 'pulse';
      readonly fromDay: number;
      readonly untilDay: number;
      readonly size: number;
    };

/** A unit's true rate: constant, unless something is planted. In the measure's own unit. */
export interface Rate {
  readonly base: number;
  readonly change: Change | null;
}

export type Rates = Readonly<Record<RateName, Rate>>;

export const rateAt = (rate: Rate, day: number): number =>
  rate.change === null ? rate.base : rate.base + changeAt(rate.change, day);

/** What has been added on a day; a ramp rises evenly to its size and stays there. */
export function changeAt(change: Change, day: number): number {
  if (day < change.fromDay) return 0;
  switch (change.kind) {
    case 'step':
      return change.size;
    case 'ramp':
      return change.size * Math.min(1, (day - change.fromDay) / (change.untilDay - change.fromDay));
    case 'pulse':
      return day < change.untilDay ? change.size : 0;
  }
}
