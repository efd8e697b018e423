import { isBefore, readDate } from './dates.ts';
import { type Content, elementContent, isUnread } from './element-content.ts';
import { type LineFinding, lineFinding, type RuleCode } from './rules.ts';

/** What FHIR says about one element, by the type that holds it and its key in JSON. */
export interface ElementType {
  readonly type: string;
  readonly many: boolean;
}

export type ElementLookup = (owner: string, key: string) => ElementType | undefined;

/** Types, dates and periods of one resource, as far as FHIR R4 knows its elements. */
export type CheckResource = (resource: JsonObject, type: string) => readonly LineFinding[];

export type JsonObject = Readonly<Record<string, unknown>>;

/** An element as the check meets it; the elements of an object are looked up when the first one comes. */
interface Element {
  readonly type: string;
  readonly many: boolean;
  readonly content: Content;
  readonly shape: Shape | undefined;
}

interface Shape {
  readonly type: string;
  readonly elements: Map<string, Element | undefined>;
}

/** Deeper than any sensible resource, shallow enough for the stack. */
const depthMax = 40;
/** Misspelt keys are without end; so many of a type are remembered, the real ones among them. */
const rememberedMax = 1000;
/** FHIR's integers have 32 bits. */
const integerMax = 2 ** 31;
const noFindings: readonly LineFinding[] = [];

/** Makes the check; what it learns of types it keeps, for the same few hundred elements come millions of times. */
export function resourceCheck(lookup: ElementLookup): CheckResource {
  const shapes = new Map<string, Shape>();
  const shapeOf = (type: string): Shape => {
    const known = shapes.get(type);
    if (known !== undefined) return known;
    const shape: Shape = { type, elements: new Map() };
    shapes.set(type, shape);
    return shape;
  };
  const learn = (shape: Shape, key: string): Element | undefined => {
    const found = isUnread(key) ? unread : element(lookup(shape.type, key), shapeOf);
    if (shape.elements.size < rememberedMax) shape.elements.set(key, found);
    return found;
  };
  return (resource, type) => new Check(learn).run(resource, shapeOf(type));
}

const unread: Element = { type: '', many: false, content: 'unread', shape: undefined };

function element(
  found: ElementType | undefined,
  shapeOf: (type: string) => Shape,
): Element | undefined {
  if (found === undefined) return undefined;
  const { type, many } = found;
  const content = elementContent(type);
  return { type, many, content, shape: content === 'object' ? shapeOf(type) : undefined };
}

/** One walk through one resource. The path is kept as keys and written out only for a finding. */
class Check {
  readonly #learn: (shape: Shape, key: string) => Element | undefined;
  readonly #path: string[] = [];
  #findings: LineFinding[] | undefined;

  constructor(learn: (shape: Shape, key: string) => Element | undefined) {
    this.#learn = learn;
  }

  run(resource: JsonObject, shape: Shape): readonly LineFinding[] {
    this.#path.push(shape.type);
    this.#object(resource, shape);
    return this.#findings ?? noFindings;
  }

  #object(value: JsonObject, shape: Shape): void {
    for (const key in value) {
      const known = shape.elements.get(key) ?? this.#learn(shape, key);
      if (known?.content === 'unread') continue;
      this.#path.push(key);
      if (known === undefined) this.#note('element-unknown', `'${key}'`);
      else this.#element(value[key], known);
      this.#path.pop();
    }
    if (shape.type === 'Period') this.#period(value);
  }

  #element(value: unknown, known: Element): void {
    if (!Array.isArray(value)) {
      if (known.many) this.#wrongType(value, known);
      else this.#value(value, known);
      return;
    }
    if (!known.many) {
      this.#wrongType(value, known);
      return;
    }
    // In a list null stands for a value that has only extensions.
    for (const item of value) if (item !== null) this.#value(item, known);
  }

  #value(value: unknown, known: Element): void {
    switch (known.content) {
      case 'text':
        if (typeof value !== 'string') this.#wrongType(value, known);
        return;
      case 'date':
        if (typeof value === 'string') this.#date(value);
        else this.#wrongType(value, known);
        return;
      case 'decimal':
        if (typeof value !== 'number' || !Number.isFinite(value)) this.#wrongType(value, known);
        return;
      case 'integer':
        if (!isInteger(value)) this.#wrongType(value, known);
        return;
      case 'boolean':
        if (typeof value !== 'boolean') this.#wrongType(value, known);
        return;
      default:
        if (!isObject(value)) this.#wrongType(value, known);
        else if (known.shape !== undefined && this.#path.length < depthMax)
          this.#object(value, known.shape);
    }
  }

  #date(value: string): void {
    const reading = readDate(value);
    if (reading !== 'full') this.#note(ruleOfReading[reading], `'${value}'`);
  }

  #period({ start, end }: JsonObject): void {
    if (typeof start !== 'string' || typeof end !== 'string' || !isBefore(end, start)) return;
    if (readDate(start) === 'impossible' || readDate(end) === 'impossible') return;
    this.#note('period-reversed', `${start} to ${end}`);
  }

  #wrongType(value: unknown, { type, many }: Element): void {
    const wanted = `${many ? 'a list of ' : ''}${type}`;
    this.#note('element-wrong-type', `${describe(value)} where ${wanted} is expected`);
  }

  #note(rule: RuleCode, found: string): void {
    this.#findings ??= [];
    this.#findings.push(lineFinding(rule, this.#path.join('.'), found));
  }
}

const isInteger = (value: unknown): boolean =>
  Number.isInteger(value) && Math.abs(Number(value)) < integerMax;

const describe = (value: unknown): string =>
  typeof value === 'number' ? numberKind(value) : kindOf(value);

function numberKind(value: number): string {
  if (!Number.isFinite(value)) return 'a number too large to hold';
  if (!Number.isInteger(value)) return 'a number with decimals';
  return Math.abs(value) < integerMax ? 'a number' : 'a number of more than 32 bits';
}

const ruleOfReading = {
  impossible: 'date-impossible',
  partial: 'date-partial',
  'no-zone': 'time-without-zone',
} as const;

export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  switch (typeof value) {
    case 'string':
      return 'a text';
    case 'number':
      return 'a number';
    case 'boolean':
      return 'true or false';
    default:
      return 'an object';
  }
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
