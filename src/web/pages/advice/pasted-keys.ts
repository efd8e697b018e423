type PublicKey = { readonly kty: 'RSA' | 'EC'; readonly kid: string };

/** Keys as the command takes them: an address, or a JSON Web Key Set. */
type Keys =
  | { readonly jwks: null; readonly jwksUrl: string }
  | { readonly jwks: { readonly keys: PublicKey[] }; readonly jwksUrl: null };

/** What somebody pasted as a program's keys; null when it is neither an address nor a set of keys with names. */
export function keysFrom(text: string): Keys | null {
  const pasted = text.trim();
  if (/^https?:\/\/\S+$/.test(pasted)) return { jwks: null, jwksUrl: pasted };
  const keys = keysIn(jsonIn(pasted));
  return keys === null || keys.length === 0 ? null : { jwks: { keys }, jwksUrl: null };
}

/** The lines that hold something. */
export const linesFrom = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // Told beside the field: it is no key set.
  }
}

/** A set, or a single key. */
function keysIn(json: unknown): PublicKey[] | null {
  if (typeof json !== 'object' || json === null) return null;
  const keys: unknown = 'keys' in json ? json.keys : [json];
  return Array.isArray(keys) && keys.every(isPublicKey) ? keys : null;
}

const isPublicKey = (key: unknown): key is PublicKey =>
  typeof key === 'object' &&
  key !== null &&
  'kty' in key &&
  (key.kty === 'RSA' || key.kty === 'EC') &&
  'kid' in key &&
  typeof key.kid === 'string' &&
  !('d' in key);
