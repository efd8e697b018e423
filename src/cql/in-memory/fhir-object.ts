import { Code, Date as CqlDate, DateTime, type RecordObject } from 'cql-execution';
import {
  type ElementForm,
  type FhirElement,
  type FhirModel,
  type FhirType,
  fhirModel,
} from './fhir-model.ts';
import { offsetAtLocalTime } from './zone.ts';

export type Json = Readonly<Record<string, unknown>>;

interface NamedType {
  readonly type: 'NamedTypeSpecifier';
  readonly name: string;
}

/** A FHIR element or resource as cql-execution reads it: typed, lazily, each element made once. */
export class FhirObject implements RecordObject {
  readonly #json: Json;
  readonly #type: FhirType;
  readonly #zone: string;
  #read: Map<string, unknown> | null = null;
  /**
   * What tells two objects apart when lists are made distinct: own and enumerable, because the engine compares
   * what it can enumerate.
   */
  declare readonly fhirIdentity: string;

  constructor(json: Json, type: FhirType, zone: string) {
    this.#json = json;
    this.#type = type;
    this.#zone = zone;
    Object.defineProperty(this, 'fhirIdentity', identityProperty);
  }

  get json(): Json {
    return this.#json;
  }

  get(field: string): unknown {
    this.#read ??= new Map();
    const held = this.#read.get(field);
    if (held !== undefined || this.#read.has(field)) return held;
    const value = this.#follow(field);
    this.#read.set(field, value);
    return value;
  }

  getId(): unknown {
    return this.#json.id;
  }

  getCode(field: string): unknown {
    return asCodes(this.get(field));
  }

  getDate(field: string): unknown {
    const date = this.get(field);
    return date instanceof FhirObject ? date.get('value') : date;
  }

  getDateOrInterval(field: string): unknown {
    return this.getDate(field);
  }

  equals(other: unknown): boolean {
    return other instanceof FhirObject && other.fhirIdentity === this.fhirIdentity;
  }

  /** The FHIR type's own name. */
  get typeName(): string {
    return this.#type.name;
  }

  /** Whether it is of a type, itself or by inheritance; the name as ELM writes it. */
  isA(name: string): boolean {
    return this.#type.names.has(name);
  }

  /** What tells it apart from every other record or element. */
  get recordKey(): string {
    return `${this.#type.name} ${this.fhirIdentity}`;
  }

  _is({ name }: { readonly type: string; readonly name?: string }): boolean {
    return name !== undefined && this.isA(name);
  }

  _typeHierarchy(): NamedType[] {
    const names = this.#type.ancestry.map((name) => `{http://hl7.org/fhir}${name}`);
    return [...names, '{urn:hl7-org:elm-types:r1}Any'].map((name) => ({
      type: 'NamedTypeSpecifier',
      name,
    }));
  }

  #follow(field: string): unknown {
    const dot = field.indexOf('.');
    if (dot < 0) return this.#element(field);
    const value = this.#element(field.slice(0, dot));
    return value instanceof FhirObject ? value.get(field.slice(dot + 1)) : undefined;
  }

