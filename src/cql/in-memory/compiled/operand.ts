import { type ElmNode, nodeAt, nodesAt } from '../../elm.ts';
import type { Compile, Compiler } from './compiler.ts';
import { NotCompiled, type Run, type Session } from './run.ts';
import type { Scope } from './scope.ts';

export type { Compile } from './compiler.ts';

export function part(node: ElmNode, key: string, scope: Scope, compiler: Compiler): Run {
  const child = nodeAt(node, key);
  if (child === undefined) throw new NotCompiled(node, `has no ${key}`);
  return compiler.run(child, scope);
}

export const operands = (node: ElmNode, scope: Scope, compiler: Compiler): readonly Run[] =>
  nodesAt(node, 'operand').map((child) => compiler.run(child, scope));

/** An operator of one operand, or of one source as aggregates have. */
export const unary =
  (value: (a: unknown, session: Session) => unknown, key = 'operand'): Compile =>
  (node, scope, compiler) => {
    const a = part(node, key, scope, compiler);
    return (frame, session) => value(a(frame, session), session);
  };

export const binary =
  (value: (a: unknown, b: unknown, session: Session) => unknown): Compile =>
  (node, scope, compiler) => {
    const [a, b, ...more] = operands(node, scope, compiler);
    if (a === undefined || b === undefined || more.length > 0)
      throw new NotCompiled(node, 'has not two operands');
    return (frame, session) => value(a(frame, session), b(frame, session), session);
  };
