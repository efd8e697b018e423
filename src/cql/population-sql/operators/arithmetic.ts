import { type ElmNode, textAt } from '../../elm.ts';
import type { Handler } from '../compiler.ts';
import { literal as quotedText } from '../dialect.ts';
import { plain } from '../plain.ts';
import { always, certain, isCertain, type NumberValue, never, nothing, textOf } from '../value.ts';
import { theOperand, twoOperands } from './operand.ts';

const wider = (a: NumberValue, b: NumberValue): 'integer' | 'decimal' =>
  a.type === 'integer' && b.type === 'integer' ? 'integer' : 'decimal';

export const add = (a: NumberValue, b: NumberValue): NumberValue => ({
  kind: 'number',
  type: wider(a, b),
  low: `(${a.low} + ${b.low})`,
  high: `(${a.high} + ${b.high})`,
});

export const subtract = (a: NumberValue, b: NumberValue): NumberValue => ({
  kind: 'number',
  type: wider(a, b),
  low: `(${a.low} - ${b.high})`,
  high: `(${a.high} - ${b.low})`,
});

const multiply: Handler = (node, scope, compiler) => {
  const [a, b] = twoOperands(node, scope, compiler);
  if (a.kind === 'null' || b.kind === 'null') return nothing;
  if (a.kind !== 'number' || b.kind !== 'number' || !isCertain(a) || !isCertain(b)) {
    return compiler.refuse(`Multiply of ${a.kind} and ${b.kind} is not compiled`, node, scope);
  }
  return certain(wider(a, b), `(${a.low} * ${b.low})`);
};

const negate: Handler = (node, scope, compiler) => {
  const value = plain(theOperand(node, scope, compiler), scope, compiler);
  if (value.kind === 'null') return nothing;
  if (value.kind !== 'number')
    return compiler.refuse(`Negate of a ${value.kind} is not compiled`, node, scope);
  return { ...value, low: `(- ${value.high})`, high: `(- ${value.low})` };
};

const literal: Handler = (node, scope, compiler) => {
  const value = textAt(node, 'value') ?? '';
  const type = (textAt(node, 'valueType') ?? '').replace(/^\{.*\}/, '');
  if (type === 'String') return textOf(quotedText(value));
  if (type === 'Boolean') return value === 'true' ? always : never;
  if (type === 'Integer') return certain('integer', numeric(value, node));
  if (type === 'Decimal') return certain('decimal', numeric(value, node));
  return compiler.refuse(`a literal ${type} is not compiled`, node, scope);
};

function numeric(text: string, node: ElmNode): string {
  if (!/^-?\d+(\.\d+)?$/.test(text))
    throw new Error(`literal: '${text}' is not a number (${node.locator ?? ''})`);
  return text;
}

const toDecimal: Handler = (node, scope, compiler) => {
  const value = plain(theOperand(node, scope, compiler), scope, compiler);
  if (value.kind === 'number') return { ...value, type: 'decimal' };
  return value.kind === 'null'
    ? value
    : compiler.refuse(`a ${value.kind} is not made a decimal`, node, scope);
};

export const arithmeticHandlers: Readonly<Record<string, Handler>> = {
  Multiply: multiply,
  Negate: negate,
  Literal: literal,
  Null: () => nothing,
  ToDecimal: toDecimal,
};
