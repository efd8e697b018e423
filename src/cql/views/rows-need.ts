import type { Value } from './value.ts';
import type { Rows, Step } from './view-plan.ts';

/**
 * The elements of which a resource must have at least one to give any row; null where every resource may give rows. Most
 * resources lack what a view of a rare element looks for, and need not be read to know it.
 */
export function elementsNeeded({ steps }: Rows): readonly string[] | null {
  for (const step of steps) {
    const names = neededBy(step);
    if (names !== null) return names;
  }
  return null;
}

function neededBy(step: Step): readonly string[] | null {
  if (step.kind === 'each' && !step.orNull && step.parent === null)
    return firstElements([step.list]);
  if (step.kind === 'repeat' && step.parent === null) return firstElements(step.start);
  return null;
}

function firstElements(lists: readonly Value[]): readonly string[] | null {
  const found = lists.map(firstElement);
  const names = found.filter((name) => name !== null);
  return names.length === found.length && names.length > 0 ? names : null;
}

/** The element of the resource with which a path begins; without it, the path leads nowhere. */
function firstElement(value: Value): string | null {
  switch (value.kind) {
    case 'field':
      return value.of.kind === 'variable' && value.of.name === '_r'
        ? value.key
        : firstElement(value.of);
    case 'map':
    case 'filter':
    case 'at':
    case 'last':
    case 'only':
    case 'list':
      return firstElement(value.of);
    default:
      return null;
  }
}
