import { type ElmNode, nodeAt, nodesAt, textAt } from '../../elm.ts';
import { missingValueSet } from '../../measures/value-sets.ts';
import type { Compiler, Handler, Scope } from '../compiler.ts';
import type { Place } from '../correlate.ts';
import { Elements } from '../elements.ts';
import { decided, either } from '../truth.ts';
import {
  type CodeValue,
  type CodingItem,
  type CodingsValue,
  type ListsValue,
  never,
  type Truth,
  type Value,
} from '../value.ts';
import { anyWhere } from './existence.ts';
import { theOperand } from './operand.ts';

const codeRef: Handler = (node, scope, compiler) => ({
  kind: 'code',
  texts: compiler.input.libraries.codes(node, scope.library),
});

/** A value set stands for its codes. */
const valueSetRef: Handler = (node, scope, compiler) => {
  const url = compiler.input.libraries.valueSet(node, scope.library);
  const codes = compiler.input.valueSets.get(url);
  if (codes === undefined) throw missingValueSet(url, scope.library);
  return { kind: 'code', texts: codes.map(({ system, code }) => `${system}|${code}`) };
};

/** The codes that a retrieve asks for, as 'system|code'. */
export function codeTexts(node: ElmNode, scope: Scope, compiler: Compiler): readonly string[] {
  const textsOf = (value: Value): readonly string[] => {
    // A retrieve by a list of codes has that list as the only item of another.
    if (value.kind === 'list') return value.items.flatMap(textsOf);
    return value.kind === 'code'
      ? value.texts
      : compiler.refuse(`a ${value.kind} is not a fixed code`, node, scope);
  };
  return textsOf(compiler.value(node, scope));
}

const toConcept: Handler = (node, scope, compiler) =>
  asCodings(compiler.value(theOperand(node, scope, compiler), scope), node, scope, compiler);

export function asCodings(value: Value, node: ElmNode, scope: Scope, compiler: Compiler): Value {
  if (value.kind === 'element') return new Elements(compiler, scope, node).codings(value);
  if (value.kind === 'nested' && value.concepts !== undefined)
    return { kind: 'codings', list: value.concepts };
  if (['code', 'codings', 'coding', 'null'].includes(value.kind)) return value;
  return compiler.refuse(`a ${value.kind} is not a concept`, node, scope);
}

/** Whether any coding is among fixed codes. A missing concept is not. */
export function isAmong(
  value: CodingsValue | CodingItem,
  texts: readonly string[],
  compiler: Compiler,
) {
  const { words } = compiler.input;
  if (texts.length === 0) return decided('FALSE');
  if (value.kind === 'codings') return decided(words.hasAny(value.list, texts));
  return decided(
    `${value.text} IN (${texts.map((text) => `'${text.replaceAll("'", "''")}'`).join(', ')})`,
  );
}

const inValueSet: Handler = (node, scope, compiler) => {
  const code = nodeAt(node, 'code') ?? nodeAt(node, 'codes');
  const named = nodeAt(node, 'valueset');
  const valueSet =
    named === undefined ? nodeAt(node, 'valuesetExpression') : { ...named, type: 'ValueSetRef' };
  if (code === undefined || valueSet === undefined)
    return compiler.refuse(`${node.type} without a value set`, node, scope);
  const texts = (): readonly string[] => codeTexts(valueSet, scope, compiler);
  const given = compiler.value(code, { ...scope, decides: 'no' });
  if (given.kind === 'rows' || given.kind === 'several')
    return anyAmong(given, texts(), { node, scope, compiler });
  const value = asCodings(given, node, scope, compiler);
  if (value.kind === 'null') return decided('FALSE');
  if (value.kind !== 'codings' && value.kind !== 'coding')
    return compiler.refuse(
      `whether a ${value.kind} is in a value set is not compiled`,
      node,
      scope,
    );
  return isAmong(value, texts(), compiler);
};

/** Whether a code of any row is among fixed codes. */
function anyAmong(list: ListsValue, texts: readonly string[], place: Place): Truth {
  const { node, scope, compiler } = place;
  const parts = list.kind === 'several' ? list.parts : [list];
  return parts
    .map((rows) => {
      const inside = { ...scope, frame: rows.frame };
      const one = asCodings(rows.element, node, inside, compiler);
      if (one.kind !== 'codings' && one.kind !== 'coding')
        return compiler.refuse(`a list of ${one.kind} is not searched`, node, scope);
      return anyWhere(rows, isAmong(one, texts, compiler).isTrue, place);
    })
    .reduce(either, never);
}

/** A code, or a concept, written out in the text. */
const instance: Handler = (node, scope, compiler) => {
  const type = textAt(node, 'classType') ?? '';
  if (!type.endsWith('}Code'))
    return compiler.refuse(`a literal ${type.replace(/^.*\}/, '')} is not compiled`, node, scope);
  const part = (name: string): string => {
    const element = nodesAt(node, 'element').find((one) => one.name === name);
    return textAt(nodeAt(element ?? {}, 'value') ?? {}, 'value') ?? '';
  };
  return { kind: 'code', texts: [`${part('system')}|${part('code')}`] } satisfies CodeValue;
};

export const codeHandlers: Readonly<Record<string, Handler>> = {
  CodeRef: codeRef,
  ConceptRef: codeRef,
  ValueSetRef: valueSetRef,
  ExpandValueSet: (node, scope, compiler) =>
    compiler.value(theOperand(node, scope, compiler), scope),
  ToConcept: toConcept,
  InValueSet: inValueSet,
  AnyInValueSet: inValueSet,
  Instance: instance,
};
