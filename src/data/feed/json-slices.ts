/** Where a value stands in a JSON text: from `start` up to, not with, `end`. */
export interface Slice {
  readonly start: number;
  readonly end: number;
}

const blank = /\s/;
const endOfPlain = /[\s,\]}]/;

/**
 * The members of the object that begins at `start`, each with the place of its value, so that a part of a text can be kept
 * as it was written. The text must be valid JSON. Of a key that stands twice the last counts, as in JSON.parse.
 */
export function membersAt(text: string, start: number): ReadonlyMap<string, Slice> {
  const members = new Map<string, Slice>();
  let at = afterBlanks(text, start + 1);
  while (text[at] === '"') {
    const keyEnd = endOfString(text, at);
    const key = String(JSON.parse(text.slice(at, keyEnd)));
    const value = afterBlanks(text, afterBlanks(text, keyEnd) + 1);
    const end = endOfValue(text, value);
    members.set(key, { start: value, end });
    at = nextItem(text, end);
  }
  return members;
}

/** The items of the list that begins at `start`. */
export function itemsAt(text: string, start: number): readonly Slice[] {
  const items: Slice[] = [];
  let at = afterBlanks(text, start + 1);
  while (at < text.length && text[at] !== ']') {
    const end = endOfValue(text, at);
    items.push({ start: at, end });
    at = nextItem(text, end);
  }
  return items;
}

function nextItem(text: string, end: number): number {
  const at = afterBlanks(text, end);
  return text[at] === ',' ? afterBlanks(text, at + 1) : at;
}

function afterBlanks(text: string, from: number): number {
  let at = from;
  while (blank.test(text[at] ?? '')) at += 1;
  return at;
}

function endOfValue(text: string, start: number): number {
  const first = text[start];
  if (first === '"') return endOfString(text, start);
  if (first === '{' || first === '[') return endOfNested(text, start);
  let at = start;
  while (at < text.length && !endOfPlain.test(text[at] ?? '')) at += 1;
  return at;
}

function endOfNested(text: string, start: number): number {
  let depth = 0;
  let at = start;
  while (at < text.length) {
    const character = text[at];
    if (character === '"') {
      at = endOfString(text, at);
      continue;
    }
    if (character === '{' || character === '[') depth += 1;
    if (character === '}' || character === ']') depth -= 1;
    at += 1;
    if (depth === 0) return at;
  }
  return at;
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}
