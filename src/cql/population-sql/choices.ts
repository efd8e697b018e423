import { choose, isMissing } from './choose.ts';
import { allOf, anyOf } from './conditions.ts';
import { decided } from './truth.ts';
import { type Alternative, type ChoiceValue, nothing, type Truth, type Value } from './value.ts';

/** What a value is asked of a choice, form by form; undefined when one form has no answer. */
export function mapChoice(
  value: Value,
  answer: (form: Value) => Value | undefined,
): Value | undefined {
  if (value.kind !== 'choice') return answer(value);
  let rest: Value = nothing;
  for (const { when, value: form } of value.alternatives.toReversed()) {
    const one = form.kind === 'null' ? nothing : answer(form);
    if (one === undefined) return undefined;
    rest = chooseAny(when, one, rest);
  }
  return rest;
}

/** One value or another, of whatever kinds: where SQL cannot choose, both are kept with their conditions. */
export function chooseAny(condition: string, one: Value, other: Value): Value {
  if (condition === 'TRUE') return one;
  if (condition === 'FALSE') return other;
  const chosen = choose(condition, one, other);
  if (chosen !== undefined) return chosen;
  return { kind: 'choice', alternatives: [...under(condition, one), ...formsOf(other)] };
}

function under(condition: string, value: Value): readonly Alternative[] {
  if (value.kind !== 'choice') return [{ when: condition, type: typeOf(value), value }];
  const forms = value.alternatives.map((form) => ({
    ...form,
    when: allOf([condition, form.when]),
  }));
  return [...forms, { when: condition, type: 'null', value: nothing }];
}

function formsOf(value: Value): readonly Alternative[] {
  if (value.kind === 'null') return [];
  return value.kind === 'choice'
    ? value.alternatives
    : [{ when: 'TRUE', type: typeOf(value), value }];
}

/** The value as one type: missing where it has another. */
export function castChoice({ alternatives }: ChoiceValue, type: string): Value {
  const fitting = alternatives.filter((form) => form.type === type);
  const [only, ...others] = fitting;
  if (only === undefined) return nothing;
  const isAlone = others.length === 0 && alternatives.every(({ when }) => isPresence(when));
  if (isAlone) return present(only);
  let rest: Value = nothing;
  for (const form of alternatives.toReversed())
    rest = chooseAny(form.when, form.type === type ? form.value : nothing, rest);
  return rest;
}

/** Forms of one recorded element exclude each other, and what is not recorded is NULL by itself. */
const isPresence = (when: string): boolean =>
  /^\(?"[^"]+"\.\w+ IS NOT NULL( OR "[^"]+"\.\w+ IS NOT NULL\))?$|^(len|cardinality)\("[^"]+"\.\w+\) > 0$/.test(
    when,
  );

const present = ({ when, value }: Alternative): Value =>
  value.kind === 'interval' ? { ...value, isPresent: () => when } : value;

/** Whether a value is of a type. */
export function isOfType({ alternatives }: ChoiceValue, type: string): Truth {
  const before: string[] = [];
  const holds: string[] = [];
  for (const { when, type: form, value } of alternatives) {
    if (form === type) {
      const missing = isMissing(value)?.isFalse ?? 'TRUE';
      holds.push(allOf([when, ...before, isPresence(when) ? 'TRUE' : missing]));
    } else if (!isPresence(when)) {
      before.push(`(${when}) IS NOT TRUE`);
    }
  }
  return decided(anyOf(holds));
}

/** Whether no form of a choice is there. */
export function choiceMissing({ alternatives }: ChoiceValue): Truth {
  const parts = alternatives.map(({ when, value }, place) => {
    const before = alternatives.slice(0, place).filter((form) => !isPresence(form.when));
    const there = isPresence(when) ? 'TRUE' : (isMissing(value)?.isFalse ?? 'TRUE');
    return allOf([when, there, ...before.map((form) => `(${form.when}) IS NOT TRUE`)]);
  });
  const some = anyOf(parts);
  return { kind: 'truth', isTrue: `(${some}) IS NOT TRUE`, isFalse: some };
}

/** The type of a value, as CQL names it. */
export function typeOf(value: Value): string {
  switch (value.kind) {
    case 'time':
      return value.type;
    case 'number':
      return value.type === 'integer' ? 'Integer' : 'Decimal';
    case 'text':
      return 'String';
    case 'truth':
      return 'Boolean';
    case 'quantity':
      return 'Quantity';
    case 'codings':
      return 'Concept';
    case 'coding':
      return 'Code';
    case 'interval': {
      const bound = value.low.value.kind === 'null' ? value.high.value : value.low.value;
      return `Interval<${bound.kind === 'null' ? 'DateTime' : typeOf(bound)}>`;
    }
    default:
      return value.kind;
  }
}

const choosable = new Set([
  'choice',
  'interval',
  'time',
  'number',
  'text',
  'truth',
  'quantity',
  'null',
  'codings',
]);
export const isChoosable = ({ kind }: Value): boolean => choosable.has(kind);
