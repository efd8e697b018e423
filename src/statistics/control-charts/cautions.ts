import type { Caution } from '../outcome.ts';
import { TRIAL_LIMIT_POINTS } from './constants.ts';

export const trialLimits = (points: number): Caution => ({
  code: 'trial-limits',
  message: `Trial limits: ${points} points set them, ${TRIAL_LIMIT_POINTS} are needed. Expect them to move.`,
});

export const noVariation: Caution = {
  code: 'no-variation',
  message:
    'The baseline does not vary from point to point, so the limits lie on the centre line and cannot judge single points.',
};

export const noLimits: Caution = {
  code: 'no-limits',
  message: 'Fewer than two neighbouring baseline points: no limits can be drawn. Add points.',
};

export const noBaseline: Caution = {
  code: 'no-baseline',
  message: 'A part of the chart has no point to set its centre line. Widen its baseline.',
};

export const emptySubgroups = (count: number): Caution => ({
  code: 'empty-subgroup',
  message: `${count} points have no cases behind them and are shown as gaps.`,
});

export const smallExpectedCounts: Caution = {
  code: 'small-expected-counts',
  message:
    'Some points expect fewer than 5 events; symmetric limits are rough there. Consider longer periods or a G or T chart.',
};

export const oneSizeOnly: Caution = {
  code: 'range-subgroup-too-large',
  message: 'Ranges are used for subgroups of 2 to 25; use an S chart for larger subgroups.',
};
