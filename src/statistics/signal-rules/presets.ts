import type { Rule, RulePreset } from './rule.ts';

const OUTSIDE: Rule = { kind: 'outside-limits' };

/**
 * NHS England "Making Data Count": outside limits, 7-point trend, 2 of 3 close to a limit, 7 on one
 * side, in this order of precedence.
 *
 * Three points of the two-of-three rule lie on one side; only the points between 2 and 3 sigma are
 * marked and a point outside the limits does not count towards it.
 *
 * @see docs/methods/rule-presets.md
 */
export const nhsMakingDataCount: RulePreset = {
  name: 'nhs-making-data-count',
  version: '1',
  runsTest: 'none',
  rules: [
    OUTSIDE,
    { kind: 'trend', length: 7, ties: 'breaks', marks: 'whole-pattern' },
    {
      kind: 'zone',
      sigmas: 2,
      count: 2,
      of: 3,
      others: 'same-side',
      outsideLimits: 'does-not-count',
      marks: 'points-in-zone',
    },
    { kind: 'shift', length: 7, onCentre: 'breaks', marks: 'whole-pattern' },
  ],
};

/** The same with runs of 6, which the Excel tool of Making Data Count offers. */
export const nhsMakingDataCountSix: RulePreset = {
  ...nhsMakingDataCount,
  name: 'nhs-making-data-count-6',
  rules: nhsMakingDataCount.rules.map((rule) =>
    rule.kind === 'shift' || rule.kind === 'trend' ? { ...rule, length: 6 } : rule,
  ),
};

/** Anhøj: a point outside the limits (where there are limits), an unusually long run, or too few crossings. */
export const anhoej: RulePreset = {
  name: 'anhoej',
  version: '1',
  runsTest: 'anhoej',
  rules: [OUTSIDE],
};

/** Anhøj with the best box of Anhøj and Wentzel-Larsen (2020) instead of the two separate limits. */
export const anhoejBestBox: RulePreset = {
  ...anhoej,
  name: 'anhoej-best-box',
  runsTest: 'best-box',
};

/** Anhøj with the cut box of Anhøj and Wentzel-Larsen (2020). */
export const anhoejCutBox: RulePreset = { ...anhoej, name: 'anhoej-cut-box', runsTest: 'cut-box' };

const completing = { marks: 'completing-point' } as const;
const anywhere = { others: 'anywhere', outsideLimits: 'counts', ...completing } as const;

/** Western Electric (1956): 1 beyond 3σ, 2 of 3 beyond 2σ, 4 of 5 beyond 1σ, 8 on one side. */
export const westernElectric: RulePreset = {
  name: 'western-electric',
  version: '1',
  runsTest: 'none',
  rules: [
    OUTSIDE,
    { kind: 'zone', sigmas: 2, count: 2, of: 3, ...anywhere },
    { kind: 'zone', sigmas: 1, count: 4, of: 5, ...anywhere },
    { kind: 'shift', length: 8, onCentre: 'breaks', ...completing },
  ],
};

/** Nelson (1984): the eight tests, in his order. */
export const nelson: RulePreset = {
  name: 'nelson',
  version: '1',
  runsTest: 'none',
  rules: [
    OUTSIDE,
    { kind: 'shift', length: 9, onCentre: 'breaks', ...completing },
    { kind: 'trend', length: 6, ties: 'breaks', ...completing },
    { kind: 'alternating', length: 14, ...completing },
    { kind: 'zone', sigmas: 2, count: 2, of: 3, ...anywhere },
    { kind: 'zone', sigmas: 1, count: 4, of: 5, ...anywhere },
    { kind: 'hugging', length: 15, ...completing },
    { kind: 'avoiding-centre', length: 8, ...completing },
  ],
};

/**
 * Run chart of the Institute for Healthcare Improvement (Perla 2011): shift of 6 with points on the
 * median passed over, trend of 5 with repeated values passed over, too few or too many runs.
 */
export const ihiRunChart: RulePreset = {
  name: 'ihi-run-chart',
  version: '1',
  runsTest: 'number-of-runs',
  rules: [
    { kind: 'shift', length: 6, onCentre: 'skipped', marks: 'whole-pattern' },
    { kind: 'trend', length: 5, ties: 'skipped', marks: 'whole-pattern' },
  ],
};

/** All published presets; anything else is a custom preset built from the same rules. */
export const rulePresets: readonly RulePreset[] = [
  nhsMakingDataCount,
  nhsMakingDataCountSix,
  anhoej,
  anhoejBestBox,
  anhoejCutBox,
  westernElectric,
  nelson,
  ihiRunChart,
];
