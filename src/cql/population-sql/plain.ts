import type { ElmNode } from '../elm.ts';
import type { Compiler, Scope } from './compiler.ts';
import { Elements } from './elements.ts';
import { type Truth, unknown, type Value } from './value.ts';

/** The value of an expression, an element of a row already read as its plain type. */
export function plain(node: ElmNode, scope: Scope, compiler: Compiler): Value {
  const value = compiler.value(node, scope);
  return value.kind === 'element' ? new Elements(compiler, scope, node).plain(value) : value;
}

/** The value of a condition. */
export function truth(node: ElmNode, scope: Scope, compiler: Compiler): Truth {
  const value = plain(node, scope, compiler);
  if (value.kind === 'truth') return value;
  return value.kind === 'null'
    ? unknown
    : compiler.refuse(`a condition is a ${value.kind}`, node, scope);
}
