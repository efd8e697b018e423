import { allOf, anyOf } from './conditions.ts';
import { always, never, type Truth } from './value.ts';

export const negated = ({ isTrue, isFalse }: Truth): Truth => ({
  kind: 'truth',
  isTrue: isFalse,
  isFalse: isTrue,
});

/** The conditions that must all be true. */
export const partsOf = ({ isTrue, parts }: Truth): readonly string[] => parts ?? [isTrue];

export function both(a: Truth, b: Truth): Truth {
  const parts = guarded(a, b) ?? guarded(b, a) ?? [...partsOf(a), ...partsOf(b)];
  return {
    kind: 'truth',
    isTrue: allOf(parts),
    isFalse: anyOf([a.isFalse, b.isFalse]),
    parts,
  };
}

/** `(core OR x IS NULL) AND x IS NOT NULL` is core, which is never true of a missing x. */
function guarded({ widened }: Truth, guard: Truth): readonly string[] | undefined {
  const isGuard =
    widened !== undefined && guard.isTrue === widened.missing.replace(/ IS NULL$/, ' IS NOT NULL');
  return isGuard ? [widened.core] : undefined;
}

export const either = (a: Truth, b: Truth): Truth => ({
  kind: 'truth',
  isTrue: anyOf([a.isTrue, b.isTrue]),
  isFalse: allOf([a.isFalse, b.isFalse]),
});

/** A SQL condition that is NULL when it is unknown, as comparisons of columns are. */
export const comparison = (isTrue: string, isFalse: string): Truth => ({
  kind: 'truth',
  isTrue,
  isFalse,
});

/** A condition that is never unknown: what is NULL, as the codings of a record that is not there, is false. */
export const decided = (isTrue: string): Truth => {
  if (isTrue === 'TRUE') return always;
  if (isTrue === 'FALSE') return never;
  return { kind: 'truth', isTrue, isFalse: `(${isTrue}) IS NOT TRUE` };
};

/** The condition as one SQL value: true, false, or NULL for unknown. */
export function truthSql({ isTrue, isFalse }: Truth): string {
  if (isTrue === 'TRUE' || isTrue === 'FALSE')
    return isFalse === 'TRUE' || isTrue === 'TRUE' ? isTrue : `CASE WHEN ${isFalse} THEN FALSE END`;
  return `CASE WHEN ${isTrue} THEN TRUE WHEN ${isFalse} THEN FALSE END`;
}
