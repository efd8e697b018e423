import type { Retrieve, ValueSetCodes } from '#cql';
import { isResource, type Resource } from './gather.ts';

/** What a rule looks for among the resources of one type: the elements it asks the codes of, with those codes. */
type Looked = readonly { readonly element: string; readonly codes: ReadonlySet<string> }[];

/**
 * Whether a rule can find a resource at all. Real records are full of what no rule asks for; it is put aside before
 * anything is made of it.
 *
 * A superset: codes are compared without their systems, and an element that is not a CodeableConcept is kept.
 */
export function readByRule(
  retrieves: readonly Retrieve[],
  valueSets: ValueSetCodes,
): (resource: Resource) => boolean {
  const whole = new Set(['Patient']);
  const looked = new Map<string, Looked>();
  for (const { resourceType, codeProperty, codes, valueSet } of retrieves) {
    if (codeProperty === null) {
      whole.add(resourceType);
      continue;
    }
    const among = valueSet === null ? codes : (valueSets.get(valueSet) ?? []);
    const added = { element: codeProperty, codes: new Set(among.map(({ code }) => code)) };
    looked.set(resourceType, [...(looked.get(resourceType) ?? []), added]);
  }
  return (resource) => {
    const { resourceType } = resource;
    if (typeof resourceType !== 'string') return false;
    if (whole.has(resourceType)) return true;
    return (
      looked
        .get(resourceType)
        ?.some(({ element, codes }) => hasCode(elementOf(resource, element), codes)) === true
    );
  };
}

/** An element by its name in CQL; of a choice, as medication, whichever of its forms was recorded. */
function elementOf(resource: Resource, name: string): unknown {
  if (name in resource) return resource[name];
  const form = Object.keys(resource).find(
    (key) => key.startsWith(name) && /^[A-Z]/.test(key.slice(name.length)),
  );
  return form === undefined ? undefined : resource[form];
}

function hasCode(element: unknown, codes: ReadonlySet<string>): boolean {
  if (element === undefined) return false;
  if (Array.isArray(element)) return element.some((one) => hasCode(one, codes));
  if (!isResource(element) || !Array.isArray(element.coding)) return true;
  return element.coding.some((one) => isResource(one) && codes.has(String(one.code)));
}
