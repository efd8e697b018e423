/** Where something stands in bytes; start is -1 when it is not there. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

const [quote, backslash, comma, colon, space] = [0x22, 0x5c, 0x2c, 0x3a, 0x20];
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];
const [minus, dot, zero, nine] = [0x2d, 0x2e, 0x30, 0x39];
const [lowercaseE, uppercaseE] = [0x65, 0x45];
/** What may follow a backslash, but for 'u': that may be half a character. */
const plainEscapes = new Set([...'"\\/bfnrt'].map((character) => character.charCodeAt(0)));
const depthMax = 20;
/** Where the offset, or a fraction, begins in an instant with seconds. */
const offsetAt = 19;
/** So many digits a number holds for certain. */
const digitsMax = 15;
const [wordTrue, wordFalse, wordNull] = [ascii('true'), ascii('false'), ascii('null')];

/**
 * Goes through the bytes of a JSON text. Each step answers whether what comes next is certainly what was asked for, and
 * then stands behind it; after a no the place means nothing. It takes less than JSON allows: no exponents, no escapes by
 * number, no blanks but spaces, no nesting deeper than twenty.
 */
export class JsonBytes {
  bytes: Uint8Array = new Uint8Array();
  at = 0;
  depth = 0;

  begin(bytes: Uint8Array, at: number): void {
    this.bytes = bytes;
    this.at = at;
    this.depth = 0;
  }

  blanks(): void {
    while (this.bytes[this.at] === space) this.at += 1;
  }

  /** These bytes and no others. */
  takes(word: Uint8Array): boolean {
    if (!this.startsWith(this.at, word)) return false;
    this.at += word.length;
    return true;
  }

  boolean(): boolean {
    return this.takes(wordTrue) || this.takes(wordFalse);
  }

  /** After the opening quote, to behind the closing one. */
  restOfString(): boolean {
    const bytes = this.bytes;
    let at = this.at;
    for (let code = bytes[at]; code !== quote; code = bytes[at]) {
      // What lies beyond the bytes is undefined.
      if (code === undefined || code < space) return false;
      if (code === backslash) {
        at += 1;
        if (!plainEscapes.has(bytes[at] ?? 0)) return false;
      }
      at += 1;
    }
    this.at = at + 1;
    return true;
  }

  /** Of so many digits at most. */
  number(digits: number, mayBeBroken: boolean): boolean {
    if (this.bytes[this.at] === minus) this.at += 1;
    const start = this.at;
    const whole = this.#digits();
    if (whole === 0 || (whole > 1 && this.bytes[start] === zero)) return false;
    let broken = 0;
    if (this.bytes[this.at] === dot) {
      this.at += 1;
      broken = this.#digits();
      if (broken === 0 || !mayBeBroken) return false;
    }
    const next = this.bytes[this.at];
    return whole + broken <= digits && next !== lowercaseE && next !== uppercaseE;
  }

  decimal(): boolean {
    return this.number(digitsMax, true);
  }

  /** Any JSON, of which only the form matters. */
  anything(): boolean {
    switch (this.bytes[this.at]) {
      case quote:
        this.at += 1;
        return this.restOfString();
      case openBrace:
        return this.opens(openBrace) && this.#anyMembers() && this.closes();
      case openBracket:
        return this.opens(openBracket) && this.#anyItems() && this.closes();
      default:
        return this.boolean() || this.takes(wordNull) || this.decimal();
    }
  }

  /** An object or a list, not too deep; `closes` belongs to it. */
  opens(mark: number): boolean {
    if (this.bytes[this.at] !== mark || this.depth >= depthMax) return false;
    this.at += 1;
    this.depth += 1;
    this.blanks();
    return true;
  }

  closes(): true {
    this.depth -= 1;
    return true;
  }

  /** Whether an object or list just opened is empty; then the reader stands behind it. */
  endsAtOnce(mark: number): boolean {
    if (this.bytes[this.at] !== mark) return false;
    this.at += 1;
    return true;
  }

  /** After a member or item: 1 at the end, 0 when another comes, -1 when neither. */
  endOrNext(mark: number): -1 | 0 | 1 {
    this.blanks();
    const found = this.bytes[this.at++];
    if (found === mark) return 1;
    if (found !== comma) return -1;
    this.blanks();
    return 0;
  }

  colon(): boolean {
    this.blanks();
    if (this.bytes[this.at++] !== colon) return false;
    this.blanks();
    return true;
  }

  #anyMembers(): boolean {
    if (this.endsAtOnce(closeBrace)) return true;
    for (;;) {
      if (this.bytes[this.at++] !== quote || !this.restOfString()) return false;
      if (!this.colon() || !this.anything()) return false;
      const next = this.endOrNext(closeBrace);
      if (next !== 0) return next === 1;
    }
  }

  #anyItems(): boolean {
    if (this.endsAtOnce(closeBracket)) return true;
    for (;;) {
      if (!this.anything()) return false;
      const next = this.endOrNext(closeBracket);
      if (next !== 0) return next === 1;
    }
  }

  #digits(): number {
    const start = this.at;
    for (let code = this.bytes[this.at] ?? 0; code >= zero && code <= nine; ) {
      this.at += 1;
      code = this.bytes[this.at] ?? 0;
    }
    return this.at - start;
  }

  startsWith(at: number, word: Uint8Array): boolean {
    for (let i = 0; i < word.length; i++) if (this.bytes[at + i] !== word[i]) return false;
    return true;
  }

  isText(text: string, start: number, end: number): boolean {
    if (text.length !== end - start) return false;
    for (let i = 0; i < text.length; i++)
      if (text.charCodeAt(i) !== this.bytes[start + i]) return false;
    return true;
  }

  /** Letters, digits, hyphens and dots, at most so many. */
  isName(start: number, end: number, lengthMax: number): boolean {
    if (end <= start || end - start > lengthMax) return false;
    for (let at = start; at < end; at++) {
      const code = this.bytes[at] ?? 0;
      const isLetter = (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a;
      const isOther = (code >= zero && code <= nine) || code === minus || code === dot;
      if (!isLetter && !isOther) return false;
    }
    return true;
  }

  /**
   * How two dates follow each other, below or above 0 or 0: by their bytes, where both are days or both have the same
   * offset and as many digits; undefined otherwise.
   */
  order(a: Span, b: Span): number | undefined {
    const length = a.end - a.start;
    if (b.end - b.start !== length) return undefined;
    let order = 0;
    for (let i = 0; i < length; i++) {
      const difference = (this.bytes[a.start + i] ?? 0) - (this.bytes[b.start + i] ?? 0);
      if (difference === 0) continue;
      if (i >= offsetAt) return undefined;
      if (order === 0) order = difference;
    }
    return order;
  }

  /** Short and of ASCII only. */
  text(start: number, end: number): string {
    return String.fromCharCode(...this.bytes.subarray(start, end));
  }
}

export function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
