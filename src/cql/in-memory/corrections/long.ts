import comparison from 'cql-execution/lib/util/comparison.js';
import { nodeAt, nodesAt, textAt } from '../../elm.ts';
import { correctOperator, operandType } from './operators.ts';

/* Long, which cql-execution 3.3 does not know, is a bigint here. */

export const largestLong = 2n ** 63n - 1n;
export const smallestLong = -(2n ** 63n);
const longType = '{urn:hl7-org:elm-types:r1}Long';

const within = (value: bigint): bigint | null =>
  value >= smallestLong && value <= largestLong ? value : null;

correctOperator('Literal', (node) => {
  if (node.valueType !== longType) return undefined;
  const value = BigInt((textAt(node, 'value') ?? '0').replace(/L$/, ''));
  return () => value;
});

correctOperator('MinValue', (node) =>
  node.valueType === longType ? () => smallestLong : undefined,
);
correctOperator('MaxValue', (node) =>
  node.valueType === longType ? () => largestLong : undefined,
);

function toLong(value: unknown): bigint | null {
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : null;
  if (typeof value === 'bigint') return value;
  return typeof value === 'string' && /^[+-]?\d+$/.test(value)
    ? within(BigInt(value.replace(/^\+/, '')))
    : null;
}

correctOperator(
  'ToLong',
  () =>
    ([value]) =>
      toLong(value),
);
correctOperator(
  'ConvertsToLong',
  () =>
    ([value]) =>
      value === null ? null : toLong(value) !== null,
);

correctOperator('ToInteger', (node) =>
  operandType(node) === 'Long' ? ([value]) => fromLong(value) : undefined,
);

const fromLong = (value: unknown): number | null =>
  typeof value === 'bigint' && value >= -(2n ** 31n) && value < 2n ** 31n ? Number(value) : null;

for (const [name, compare] of [
  ['lessThan', (a: bigint, b: bigint) => a < b],
  ['lessThanOrEquals', (a: bigint, b: bigint) => a <= b],
  ['greaterThan', (a: bigint, b: bigint) => a > b],
  ['greaterThanOrEquals', (a: bigint, b: bigint) => a >= b],
] as const) {
  const engineCompare = comparison[name];
  comparison[name] = (a, b, precision) =>
    typeof a === 'bigint' && typeof b === 'bigint' ? compare(a, b) : engineCompare(a, b, precision);
}

const engineEquals = comparison.equals;

/**
 * Lists are equal when their items are, in order; two missing items count as equal. cql-execution calls any list with a
 * missing item unknown.
 */
comparison.equals = function equals(a, b) {
  if (typeof a === 'bigint' && typeof b === 'bigint') return a === b;
  return Array.isArray(a) && Array.isArray(b) ? equalLists(a, b) : engineEquals(a, b);
};

function equalLists(a: readonly unknown[], b: readonly unknown[]): boolean | null {
  if (a.length !== b.length) return false;
  let answer: boolean | null = true;
  for (const [i, item] of a.entries()) {
    const other = b[i] ?? null;
    const isSame =
      (item ?? null) === null && other === null ? true : comparison.equals(item, other);
    if (isSame === false) return false;
    if (isSame === null) answer = null;
  }
  return answer;
}

const numberTypes = ['Integer', 'Long', 'Decimal'].map(
  (name) => `{urn:hl7-org:elm-types:r1}${name}`,
);

/** Which number type a value has, its own type says: the engine takes 1 for a Decimal too. */
correctOperator('Is', (node) => {
  const [operand] = nodesAt(node, 'operand');
  const type = operand && textAt(operand, 'resultTypeName');
  if (type === undefined || !numberTypes.includes(type)) return undefined;
  const asked = textAt(node, 'isType') ?? textAt(nodeAt(node, 'isTypeSpecifier') ?? {}, 'name');
  return ([value]) => value !== null && asked === type;
});
