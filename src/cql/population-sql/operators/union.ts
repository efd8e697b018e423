import { nodesAt } from '../../elm.ts';
import type { Handler } from '../compiler.ts';
import type { Place } from '../correlate.ts';
import { Cte } from '../cte.ts';
import type { Source } from '../frame.ts';
import { branchOf, read } from '../rows.ts';
import type { RowsValue, Value } from '../value.ts';

/** Records of one type become one list; records of different types are never the same and stay apart. */
export const union: Handler = (node, scope, compiler) => {
  const parts = nodesAt(node, 'operand').flatMap((part) => {
    const value = compiler.value(part, scope);
    return listsIn(value) ?? compiler.refuse('a union needs lists from the data', part, scope);
  });
  const byType = new Map<string, RowsValue[]>();
  for (const part of parts) {
    const { element } = part;
    if (element.kind !== 'row')
      return compiler.refuse(`a union of lists of ${element.kind} is not compiled`, node, scope);
    byType.set(element.resource, [...(byType.get(element.resource) ?? []), part]);
  }
  const united = [...byType].map(([resource, same]) =>
    unitedRecords(resource, same, { node, scope, compiler }),
  );
  const [only, ...others] = united;
  return only !== undefined && others.length === 0 ? only : { kind: 'several', parts: united };
};

/** The lists that a value is; undefined when it is none. */
export const listsIn = (value: Value): readonly RowsValue[] | undefined => {
  if (value.kind === 'null') return [];
  if (value.kind === 'several') return value.parts;
  return value.kind === 'rows' ? [value] : undefined;
};

function unitedRecords(
  resource: string,
  parts: readonly RowsValue[],
  { node, scope, compiler }: Place,
): RowsValue {
  if (parts.some(({ frame }) => frame.hasPeriod)) for (const { frame } of parts) frame.periodId();
  const branches = parts.map((part) => branchOf(part, compiler, node, scope));
  const cte = compiler.cte(new Cte(compiler.name(scope.title), branches));
  const handedOn = {
    cte,
    element: (source: Source) => ({ kind: 'row', resource, source }) as const,
  };
  return read(handedOn, scope, compiler, scope.title);
}
