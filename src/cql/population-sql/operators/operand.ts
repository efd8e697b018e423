import { type ElmNode, nodeAt, nodesAt } from '../../elm.ts';
import type { Compiler, Scope } from '../compiler.ts';
import { plain } from '../plain.ts';
import type { Value } from '../value.ts';

/** The only operand of a node. */
export function theOperand(node: ElmNode, scope: Scope, compiler: Compiler): ElmNode {
  return (
    nodeAt(node, 'operand') ??
    nodesAt(node, 'operand')[0] ??
    compiler.refuse(`${node.type} has no operand`, node, scope)
  );
}

/** Both operands of a node, elements read as their plain types. */
export function twoOperands(
  node: ElmNode,
  scope: Scope,
  compiler: Compiler,
): readonly [Value, Value] {
  const [a, b, ...more] = nodesAt(node, 'operand');
  if (a === undefined || b === undefined || more.length > 0) {
    return compiler.refuse(`${node.type} needs two operands`, node, scope);
  }
  return [plain(a, scope, compiler), plain(b, scope, compiler)];
}
