import { extremePiece } from './times.ts';
import type { TimeValue } from './value.ts';

/** The first or last moment there is. */
export function extremeTime(extreme: 'least' | 'greatest'): TimeValue {
  return {
    kind: 'time',
    type: 'DateTime',
    piece: (which) => extremePiece(which, extreme),
    isExact: true,
    clock: null,
    origin: null,
    standIn: null,
  };
}
