import type { ElementLookup } from './check-resource.ts';
import { isBefore } from './dates.ts';
import { ascii, JsonBytes, type Span } from './json-bytes.ts';
import { isPlainDate } from './plain-date.ts';
import { type PlainElement, type PlainShape, PlainShapes, type Role } from './plain-shapes.ts';
import { subjectKeys } from './subject-keys.ts';

/** What a plain line brings, as places in its bytes. Valid until the next line is read. */
export interface PlainLine {
  readonly type: string;
  readonly id: Span;
  readonly version: Span;
  readonly lastUpdated: Span;
  readonly patientId: Span;
}

export interface PlainLineRules {
  readonly lookup: ElementLookup;
  readonly isKnownType: (type: string) => boolean;
  readonly hasTable: (type: string) => boolean;
}

/**
 * Reads the lines about which there is nothing to say, straight from their bytes: nearly all lines are such, and making
 * objects of them takes far longer. A line it is not sure of it leaves to `readLine`, which says what is remarkable; of a
 * line it takes, `readLine` would tell the same identity and have no finding.
 *
 * @returns undefined when the line is not certainly plain
 */
export type ReadPlainLine = (
  bytes: Uint8Array,
  start: number,
  end: number,
) => PlainLine | undefined;

const [quote, space, backslash, tilde] = [0x22, 0x20, 0x5c, 0x7e];
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];
/** So many digits an integer of 32 bits holds for certain. */
const integerDigitsMax = 9;
const nameLengthMax = 64;
const typeHead = ascii('{"resourceType":"');
const idHead = ascii('","id":"');
const patientHead = ascii('Patient/');

/** Makes the reader; what it learns of types it keeps. */
export function plainLineReader(rules: PlainLineRules): ReadPlainLine {
  const reader = new PlainLineReader(rules);
  return (bytes, start, end) => (reader.read(bytes, start, end) ? reader : undefined);
}

class PlainLineReader implements PlainLine {
  readonly id = noSpan();
  readonly version = noSpan();
  readonly lastUpdated = noSpan();
  readonly patientId = noSpan();
  readonly #rules: PlainLineRules;
  readonly #shapes: PlainShapes;
  readonly #json = new JsonBytes();
  #shape: PlainShape | undefined;
  /** The reference of the subject that goes by, and the period that does. */
  readonly #reference = noSpan();
  readonly #from = noSpan();
  readonly #until = noSpan();
  /** The place in `subjectKeys` of the one that gave the patient. */
  #subjectRank = 0;
  #metas = 0;
  #hasContent = false;

  constructor(rules: PlainLineRules) {
    this.#rules = rules;
    this.#shapes = new PlainShapes(rules.lookup);
  }

  get type(): string {
    return this.#shape?.type ?? '';
  }

  read(bytes: Uint8Array, start: number, end: number): boolean {
    this.#json.begin(bytes, start);
    this.#subjectRank = subjectKeys.length;
    this.#metas = 0;
    this.#hasContent = false;
    this.version.start = -1;
    this.lastUpdated.start = -1;
    this.patientId.start = -1;
    const shape = this.#identity();
    if (shape === undefined || !this.#members(shape) || this.#json.at !== end) return false;
    if (shape.type === 'Patient') setSpan(this.patientId, this.id.start, this.id.end);
    // Only identity and meta: that may be a deletion.
    return this.#hasContent;
  }

  /** Type and id come first, as every exporter writes them. */
  #identity(): PlainShape | undefined {
    const json = this.#json;
    if (!json.takes(typeHead)) return undefined;
    const start = json.at;
    if (!json.restOfString()) return undefined;
    const end = json.at - 1;
    const isSame = this.#shape !== undefined && json.isText(this.#shape.type, start, end);
    if (!isSame) this.#shape = this.#shapeOfLine(start, end);
    // The quote that closes the type begins what comes before the id.
    json.at = end;
    if (!json.takes(idHead)) return undefined;
    const idStart = json.at;
    if (!json.restOfString()) return undefined;
    setSpan(this.id, idStart, json.at - 1);
    return json.isName(idStart, this.id.end, nameLengthMax) ? this.#shape : undefined;
  }

  #shapeOfLine(start: number, end: number): PlainShape | undefined {
    if (!this.#json.isName(start, end, nameLengthMax)) return undefined;
    const type = this.#json.text(start, end);
    const isPlain =
      type !== 'Bundle' && this.#rules.isKnownType(type) && this.#rules.hasTable(type);
    return isPlain ? this.#shapes.shapeOf(type, true) : undefined;
  }

  /** The members of the resource after its id. */
  #members(shape: PlainShape): boolean {
    for (;;) {
      const next = this.#json.endOrNext(closeBrace);
      if (next !== 0) return next === 1;
      const found = this.#key(shape);
      if (found === undefined || !this.#member(found)) return false;
    }
  }

