import type { Attribute, Attributes } from './structure.ts';

/** How many different matters there can be. */
export const combinationCount = (attributes: readonly Attribute[]): number =>
  attributes.reduce((count, { values }) => count * values.length, 1);

/** Every matter there can be: each value of each attribute with each of the others. */
export function* everyCombination(attributes: readonly Attribute[]): Generator<Attributes> {
  const count = combinationCount(attributes);
  for (let number = 0; number < count; number++) yield combinationAt(attributes, number);
}

/** The number as digits, one for each attribute, in the base of its number of values. */
function combinationAt(attributes: readonly Attribute[], number: number): Attributes {
  const combination: Record<string, string> = {};
  let rest = number;
  for (const { id, values } of attributes) {
    const value = values[rest % values.length];
    if (value !== undefined) combination[id] = value.id;
    rest = Math.floor(rest / values.length);
  }
  return combination;
}
