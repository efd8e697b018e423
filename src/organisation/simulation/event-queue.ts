/** Something that happens at a time. */
export interface Timed {
  readonly time: number;
}

/** What is to happen, the earliest first; of two at the same time, the one that was planned first. */
export interface EventQueue<T extends Timed> {
  readonly add: (event: T) => void;
  readonly next: () => T | undefined;
}

interface Planned<T> {
  readonly event: T;
  readonly order: number;
}

/** A binary heap in an array: the children of i lie at 2i + 1 and 2i + 2. */
export function eventQueue<T extends Timed>(): EventQueue<T> {
  const heap: Planned<T>[] = [];
  let planned = 0;
  return {
    add: (event) => {
      heap.push({ event, order: planned });
      planned += 1;
      rise(heap, heap.length - 1);
    },
    next: () => {
      const first = heap[0];
      const last = heap.pop();
      if (first === undefined || last === undefined) return undefined;
      if (heap.length > 0) {
        heap[0] = last;
        sink(heap);
      }
      return first.event;
    },
  };
}

const before = <T extends Timed>(a: Planned<T>, b: Planned<T>): boolean =>
  a.event.time === b.event.time ? a.order < b.order : a.event.time < b.event.time;

function rise<T extends Timed>(heap: Planned<T>[], from: number): void {
  for (let at = from; at > 0; ) {
    const parent = (at - 1) >> 1;
    if (!swapIfBefore(heap, at, parent)) return;
    at = parent;
  }
}

function sink<T extends Timed>(heap: Planned<T>[]): void {
  for (let at = 0; ; ) {
    const left = 2 * at + 1;
    const right = left + 1;
    const child = isBefore(heap, right, left) ? right : left;
    if (!swapIfBefore(heap, child, at)) return;
    at = child;
  }
}

function isBefore<T extends Timed>(heap: readonly Planned<T>[], a: number, b: number): boolean {
  const one = heap[a];
  const other = heap[b];
  return one !== undefined && other !== undefined && before(one, other);
}

function swapIfBefore<T extends Timed>(heap: Planned<T>[], a: number, b: number): boolean {
  const one = heap[a];
  const other = heap[b];
  if (one === undefined || other === undefined || !before(one, other)) return false;
  heap[a] = other;
  heap[b] = one;
  return true;
}