  #element(name: string): unknown {
    const element = this.#type.elements.get(name);
    if (element === undefined) return this.#explicitChoice(name);
    for (const form of element.forms) {
      const json = this.#written(element, form);
      if (json !== undefined) return this.#wrap(json, form.type);
    }
    return undefined;
  }

  /** Some retrieves name a choice outright: medicationCodeableConcept. */
  #explicitChoice(name: string): unknown {
    for (const element of this.#type.elements.values()) {
      const form = element.forms.length > 1 && element.forms.find((one) => one.name === name);
      if (form) return this.#wrap(this.#written(element, form), form.type);
    }
    return undefined;
  }

  /** A primitive may have its value under its name and its extensions under its name with an underscore. */
  #written(element: FhirElement, { type, name, extensionName }: ElementForm): unknown {
    const value = this.#json[name] ?? undefined;
    if (this.#type.isPrimitive || typeOf(type)?.isPrimitive !== true) return value;
    const more = this.#json[extensionName] ?? undefined;
    if (value === undefined && more === undefined) return undefined;
    if (!element.isList) return primitive(value, more);
    const values = listOf(value);
    const extras = listOf(more);
    return Array.from({ length: Math.max(values.length, extras.length) }, (_, i) =>
      primitive(values[i], extras[i]),
    );
  }

  #wrap(json: unknown, type: string): unknown {
    if (json === undefined || json === null) return undefined;
    if (Array.isArray(json)) return json.map((item) => this.#wrap(item, type));
    const fhirType = typeOf(type);
    if (fhirType === undefined) return systemValue(json, type, this.#zone);
    return isJson(json) ? new FhirObject(json, fhirType, this.#zone) : undefined;
  }
}

const model: FhirModel = fhirModel();

const typeOf = (name: string): FhirType | undefined => model.get(name);

/**
 * One description for all objects: a getter made anew for each would make the runtime treat every object as a form of
 * its own, and reading any of them slow.
 */
const identityProperty: PropertyDescriptor & ThisType<FhirObject> = {
  get() {
    return identity(this.json);
  },
  enumerable: true,
};

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function primitive(value: unknown, more: unknown): Json {
  const isThere = value !== undefined && value !== null;
  if (!isJson(more)) return isThere ? { value } : {};
  return isThere ? { ...more, value } : more;
}

function identity(json: Json): string {
  const { resourceType, id } = json;
  return typeof resourceType === 'string' && typeof id === 'string'
    ? `${resourceType}/${id}`
    : JSON.stringify(json);
}

function systemValue(json: unknown, type: string, zone: string): unknown {
  switch (type) {
    case 'System.DateTime':
      return typeof json === 'string' ? dateTime(json, zone) : undefined;
    case 'System.Date':
      return typeof json === 'string' ? date(json) : undefined;
    case 'System.Time':
      return typeof json === 'string' ? time(json) : undefined;
    default:
      return type.startsWith('System.') ? json : undefined;
  }
}

const date = (text: string): CqlDate | undefined =>
  exactDate(text) ?? DateTime.parse(text)?.getDate() ?? undefined;

/** A FHIR dateTime or instant as CQL holds it; without an offset it is read in the given zone. */
export function dateTime(text: string, zone: string): DateTime | undefined {
  return exactTime(text) ?? parsedTime(text, zone);
}

const exact =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{3}))?(?:Z|([+-])(\d{2}):(\d{2}))$/;

/** The common form, to the second and with an offset, without the engine's many attempts. */
function exactTime(text: string): DateTime | undefined {
  const found = exact.exec(text);
  if (found === null) return undefined;
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3])];
  const [hour, minute, second] = [Number(found[4]), Number(found[5]), Number(found[6])];
  const isPossible = isDay(year, month, day) && hour < 24 && minute < 60 && second < 60;
  if (!isPossible) return undefined;
  const milliseconds = found[7] === undefined ? null : Number(found[7]);
  const offset = Number(found[9] ?? 0) + Number(found[10] ?? 0) / 60;
  const signed = found[8] === '-' ? 0 - offset : offset;
  return new DateTime(year, month, day, hour, minute, second, milliseconds, signed);
}

/** A whole date, likewise. */
function exactDate(text: string): CqlDate | undefined {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (found === null) return undefined;
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3])];
  return isDay(year, month, day) ? new CqlDate(year, month, day) : undefined;
}

const daysOfMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Surely a day of the calendar; of 29 February the engine is asked. */
const isDay = (year: number, month: number, day: number): boolean =>
  year > 0 && day > 0 && day <= (daysOfMonth[month - 1] ?? 0);

function parsedTime(text: string, zone: string): DateTime | undefined {
  const parsed = DateTime.parse(text.replace(/Z$/, '+00:00'));
  if (parsed === null) return undefined;
  if (!/T.*([+-]\d{2}:?\d{2}|Z)$/.test(text)) {
    const { year, month, day, hour, minute, second } = parsed;
    const local = Date.UTC(
      year ?? 1,
      (month ?? 1) - 1,
      day ?? 1,
      hour ?? 0,
      minute ?? 0,
      second ?? 0,
    );
    parsed.timezoneOffset = offsetAtLocalTime(zone, local) / 60;
  }
  return parsed;
}

function time(text: string): DateTime | undefined {
  const parsed = DateTime.parse(`0000-01-01T${text}+00:00`);
  if (parsed === null) return undefined;
  parsed.timezoneOffset = null;
  return parsed;
}

/** The codes of a Coding, a CodeableConcept, a code, or a list of them: one, or a list when there are several. */
function asCodes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asCodes);
  if (!(value instanceof FhirObject)) return value;
  if (value.typeName === 'CodeableConcept') return codesOfConcept(value);
  if (value.typeName === 'Coding') return codeOf(value.json);
  return value.get('value');
}

function codesOfConcept(concept: FhirObject): unknown {
  const codings = listOf(concept.json.coding).filter(isJson).map(codeOf);
  return codings.length === 1 ? codings[0] : codings;
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;

const codeOf = ({ code, system, version, display }: Json): Code =>
  new Code(text(code) ?? '', text(system), text(version), text(display));
