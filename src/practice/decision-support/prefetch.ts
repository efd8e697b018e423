import type { Retrieve } from '#cql';

/** Prefetch templates of CDS Hooks: a name, and the FHIR read or search it stands for. */
export type Prefetch = Readonly<Record<string, string>>;

/** The search parameter that finds a resource by the element CQL asks its code of; R4 names. */
const searchParameters: Readonly<Record<string, string>> = {
  code: 'code',
  type: 'type',
  category: 'category',
  medication: 'code',
  vaccineCode: 'vaccine-code',
  clinicalStatus: 'clinical-status',
  class: 'class',
  status: 'status',
};

/** How a resource names its patient in a search; `patient` but for these. */
const patientParameters: Readonly<Record<string, string>> = { Coverage: 'beneficiary' };

/**
 * What must be fetched so that the retrieves find all they look for: the patient, and one search for each type of
 * resource and element. Drafts come with the call. Where one retrieve reads every record of a type, that search serves the others too.
 */
export function prefetchFor(
  retrieves: readonly Retrieve[],
  drafts: readonly string[] = [],
): Prefetch {
  const searches = new Map<string, Set<string>>();
  const whole = new Set<string>();
  for (const { resourceType, codeProperty, codes, valueSet } of retrieves) {
    if (resourceType === 'Patient' || drafts.includes(resourceType)) continue;
    const parameter = codeProperty === null ? undefined : searchParameters[codeProperty];
    if (parameter === undefined) {
      whole.add(resourceType);
      continue;
    }
    const filter =
      valueSet === null
        ? `${parameter}=${codes.map(({ system, code }) => `${system}|${code}`).join(',')}`
        : `${parameter}:in=${valueSet}`;
    const filters = searches.get(resourceType) ?? new Set();
    searches.set(resourceType, filters.add(filter));
  }
  const templates: [string, string][] = [['patient', 'Patient/{{context.patientId}}']];
  for (const type of whole) templates.push([nameOf(type), searchOf(type)]);
  for (const [type, filters] of searches) {
    if (whole.has(type)) continue;
    [...filters].forEach((filter, i) => {
      const name = filters.size === 1 ? nameOf(type) : `${nameOf(type)}${i + 1}`;
      templates.push([name, `${searchOf(type)}&${filter}`]);
    });
  }
  return Object.fromEntries(templates);
}

const nameOf = (type: string): string => `${type.charAt(0).toLowerCase()}${type.slice(1)}`;

const searchOf = (type: string): string =>
  `${type}?${patientParameters[type] ?? 'patient'}={{context.patientId}}`;
