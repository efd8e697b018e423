/** Which points of a found pattern carry the mark. */
export type Marks = 'whole-pattern' | 'completing-point';

/** Does a point on the centre line (or a tie in a trend) end the pattern, or is it passed over? */
export type OnLine = 'breaks' | 'skipped';

/** One rule as data: a preset is a list of these, and a custom preset may combine any. */
export type Rule =
  | { readonly kind: 'outside-limits' }
  | {
      /** `length` points in a row on one side of the centre line. */
      readonly kind: 'shift';
      readonly length: number;
      readonly onCentre: OnLine;
      readonly marks: Marks;
    }
  | {
      /** `length` points in a row, each above (or each below) the one before. */
      readonly kind: 'trend';
      readonly length: number;
      readonly ties: OnLine;
      readonly marks: Marks;
    }
  | {
      /** `count` of `of` successive points beyond `sigmas` on the same side. */
      readonly kind: 'zone';
      readonly sigmas: 1 | 2;
      readonly count: number;
      readonly of: number;
      /** Where the remaining points of the window may lie. */
      readonly others: 'same-side' | 'anywhere';
      /** Does a point outside the 3-sigma limits count as beyond the zone? */
      readonly outsideLimits: 'counts' | 'does-not-count';
      readonly marks: Marks | 'points-in-zone';
    }
  | { readonly kind: 'alternating'; readonly length: number; readonly marks: Marks }
  | { readonly kind: 'hugging'; readonly length: number; readonly marks: Marks }
  | { readonly kind: 'avoiding-centre'; readonly length: number; readonly marks: Marks };

export type RuleKind = Rule['kind'];

/** Tests of a whole part by its longest run and its number of crossings; they mark no point. */
export type RunsTest = 'none' | 'anhoej' | 'best-box' | 'cut-box' | 'number-of-runs';

/** A named, versioned set of rules; earlier rules win when one label per point is wanted. */
export interface RulePreset {
  readonly name: string;
  readonly version: string;
  readonly rules: readonly Rule[];
  readonly runsTest: RunsTest;
}

/** Upwards or towards high values, downwards or towards low ones, or neither. */
export type Side = 'high' | 'low' | 'neither';

/** A rule that holds at a point; `rule` is the position of the rule in its preset. */
export interface RuleHit {
  readonly rule: number;
  readonly kind: RuleKind;
  readonly side: Side;
}

const isUsable = (rule: Rule): boolean => {
  if (rule.kind === 'outside-limits') return true;
  if (rule.kind !== 'zone') return Number.isInteger(rule.length) && rule.length >= 3;
  return Number.isInteger(rule.count) && rule.count >= 1 && rule.count <= rule.of;
};

/** @throws RangeError when a custom rule asks for fewer than three points in a row, or more of a window than it holds */
export function requireUsableRules({ name, rules }: RulePreset): void {
  const wrong = rules.findIndex((rule) => !isUsable(rule));
  if (wrong >= 0) {
    throw new RangeError(
      `rule ${wrong + 1} of preset ${name} cannot be used: lengths start at 3, and a window holds at least the points it asks for`,
    );
  }
}
