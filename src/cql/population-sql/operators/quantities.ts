import type { ElmNode } from '../../elm.ts';
import { textAt } from '../../elm.ts';
import { choiceOfElement } from '../choice-of-element.ts';
import { castChoice } from '../choices.ts';
import type { Compiler, Handler, Scope } from '../compiler.ts';
import { literal } from '../dialect.ts';
import { certain, type NumberValue, type QuantityValue, type Truth, type Value } from '../value.ts';

const quantity: Handler = (node, scope, compiler) => {
  const { value } = node;
  if (typeof value !== 'number' || !Number.isFinite(value))
    return compiler.refuse('a quantity without a value is not compiled', node, scope);
  return {
    kind: 'quantity',
    value: String(value),
    unit: literal(textAt(node, 'unit') ?? '1'),
    refuseWhere: null,
  };
};

/**
 * A recorded quantity beside one in the definition: their values, where the units are written alike. In memory other
 * units are converted; records that have them are refused when the statement is run.
 */
export function compareQuantities(
  a: QuantityValue,
  b: QuantityValue,
  compare: (a: NumberValue, b: NumberValue) => Truth,
): Truth | undefined {
  const [recorded, fixed] = a.refuseWhere === null ? [b, a] : [a, b];
  if (recorded.refuseWhere === null || fixed.refuseWhere !== null) return undefined;
  recorded.refuseWhere(
    `${recorded.value} IS NOT NULL AND ${recorded.unit} <> ${fixed.unit}`,
    'a recorded quantity has another unit than the definition compares it with',
  );
  return compare(certain('decimal', a.value), certain('decimal', b.value));
}

/** FHIRHelpers.ToQuantity of an element: nothing where it holds anything but a quantity. */
export function toQuantity(value: Value, node: ElmNode, scope: Scope, compiler: Compiler): Value {
  if (value.kind === 'quantity') return value;
  const forms = value.kind === 'element' ? choiceOfElement(value, scope, compiler, node) : value;
  if (forms.kind === 'choice') return castChoice(forms, 'Quantity');
  return forms.kind === 'quantity' || forms.kind === 'null'
    ? forms
    : compiler.refuse(`a ${forms.kind} is not made a quantity`, node, scope);
}

export const quantityHandlers: Readonly<Record<string, Handler>> = { Quantity: quantity };
