import type { SystemCode } from '../measures/value-sets.ts';

/**
 * What a patient's record must hold for a definition to be true or to give something: a condition that is necessary, not
 * sufficient.
 */
export type Need =
  | { readonly kind: 'nothing' }
  /** Whatever the record holds, the definition gives nothing. */
  | { readonly kind: 'impossible' }
  | RecordNeed
  | { readonly kind: 'all' | 'some'; readonly needs: readonly Need[] };

export interface RecordNeed {
  readonly kind: 'record';
  /** What is asked for, the same text for the same. */
  readonly key: string;
  readonly resourceType: string;
  /** The element that has the codes, as CQL names it; null when any record of the type will do. */
  readonly codeProperty: string | null;
  readonly codes: readonly SystemCode[];
}

export const nothingNeeded: Need = { kind: 'nothing' };
export const impossible: Need = { kind: 'impossible' };

export function allOf(needs: readonly Need[]): Need {
  if (needs.some(({ kind }) => kind === 'impossible')) return impossible;
  return combined(
    'all',
    needs.filter(({ kind }) => kind !== 'nothing'),
    nothingNeeded,
  );
}

export function someOf(needs: readonly Need[]): Need {
  if (needs.some(({ kind }) => kind === 'nothing')) return nothingNeeded;
  return combined(
    'some',
    needs.filter(({ kind }) => kind !== 'impossible'),
    impossible,
  );
}

function combined(kind: 'all' | 'some', needs: readonly Need[], empty: Need): Need {
  const flat = needs.flatMap((need) => (need.kind === kind ? need.needs : [need]));
  const each = [...new Map(flat.map((need) => [keyOf(need), need])).values()];
  const [only] = each;
  if (only === undefined) return empty;
  return each.length === 1 ? only : { kind, needs: each };
}

/** The same for needs of the same. */
function keyOf(need: Need): string {
  switch (need.kind) {
    case 'record':
      return need.key;
    case 'all':
    case 'some':
      return `${need.kind}(${need.needs.map(keyOf).toSorted().join(', ')})`;
    default:
      return need.kind;
  }
}
