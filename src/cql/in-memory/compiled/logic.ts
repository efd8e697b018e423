import comparison from 'cql-execution/lib/util/comparison.js';
import { nodesAt } from '../../elm.ts';
import { type Compile, operands, part, unary } from './operand.ts';
import { isMissing, NotCompiled, type Run } from './run.ts';

/** And: false as soon as one is false, unknown when one is unknown, otherwise true. */
const and: Compile = (node, scope, compiler) => {
  const all = operands(node, scope, compiler);
  return (frame, session) => {
    let answer: boolean | null = true;
    for (const one of all) {
      const value = one(frame, session);
      if (value === false) return false;
      if (value !== true) answer = null;
    }
    return answer;
  };
};

const or: Compile = (node, scope, compiler) => {
  const all = operands(node, scope, compiler);
  return (frame, session) => {
    let answer: boolean | null = false;
    for (const one of all) {
      const value = one(frame, session);
      if (value === true) return true;
      if (value !== false) answer = null;
    }
    return answer;
  };
};

/** Either the first is false or the second true; unknown when that cannot be told. */
const implies: Compile = (node, scope, compiler) => {
  const [one, other] = operands(node, scope, compiler);
  if (one === undefined || other === undefined) throw new NotCompiled(node);
  return (frame, session) => {
    const first = one(frame, session);
    if (first === false) return true;
    const second = other(frame, session);
    if (second === true) return true;
    return first === true && second === false ? false : null;
  };
};

const xor: Compile = (node, scope, compiler) => {
  const [one, other] = operands(node, scope, compiler);
  if (one === undefined || other === undefined) throw new NotCompiled(node);
  return (frame, session) => {
    const [a, b] = [one(frame, session), other(frame, session)];
    return isMissing(a) || isMissing(b) ? null : a !== b;
  };
};

const not = (value: unknown): boolean | null => {
  if (value === true) return false;
  return value === false ? true : null;
};

const conditional: Compile = (node, scope, compiler) => {
  const condition = part(node, 'condition', scope, compiler);
  const one = part(node, 'then', scope, compiler);
  const other = part(node, 'else', scope, compiler);
  return (frame, session) =>
    condition(frame, session) === true ? one(frame, session) : other(frame, session);
};

interface CaseItem {
  readonly when: Run;
  readonly value: Run;
}

const chosenCase: Compile = (node, scope, compiler) => {
  const items: readonly CaseItem[] = nodesAt(node, 'caseItem').map((item) => ({
    when: part(item, 'when', scope, compiler),
    value: part(item, 'then', scope, compiler),
  }));
  const otherwise = part(node, 'else', scope, compiler);
  const comparand =
    node.comparand === undefined ? undefined : part(node, 'comparand', scope, compiler);
  return (frame, session) => {
    const compared = comparand?.(frame, session);
    const isChosen = ({ when }: CaseItem): boolean => {
      const value = when(frame, session);
      return comparand === undefined ? value === true : comparison.equals(value, compared) === true;
    };
    return (items.find(isChosen)?.value ?? otherwise)(frame, session);
  };
};

/** The first operand that is there; of a single list, its first item that is. */
const coalesce: Compile = (node, scope, compiler) => {
  const all = operands(node, scope, compiler);
  return (frame, session) => {
    for (const one of all) {
      const value = one(frame, session);
      const found =
        all.length === 1 && Array.isArray(value) ? value.find((item) => !isMissing(item)) : value;
      if (!isMissing(found)) return found;
    }
    return null;
  };
};

export const logic: Readonly<Record<string, Compile>> = {
  And: and,
  Or: or,
  Xor: xor,
  Implies: implies,
  Not: unary(not),
  IsTrue: unary((value) => value === true),
  IsFalse: unary((value) => value === false),
  IsNull: unary(isMissing),
  Null: () => () => null,
  If: conditional,
  Case: chosenCase,
  Coalesce: coalesce,
};
