import { type ElmNode, nodeAt, nodesAt, textAt } from '../../elm.ts';
import { compareForSort } from '../engine-corrections.ts';
import { requireFewCombinations, requireFewRows } from '../row-limit.ts';
import type { Compiler } from './compiler.ts';
import { distinct } from './lists.ts';
import { type Compile, part } from './operand.ts';
import { isMissing, NotCompiled, type Run, type Session } from './run.ts';
import type { Scope } from './scope.ts';
import { pathReader } from './structure.ts';

interface Source {
  readonly place: number;
  readonly run: Run;
}

interface Plan {
  readonly sources: readonly Source[];
  readonly lets: readonly Source[];
  readonly conditions: readonly Run[];
  readonly value: Run;
  readonly isDistinct: boolean;
  readonly sort: Sort | null;
}

type Sort = (values: readonly unknown[], frame: unknown[], session: Session) => readonly unknown[];

/** Sources, lets, relationships, where, return and sort; one value gives one value, a list a list. */
export const query: Compile = (node, outer, compiler) => {
  if (node.aggregate !== undefined && node.aggregate !== null)
    throw new NotCompiled(node, 'with an aggregate clause is not compiled');
  const plan = planOf(node, outer, compiler);
  return (frame, session) => {
    const given: unknown[] = [];
    for (const { run } of plan.sources) given.push(run(frame, session));
    if (given.every(isMissing)) return null;
    requireFewCombinations(given.map((value) => itemsOf(value).length));
    const found: unknown[] = [];
    combine(plan, { given, frame, session, found }, 0);
    requireFewRows(found.length);
    const values = plan.isDistinct ? distinct(found) : found;
    const sorted = plan.sort === null ? values : plan.sort(values, frame, session);
    return given.some(Array.isArray) ? sorted : (sorted[0] ?? null);
  };
};

function planOf(node: ElmNode, outer: Scope, compiler: Compiler): Plan {
  let scope = outer;
  const named = (name: string, run: Run): Source => {
    const added = scope.with(name);
    scope = added.scope;
    return { place: added.place, run };
  };
  // Sources are worked out before their aliases are known, lets each with those before it.
  const sources = nodesAt(node, 'source')
    .map((one) => ({
      name: textAt(one, 'alias') ?? '',
      run: part(one, 'expression', outer, compiler),
    }))
    .map(({ name, run }) => named(name, run));
  const lets = nodesAt(node, 'let').map((one) =>
    named(textAt(one, 'identifier') ?? '', part(one, 'expression', scope, compiler)),
  );
  const where = nodeAt(node, 'where');
  const returned = nodeAt(node, 'return');
  const [first] = sources;
  if (first === undefined || (sources.length > 1 && returned === undefined))
    throw new NotCompiled(node, 'of several sources without a return');
  const sort = nodeAt(node, 'sort');
  return {
    sources,
    lets,
    conditions: [
      ...nodesAt(node, 'relationship').map((one) => relationship(one, scope, compiler)),
      ...(where === undefined ? [] : [compiler.run(where, scope)]),
    ],
    value:
      returned === undefined
        ? (frame) => frame[first.place]
        : part(returned, 'expression', scope, compiler),
    isDistinct: returned !== undefined && returned.distinct !== false,
    sort: sort === undefined ? null : sortOf(sort, outer, compiler),
  };
}

interface Combining {
  readonly given: readonly unknown[];
  readonly frame: unknown[];
  readonly session: Session;
  readonly found: unknown[];
}

/** Goes through every combination of the sources' items, the last source fastest. */
function combine(plan: Plan, at: Combining, depth: number): void {
  const { given, frame, session, found } = at;
  const source = plan.sources[depth];
  if (source === undefined) {
    for (const { place, run } of plan.lets) frame[place] = run(frame, session);
    for (const condition of plan.conditions) if (condition(frame, session) !== true) return;
    found.push(plan.value(frame, session) ?? null);
    return;
  }
  for (const item of itemsOf(given[depth])) {
    frame[source.place] = item;
    combine(plan, at, depth + 1);
  }
}

function itemsOf(value: unknown): readonly unknown[] {
  if (isMissing(value)) return [];
  return Array.isArray(value) ? value : [value];
}

/** With: some item makes the condition true. Without: none does. */
function relationship(node: ElmNode, outer: Scope, compiler: Compiler): Run {
  const items = part(node, 'expression', outer, compiler);
  const { scope, place } = outer.with(textAt(node, 'alias') ?? '');
  const suchThat = part(node, 'suchThat', scope, compiler);
  const isWith = node.type === 'With';
  if (!isWith && node.type !== 'Without') throw new NotCompiled(node);
  return (frame, session) => {
    const value = items(frame, session);
    const list = Array.isArray(value) ? value : [value ?? null];
    const isFound = list.some((item) => {
      frame[place] = item;
      return suchThat(frame, session) === true;
    });
    return isFound === isWith;
  };
}

interface SortKey {
  readonly key: Run;
  readonly sign: number;
}

function sortOf(node: ElmNode, outer: Scope, compiler: Compiler): Sort {
  const { scope, place } = outer.sorting();
  const by = nodesAt(node, 'by').map((one) => sortKey(one, scope, place, compiler));
  return (values, frame, session) => {
    const keyed = values.map((value) => {
      frame[place] = value;
      return { value, keys: by.map(({ key }) => key(frame, session) ?? null) };
    });
    const order = (a: (typeof keyed)[number], b: (typeof keyed)[number]): number => {
      for (const [index, { sign }] of by.entries()) {
        const found = compareForSort(a.keys[index] ?? null, b.keys[index] ?? null);
        if (found !== 0) return found * sign;
      }
      return 0;
    };
    return keyed.toSorted(order).map(({ value }) => value);
  };
}

function sortKey(node: ElmNode, scope: Scope, place: number, compiler: Compiler): SortKey {
  const direction = textAt(node, 'direction');
  const sign = direction === 'asc' || direction === 'ascending' ? 1 : -1;
  switch (node.type) {
    case 'ByDirection':
      return { key: (frame) => frame[place], sign };
    case 'ByColumn': {
      const read = pathReader(textAt(node, 'path') ?? '');
      return { key: (frame) => read(frame[place]), sign };
    }
    case 'ByExpression':
      return { key: part(node, 'expression', scope, compiler), sign };
    default:
      throw new NotCompiled(node);
  }
}
