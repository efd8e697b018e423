import { type ElmNode, nodeAt, nodesAt } from '../../elm.ts';
import { choiceMissing, chooseAny, isChoosable } from '../choices.ts';
import { choose, firstRecorded, isMissing } from '../choose.ts';
import type { Compiler, Handler, Scope } from '../compiler.ts';
import { Elements } from '../elements.ts';
import { plain, truth } from '../plain.ts';
import { columnRequest } from '../project.ts';
import { both, decided, either, negated } from '../truth.ts';
import { nothing, type Truth, type Value } from '../value.ts';
import { theOperand } from './operand.ts';

const truths = (node: ElmNode, scope: Scope, compiler: Compiler): readonly Truth[] =>
  nodesAt(node, 'operand').map((operand) => truth(operand, scope, compiler));

const joined =
  (join: (a: Truth, b: Truth) => Truth): Handler =>
  (node, scope, compiler) => {
    const [first, ...rest] = truths(node, scope, compiler);
    return first === undefined
      ? compiler.refuse(`${node.type} has no operand`, node, scope)
      : rest.reduce(join, first);
  };

const implies = (a: Truth, b: Truth): Truth => either(negated(a), b);

const exclusive = (a: Truth, b: Truth): Truth => either(both(a, negated(b)), both(negated(a), b));

const not: Handler = (node, scope, compiler) => {
  const decides = scope.decides === 'no' ? 'no' : 'either';
  return negated(truth(theOperand(node, scope, compiler), { ...scope, decides }, compiler));
};

const isNull: Handler = (node, scope, compiler) => {
  const value = compiler.value(theOperand(node, scope, compiler), scope);
  if (value.kind === 'element') {
    const presence = new Elements(compiler, scope, node).presence(value);
    return {
      kind: 'truth',
      isTrue: / OR /.test(presence)
        ? `NOT ${presence}`
        : presence.replace(/ IS NOT NULL$/, ' IS NULL'),
      isFalse: presence,
    };
  }
  if (value.kind === 'choice') return choiceMissing(value);
  if (value.kind === 'row') return missingRow(value, node, scope, compiler);
  return (
    isMissing(value) ??
    compiler.refuse(`whether a ${value.kind} is missing is not compiled`, node, scope)
  );
};

function missingRow(
  row: Value & { kind: 'row' },
  node: ElmNode,
  scope: Scope,
  compiler: Compiler,
): Truth {
  const id = compiler.within(scope, node).column(row.source, columnRequest('id'));
  return { kind: 'truth', isTrue: `${id} IS NULL`, isFalse: `${id} IS NOT NULL` };
}

const isTrue: Handler = (node, scope, compiler) => {
  const condition = truth(theOperand(node, scope, compiler), scope, compiler);
  const wanted = node.type === 'IsTrue' ? condition.isTrue : condition.isFalse;
  return decided(wanted === 'TRUE' || wanted === 'FALSE' ? wanted : `COALESCE(${wanted}, FALSE)`);
};

const ifThenElse: Handler = (node, scope, compiler) => {
  const [condition, then, otherwise] = ['condition', 'then', 'else'].map((key) =>
    nodeAt(node, key),
  );
  if (condition === undefined || then === undefined)
    return compiler.refuse('an if without a condition', node, scope);
  const decision = truth(condition, scope, compiler).isTrue;
  const one = decision === 'FALSE' ? nothing : plain(then, scope, compiler);
  const isOver = decision === 'TRUE' || otherwise === undefined;
  const other = isOver ? nothing : plain(otherwise, scope, compiler);
  return choice(decision, one, other, node, scope, compiler);
};

function choice(
  decision: string,
  one: Value,
  other: Value,
  node: ElmNode,
  scope: Scope,
  compiler: Compiler,
): Value {
  if (decision === 'TRUE') return one;
  if (decision === 'FALSE') return other;
  const chosen = choose(decision, one, other);
  if (chosen !== undefined) return chosen;
  if (isChoosable(one) && isChoosable(other)) return chooseAny(decision, one, other);
  return compiler.refuse(
    `a choice between ${one.kind} and ${other.kind} is not compiled`,
    node,
    scope,
  );
}

const caseOf: Handler = (node, scope, compiler) => {
  if (nodeAt(node, 'comparand') !== undefined)
    return compiler.refuse('a case that compares is not compiled', node, scope);
  const otherwise = nodeAt(node, 'else');
  const last = otherwise === undefined ? nothing : plain(otherwise, scope, compiler);
  return nodesAt(node, 'caseItem').reduceRight<Value>((rest, item) => {
    const [when, then] = [nodeAt(item, 'when'), nodeAt(item, 'then')];
    if (when === undefined || then === undefined) return rest;
    const decision = truth(when, scope, compiler).isTrue;
    return decision === 'FALSE'
      ? rest
      : choice(decision, plain(then, scope, compiler), rest, node, scope, compiler);
  }, last);
};

const coalesce: Handler = (node, scope, compiler) =>
  nodesAt(node, 'operand').reduceRight<Value>((rest, operand) => {
    const value = plain(operand, scope, compiler);
    if (value.kind === 'null') return rest;
    if (rest.kind === 'null') return value;
    const recorded =
      value.kind === 'time' && rest.kind === 'time' ? firstRecorded(value, rest) : undefined;
    if (recorded !== undefined) return recorded;
    const missing = value.kind === 'choice' ? choiceMissing(value) : isMissing(value);
    if (missing === undefined)
      return compiler.refuse(`Coalesce of a ${value.kind} is not compiled`, node, scope);
    return missing.isFalse === 'TRUE'
      ? value
      : choice(missing.isFalse, value, rest, node, scope, compiler);
  }, nothing);

export const logicHandlers: Readonly<Record<string, Handler>> = {
  And: joined(both),
  Or: joined(either),
  Xor: joined(exclusive),
  Implies: joined(implies),
  Not: not,
  IsNull: isNull,
  IsTrue: isTrue,
  IsFalse: isTrue,
  If: ifThenElse,
  Case: caseOf,
  Coalesce: coalesce,
};
