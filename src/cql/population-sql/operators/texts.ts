import { nodesAt } from '../../elm.ts';
import type { Handler } from '../compiler.ts';
import { plain } from '../plain.ts';
import { comparison } from '../truth.ts';
import { nothing, type TextValue, unknown } from '../value.ts';
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

export const textHandlers: Readonly<Record<string, Handler>> = {
  Concatenate: concatenate,
  StartsWith: startsWith,
};
