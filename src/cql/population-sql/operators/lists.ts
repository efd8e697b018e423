import { nodesAt } from '../../elm.ts';
import type { Handler } from '../compiler.ts';
import { plain } from '../plain.ts';
import { endOfList, singletonFrom } from './ends-of-list.ts';
import { anyTrue, exists } from './existence.ts';
import { theOperand } from './operand.ts';
import { retrieve } from './retrieve.ts';
import { count, numberSummary } from './summaries.ts';
import { union } from './union.ts';

const literalList: Handler = (node, scope, compiler) => ({
  kind: 'list',
  items: nodesAt(node, 'element').map((item) => plain(item, scope, compiler)),
});

const toList: Handler = (node, scope, compiler) => {
  const value = compiler.value(theOperand(node, scope, compiler), scope);
  return value.kind === 'null' ? { kind: 'list', items: [] } : { kind: 'list', items: [value] };
};

export const listHandlers: Readonly<Record<string, Handler>> = {
  Retrieve: retrieve,
  Union: union,
  Exists: exists,
  AnyTrue: anyTrue,
  First: endOfList(false),
  Last: endOfList(true),
  Sum: numberSummary,
  Min: numberSummary,
  Max: numberSummary,
  Count: count,
  SingletonFrom: singletonFrom,
  List: literalList,
  ToList: toList,
};
