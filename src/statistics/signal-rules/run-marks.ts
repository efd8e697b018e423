import type { Marked } from './judged-points.ts';
import type { Marks, OnLine } from './rule.ts';

interface RunRule {
  readonly length: number;
  readonly zeros: OnLine;
  readonly marks: Marks;
}

/**
 * Marks runs of equal non-zero states at least `length` long. Zeros end a run or are passed over
 * (they then neither count nor carry a mark).
 */
export function markRuns(states: Int8Array, { length, zeros, marks }: RunRule): Marked {
  const marked = new Int8Array(states.length);
  const members = new Int32Array(states.length);
  let count = 0;
  let state = 0;
  for (let i = 0; i < states.length; i += 1) {
    const here = states[i] ?? 0;
    if (here === 0 && zeros === 'skipped') continue;
    if (here !== state) count = 0;
    state = here;
    if (here === 0) continue;
    members[count] = i;
    count += 1;
    if (count < length) continue;
    marked[i] = state;
    if (marks === 'whole-pattern' && count === length) markMembers(marked, members, count, state);
  }
  return marked;
}

function markMembers(marked: Marked, members: Int32Array, count: number, state: number): void {
  for (let m = 0; m < count; m += 1) marked[members[m] ?? 0] = state;
}
