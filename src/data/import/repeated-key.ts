/** Texts, and what opens, closes and separates; numbers and words between them do not matter. */
const tokens = /"(?:[^"\\]+|\\.)*"|[{}[\],]/g;

/** The keys of an object that is open; none of a list. */
type Open = Set<string> | undefined;

/**
 * The first key that stands twice in one object of valid JSON. JavaScript reads the last of them and databases read the
 * first: what such a record says would depend on who reads it. Keys written with escapes are compared as written.
 */
export function repeatedKey(json: string): string | undefined {
  const open: Open[] = [];
  let isKeyNext = false;
  for (const [token] of json.matchAll(tokens)) {
    if (!token.startsWith('"')) {
      isKeyNext = isKeyAfter(token, open);
      continue;
    }
    const keys = isKeyNext ? open.at(-1) : undefined;
    if (keys?.has(token)) return token.slice(1, -1);
    keys?.add(token);
    isKeyNext = false;
  }
  return undefined;
}

/** Keeps account of what is open. */
function isKeyAfter(token: string, open: Open[]): boolean {
  if (token === ',') return open.at(-1) !== undefined;
  if (token === '{') open.push(new Set());
  else if (token === '[') open.push(undefined);
  else open.pop();
  return token === '{';
}
