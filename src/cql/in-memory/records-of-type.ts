import type { FhirType } from './fhir-model.ts';
import { FhirObject, isJson, type Json } from './fhir-object.ts';
import { type RecordedCodes, recordedCodes } from './recorded-codes.ts';

/** Codes that a record's code may be among: by system and code, or by a code that was recorded as a text. */
export interface CodeTest {
  hasKey(key: string): boolean;
  hasMatch(text: string): boolean;
}

/**
 * A patient's records of one type. Most of them no definition asks for: only those that are found are wrapped for the
 * engine, each once.
 */
export class RecordsOfType {
  readonly #records: readonly Json[];
  readonly #type: FhirType;
  readonly #zone: string;
  readonly #wrapped: (FhirObject | undefined)[] = [];
  readonly #codes = new Map<string, (RecordedCodes | undefined)[]>();
  readonly #byProfile = new Map<string | null, readonly number[]>();

  constructor(records: readonly Json[], type: FhirType, zone: string) {
    this.#records = records;
    this.#type = type;
    this.#zone = zone;
  }

  /**
   * The records that declare the profile, or all where none is asked for, in the order of their ids, so that First and
   * Last mean the same everywhere.
   */
  find(profile: string | null, property: string, test: CodeTest | null): FhirObject[] {
    const places = this.#declaring(profile);
    const found = test === null ? places : this.#coded(places, property, test);
    return this.#inOrder(found).map((place) => this.#at(place));
  }

  #at(place: number): FhirObject {
    const held = this.#wrapped[place];
    if (held !== undefined) return held;
    const made = new FhirObject(this.#records[place] ?? {}, this.#type, this.#zone);
    this.#wrapped[place] = made;
    return made;
  }

  #coded(places: readonly number[], property: string, test: CodeTest): readonly number[] {
    const codes = this.#codes.get(property) ?? [];
    this.#codes.set(property, codes);
    return places.filter((place) => {
      codes[place] ??= recordedCodes(this.#records[place] ?? {}, this.#type, property, () =>
        this.#at(place),
      );
      return isAmong(codes[place], test);
    });
  }

  #declaring(profile: string | null): readonly number[] {
    const held = this.#byProfile.get(profile);
    if (held !== undefined) return held;
    const places: number[] = [];
    for (const [place, record] of this.#records.entries())
      if (profile === null || declares(record, profile)) places.push(place);
    this.#byProfile.set(profile, places);
    return places;
  }

  #inOrder(places: readonly number[]): readonly number[] {
    if (places.length < 2) return places;
    const id = (place: number): string => String(this.#records[place]?.id);
    return places.toSorted((a, b) => (id(a) < id(b) ? -1 : Number(id(b) < id(a))));
  }
}

/** Whether meta.profile names the profile, with or without a version. */
function declares({ meta }: Json, profile: string): boolean {
  const declared = isJson(meta) ? meta.profile : undefined;
  return Array.isArray(declared) && declared.some((one) => isProfile(one, profile));
}

const isProfile = (declared: unknown, profile: string): boolean =>
  typeof declared === 'string' && (declared === profile || declared.startsWith(`${profile}|`));

function isAmong({ keys, texts }: RecordedCodes, test: CodeTest): boolean {
  for (const key of keys) if (test.hasKey(key)) return true;
  for (const text of texts) if (test.hasMatch(text)) return true;
  return false;
}
