import { fhirElement } from '#cql';
import type { ElementLookup, ElementType } from '#data';

/** Misspelt keys are without end; so many of a type are remembered, the real ones among them. */
const rememberedMax = 1000;

/** What FHIR R4 says about a JSON key, remembered: the same few hundred keys come millions of times. */
export function elementLookup(): ElementLookup {
  const owners = new Map<string, Map<string, ElementType | undefined>>();
  return (owner, key) => {
    const keys = owners.get(owner) ?? new Map<string, ElementType | undefined>();
    if (keys.size === 0) owners.set(owner, keys);
    const known = keys.get(key);
    if (known !== undefined || keys.has(key)) return known;
    const found = fhirElement(owner, key);
    if (keys.size < rememberedMax) keys.set(key, found);
    return found;
  };
}
