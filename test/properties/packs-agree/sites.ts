export type Json = Readonly<Record<string, unknown>>;

/** A place in a patient's records: which record, and the steps into it. */
export interface Site {
  readonly record: number;
  readonly steps: readonly (string | number)[];
  readonly value: unknown;
}

/** Whose a record is and what it is called stays: a case is one patient. */
const kept = new Set(['resourceType', 'id', 'subject', 'patient', 'beneficiary', 'for']);

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every place of these records that may be changed. */
export function sitesOf(records: readonly Json[]): readonly Site[] {
  return records.flatMap((record, index) =>
    Object.entries(record).flatMap(([key, value]) =>
      kept.has(key) ? [] : under({ record: index, steps: [key], value }),
    ),
  );
}

function under(site: Site): readonly Site[] {
  const { record, steps, value } = site;
  const entries: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(isObject(value) ? value : {});
  return [
    site,
    ...entries.flatMap(([step, part]) => under({ record, steps: [...steps, step], value: part })),
  ];
}

/**
 * What stands at a place by its type and element names, without the numbers of items: Encounter.diagnosis.use, or
 * Encounter.diagnosis[] for the whole list.
 */
export const elementOf = (records: readonly Json[], { record, steps, value }: Site): string =>
  [records[record]?.resourceType, ...steps.filter((step) => typeof step === 'string')].join('.') +
  (Array.isArray(value) ? '[]' : '');

/** The records with another value at a place; undefined takes it away. */
export const withValue = (
  records: readonly Json[],
  { record, steps }: Site,
  value: unknown,
): readonly Json[] =>
  records.map((one, index) => {
    const changed = index === record ? changedAt(one, steps, value) : one;
    return isObject(changed) ? changed : one;
  });

function changedAt(whole: unknown, [step, ...rest]: Site['steps'], value: unknown): unknown {
  if (step === undefined) return value;
  if (Array.isArray(whole)) {
    const items = whole.map((item: unknown, index) =>
      index === step ? changedAt(item, rest, value) : item,
    );
    return items.filter((item) => item !== undefined);
  }
  if (!isObject(whole)) return whole;
  const part = changedAt(whole[step], rest, value);
  return Object.fromEntries(
    Object.entries({ ...whole, [step]: part }).filter(([, one]) => one !== undefined),
  );
}
