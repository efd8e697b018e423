import type { Answers, AnswerValue, Condition, Item } from './questionnaire.ts';

/**
 * Which items are asked, by enableWhen of FHIR R4: an item is asked when its parents are and its own conditions hold. An
 * answer to an item that is not asked counts as not given. With several answers `=`, `>`, `<`, `>=` and `<=` hold when one
 * answer does; `!=` holds when no answer equals, so also before any was given.
 *
 * @param holds the outcome of enableWhenExpression by linkId; an item without one is not named
 * @returns linkIds of the items that are asked
 */
export function enabledItems(
  items: readonly Item[],
  answers: Answers,
  holds: Readonly<Record<string, boolean>> = {},
): ReadonlySet<string> {
  const parents = parentsOf(items, null);
  const known = new Map<string, boolean>();
  const isEnabled = (linkId: string): boolean => {
    const before = known.get(linkId);
    if (before !== undefined) return before;
    // An item that depends on itself is refused when the form is read; this only keeps the walk finite.
    known.set(linkId, false);
    const place = parents.get(linkId);
    const result =
      place !== undefined &&
      (place.parent === null || isEnabled(place.parent)) &&
      (holds[linkId] ?? true) &&
      conditionsHold(place.item, (question) =>
        isEnabled(question) ? (answers[question] ?? []) : [],
      );
    known.set(linkId, result);
    return result;
  };
  return new Set([...parents.keys()].filter(isEnabled));
}

interface Place {
  readonly item: Item;
  readonly parent: string | null;
}

const parentsOf = (items: readonly Item[], parent: string | null): ReadonlyMap<string, Place> =>
  new Map(
    items.flatMap((item): [string, Place][] => [
      [item.linkId, { item, parent }],
      ...parentsOf(item.items, item.linkId),
    ]),
  );

function conditionsHold(
  { enableWhen, enableBehaviour }: Item,
  answersTo: (question: string) => readonly AnswerValue[],
): boolean {
  if (enableWhen.length === 0) return true;
  const holds = (condition: Condition) => conditionHolds(condition, answersTo(condition.question));
  return enableBehaviour === 'any' ? enableWhen.some(holds) : enableWhen.every(holds);
}

function conditionHolds({ operator, answer }: Condition, given: readonly AnswerValue[]): boolean {
  switch (operator) {
    case 'exists':
      return given.length > 0 === (answer.kind === 'boolean' ? answer.value : true);
    case '=':
      return given.some((one) => equal(one, answer));
    case '!=':
      return !given.some((one) => equal(one, answer));
    case '>':
    case '<':
    case '>=':
    case '<=':
      return given.some((one) => compares(one, operator, answer));
    default:
      return operator satisfies never;
  }
}

/** Codings are equal by system and code; a condition without a system asks for the code alone. */
export function equal(a: AnswerValue, b: AnswerValue): boolean {
  if (a.kind === 'coding' && b.kind === 'coding')
    return a.code === b.code && (a.system === b.system || a.system === '' || b.system === '');
  if (a.kind === 'quantity' && b.kind === 'quantity')
    return a.value === b.value && a.unit === b.unit;
  return a.kind !== 'coding' && b.kind !== 'coding' && a.kind === b.kind && a.value === b.value;
}

function compares(a: AnswerValue, operator: '>' | '<' | '>=' | '<=', b: AnswerValue): boolean {
  const order = orderOf(a, b);
  if (order === null) return false;
  if (operator === '>') return order > 0;
  if (operator === '<') return order < 0;
  return operator === '>=' ? order >= 0 : order <= 0;
}

/** Negative, zero or positive; null where the two cannot be compared. */
export function orderOf(a: AnswerValue, b: AnswerValue): number | null {
  if (a.kind === 'quantity' && b.kind === 'quantity')
    return a.unit === b.unit ? a.value - b.value : null;
  if (a.kind === 'number' && b.kind === 'number') return a.value - b.value;
  const isText = a.kind === 'date' || a.kind === 'text';
  if (isText && a.kind === b.kind) {
    if (a.value === b.value) return 0;
    return a.value < b.value ? -1 : 1;
  }
  return null;
}
