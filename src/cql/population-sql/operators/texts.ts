import { type ElmNode, nodeAt, nodesAt } from '../../elm.ts';
import type { Compiler, Handler, Scope } from '../compiler.ts';
import { plain } from '../plain.ts';
import { comparison } from '../truth.ts';
import { nothing, type TextValue, textOf, unknown, type Value } from '../value.ts';
import { twoOperands } from './operand.ts';

/** Texts joined; 'Type/' and an id make a reference. */
const concatenate: Handler = (node, scope, compiler) => {
  const parts = nodesAt(node, 'operand').map((operand) => plain(operand, scope, compiler));
  if (parts.some(({ kind }) => kind === 'null')) return nothing;
  const texts = parts.flatMap((part) =>
    part.kind === 'text'
      ? [part]
      : compiler.refuse(`a ${part.kind} is not joined to a text`, node, scope),
  );
  const sql = texts.map((text) => text.sql).join(' || ');
  const [first, second, ...more] = texts;
  const target = /^'([A-Z]\w+)\/'$/.exec(first?.sql ?? '')?.[1];
  if (target === undefined || second === undefined || more.length > 0) return { kind: 'text', sql };
  return { kind: 'text', sql, reference: { target, id: second.sql } } satisfies TextValue;
};

const startsWith: Handler = (node, scope, compiler) => {
  const [a, b] = twoOperands(node, scope, compiler);
  if (a.kind === 'null' || b.kind === 'null') return unknown;
  if (a.kind !== 'text' || b.kind !== 'text')
    return compiler.refuse(`${node.type} needs texts`, node, scope);
  if (a.reference !== undefined && b.sql === `'${a.reference.target}/'`) {
    return { kind: 'truth', isTrue: `${a.reference.id} IS NOT NULL`, isFalse: 'FALSE' };
  }
  const sql = `starts_with(${a.sql}, ${b.sql})`;
  return comparison(sql, `NOT ${sql}`);
};

/** What comes after the last separator of a text: of a reference its id. */
export function afterLast(split: ElmNode, scope: Scope, compiler: Compiler): Value {
  const [text, separator] = ['stringToSplit', 'separator'].map((key) => {
    const part = nodeAt(split, key);
    return part === undefined ? nothing : plain(part, scope, compiler);
  });
  if (text?.kind === 'null') return nothing;
  if (text?.kind !== 'text' || separator?.kind !== 'text' || !/^'[^']'$/.test(separator.sql))
    return compiler.refuse('only a text is split, by one written character', split, scope);
  if (text.reference !== undefined && separator.sql === "'/'") return textOf(text.reference.id);
  return textOf(`split_part(NULLIF(${text.sql}, ''), ${separator.sql}, -1)`);
}

export const textHandlers: Readonly<Record<string, Handler>> = {
  Concatenate: concatenate,
  StartsWith: startsWith,
};
