/** The keys of an object that is open; none of a list. */
type Open = Set<string> | undefined;

/**
 * The first key that stands twice in one object of valid JSON. JavaScript reads the last of them and databases read the
 * first: what such a record says would depend on who reads it. Keys written with escapes are compared as written.
 */
export function repeatedKey(json: string): string | undefined {
  // What opens, closes and separates; numbers and words between them do not matter.
  const marks = /["{}[\],]/g;
  const open: Open[] = [];
  let isKeyNext = false;
  for (let mark = marks.exec(json); mark !== null; mark = marks.exec(json)) {
    if (mark[0] !== '"') {
      isKeyNext = isKeyAfter(mark[0], open);
      continue;
    }
    const end = closingQuote(json, marks.lastIndex);
    const key = json.slice(marks.lastIndex, end);
    marks.lastIndex = end + 1;
    const keys = isKeyNext ? open.at(-1) : undefined;
    if (keys?.has(key)) return key;
    keys?.add(key);
    isKeyNext = false;
  }
  return undefined;
}

function closingQuote(json: string, start: number): number {
  let end = json.indexOf('"', start);
  while (isEscaped(json, end)) end = json.indexOf('"', end + 1);
  return end;
}

/** After an odd number of backslashes. */
function isEscaped(json: string, at: number): boolean {
  let first = at;
  while (json[first - 1] === '\\') first -= 1;
  return (at - first) % 2 === 1;
}

/** Keeps account of what is open. */
function isKeyAfter(mark: string, open: Open[]): boolean {
  if (mark === ',') return open.at(-1) !== undefined;
  if (mark === '{') open.push(new Set());
  else if (mark === '[') open.push(undefined);
  else open.pop();
  return mark === '{';
}