  #member(element: PlainElement): boolean {
    switch (element.role) {
      case 'identity':
        return false;
      case 'meta':
        // Of two the last counts: rare enough to leave to the reader of objects.
        this.#metas += 1;
        return this.#metas === 1 && this.#value(element);
      case 'subject':
        this.#hasContent = true;
        this.#reference.start = -1;
        return this.#value(element) && this.#subject(subjectKeys.indexOf(element.key));
      default:
        this.#hasContent = true;
        return this.#value(element);
    }
  }

  #subject(rank: number): boolean {
    const { start, end } = this.#reference;
    if (start < 0) return true;
    if (rank === this.#subjectRank || !this.#json.startsWith(start, patientHead)) return false;
    const from = start + patientHead.length;
    if (!this.#json.isName(from, end, nameLengthMax)) return false;
    if (rank > this.#subjectRank) return true;
    this.#subjectRank = rank;
    return setSpan(this.patientId, from, end);
  }

  /** A key with its colon; undefined when it is not one we know. */
  #key(shape: PlainShape): PlainElement | undefined {
    const json = this.#json;
    const { bytes } = json;
    if (bytes[json.at] !== quote) return undefined;
    const start = json.at + 1;
    let [at, hash] = [start, 0];
    for (let code = bytes[at]; code !== quote; code = bytes[at]) {
      if (code === undefined || code < space || code > tilde || code === backslash)
        return undefined;
      hash = (Math.imul(hash, 31) + code) | 0;
      at += 1;
    }
    json.at = at + 1;
    if (!json.colon()) return undefined;
    const known = shape.elements.get(hash) ?? this.#learn(shape, hash, { start, end: at });
    return known !== undefined && json.isText(known.key, start, at) ? known : undefined;
  }

  #learn(shape: PlainShape, hash: number, { start, end }: Span): PlainElement | undefined {
    if (end - start > nameLengthMax) return undefined;
    return this.#shapes.learn(shape, this.#json.text(start, end), hash);
  }

  #value(element: PlainElement): boolean {
    if (element.content === 'unread') return this.#json.anything();
    return element.many ? this.#list(element) : this.#one(element);
  }

  #list(element: PlainElement): boolean {
    const json = this.#json;
    if (!json.opens(openBracket)) return false;
    if (json.endsAtOnce(closeBracket)) return json.closes();
    for (;;) {
      if (!this.#one(element)) return false;
      const next = json.endOrNext(closeBracket);
      if (next !== 0) return next === 1 && json.closes();
    }
  }

  #one(element: PlainElement): boolean {
    switch (element.content) {
      case 'text':
        return this.#text(element.role, false);
      case 'date':
        return this.#text(element.role, true);
      case 'boolean':
        return this.#json.boolean();
      case 'decimal':
        return this.#json.decimal();
      case 'integer':
        return this.#json.number(integerDigitsMax, false);
      default:
        return element.shape !== undefined && this.#object(element.shape);
    }
  }

  #text(role: Role, isDate: boolean): boolean {
    const json = this.#json;
    if (json.bytes[json.at] !== quote) return false;
    json.at += 1;
    const start = json.at;
    if (!json.restOfString()) return false;
    const end = json.at - 1;
    if (isDate && !isPlainDate(json.bytes, start, end)) return false;
    return role === 'none' || this.#keep(role, start, end);
  }

  #keep(role: Role, start: number, end: number): boolean {
    switch (role) {
      case 'reference':
        // Of the subject itself, not of an identifier within it; of two the last counts.
        return this.#json.depth !== 1 || setSpan(this.#reference, start, end);
      case 'version':
        return this.#json.isName(start, end, nameLengthMax) && setOnce(this.version, start, end);
      case 'updated':
        return setOnce(this.lastUpdated, start, end);
      case 'start':
        return setSpan(this.#from, start, end);
      case 'end':
        return setSpan(this.#until, start, end);
      default:
        return true;
    }
  }

  #object(shape: PlainShape): boolean {
    if (!this.#json.opens(openBrace)) return false;
    if (shape.type === 'Period') {
      this.#from.start = -1;
      this.#until.start = -1;
    }
    if (!this.#keysAndValues(shape)) return false;
    this.#json.closes();
    return shape.type !== 'Period' || this.#isForward();
  }

  #keysAndValues(shape: PlainShape): boolean {
    if (this.#json.endsAtOnce(closeBrace)) return true;
    for (;;) {
      const found = this.#key(shape);
      if (found === undefined || !this.#value(found)) return false;
      const next = this.#json.endOrNext(closeBrace);
      if (next !== 0) return next === 1;
    }
  }

  #isForward(): boolean {
    const [from, until] = [this.#from, this.#until];
    if (from.start < 0 || until.start < 0) return true;
    const json = this.#json;
    // Day by day, then time by time where the offset is the same: nearly all periods are told apart by their bytes.
    const order = json.order(until, from);
    if (order !== undefined) return order >= 0;
    return !isBefore(json.text(until.start, until.end), json.text(from.start, from.end));
  }
}

interface OpenSpan {
  start: number;
  end: number;
}

const noSpan = (): OpenSpan => ({ start: -1, end: -1 });

function setSpan(span: OpenSpan, start: number, end: number): true {
  span.start = start;
  span.end = end;
  return true;
}

const setOnce = (span: OpenSpan, start: number, end: number): boolean =>
  span.start < 0 && setSpan(span, start, end);
