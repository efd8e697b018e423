import type { ElmNode } from '../../elm.ts';
import { nodeAt } from '../../elm.ts';
import { isMissing } from '../choose.ts';
import type { Compiler, Handler, Scope } from '../compiler.ts';
import { attach, existsSql, type Place } from '../correlate.ts';
import { Elements } from '../elements.ts';
import { listOf } from '../items.ts';
import { columnRequest } from '../project.ts';
import { decided, either } from '../truth.ts';
import { always, type NestedValue, never, nothing, type RowsValue, type Truth } from '../value.ts';
import { theOperand } from './operand.ts';
import { listsIn } from './union.ts';

export const exists: Handler = (node, scope, compiler) => {
  const operand = theOperand(node, scope, compiler);
  const inside = { ...scope, decides: 'no' } as const;
  const list = listOf(compiler.value(operand, inside), inside, compiler, node);
  if (list.kind === 'null') return decided('FALSE');
  if (list.kind === 'nested') return decided(nestedExists(list, compiler));
  const lists = listsIn(list);
  if (lists === undefined)
    return compiler.refuse(`whether a ${list.kind} has items is not compiled`, node, scope);
  const inAny = lists.length === 1 ? scope.decides : 'no';
  return lists
    .map((one) => rowsExist(one, { scope: { ...scope, decides: inAny }, compiler, node }))
    .reduce(either, never);
};

function rowsExist(list: RowsValue, { scope, compiler, node }: Place): Truth {
  onlyPresent(list, node, scope, compiler);
  if (scope.decides === 'no') return attachedExists(list, { scope, compiler, node });
  const sql = existsSql(list, compiler.within(scope, node));
  return { kind: 'truth', isTrue: sql, isFalse: `NOT ${sql}` };
}

/** Missing items do not count as items. */
export function onlyPresent(
  { element, frame }: RowsValue,
  node: ElmNode,
  scope: Scope,
  compiler: Compiler,
): void {
  if (element.kind === 'row') {
    // A record that is only joined to the rows may be missing.
    const { source } = element;
    if (source.join.kind === 'left')
      frame.where(`${frame.column(source, columnRequest('id'))} IS NOT NULL`);
    return;
  }
  if (element.kind === 'element') {
    frame.where(new Elements(compiler, { ...scope, frame }, node).presence(element));
    return;
  }
  const missing = isMissing(element);
  if (missing === undefined)
    compiler.refuse(`items of ${element.kind} are not counted`, node, scope);
  frame.where(missing.isFalse);
}

function attachedExists(list: RowsValue, place: Place): Truth {
  const { reader } = attach(
    { ...list, element: nothing },
    { thinning: 'distinct', order: [] },
    place,
  );
  const found = `${reader.alias}.patient_id`;
  return { kind: 'truth', isTrue: `${found} IS NOT NULL`, isFalse: `${found} IS NULL` };
}

function nestedExists({ list, item, condition }: NestedValue, compiler: Compiler): string {
  const { words } = compiler.input;
  if (!new RegExp(`\\b${item}\\b`).test(condition)) return condition;
  const [, compared] = /^item = ("[^"]+"\.[a-z_]+)$/.exec(condition) ?? [];
  return compared === undefined
    ? words.anyItem(list, item, condition)
    : words.contains(list, compared);
}

/** Whether a condition is true of any item; of none when there is no list. */
export const anyTrue: Handler = (node, scope, compiler) => {
  const source = nodeAt(node, 'source') ?? theOperand(node, scope, compiler);
  const list = compiler.value(source, { ...scope, decides: 'no' });
  const lists = listsIn(list);
  if (lists === undefined)
    return compiler.refuse(`whether a ${list.kind} holds is not compiled`, node, scope);
  const place = { scope: { ...scope, decides: 'no' }, compiler, node } as const;
  return lists.map((one) => rowsExist(whereTrue(one, place), place)).reduce(either, never);
};

function whereTrue(list: RowsValue, { node, scope, compiler }: Place): RowsValue {
  const { element, frame } = list;
  if (element.kind !== 'truth')
    return compiler.refuse(`whether a ${element.kind} is true is not compiled`, node, scope);
  frame.where(element.isTrue);
  return { ...list, element: always };
}

/** Whether a condition holds for any row; of none where there are no rows. */
export function anyWhere(list: RowsValue, condition: string, place: Place): Truth {
  list.frame.where(condition);
  const undecided = { ...place, scope: { ...place.scope, decides: 'no' } } as const;
  return rowsExist({ ...list, element: always }, undecided);
}
