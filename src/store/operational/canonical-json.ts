/**
 * One text for one value: keys sorted, no spaces, absent keys left out. Two values that JSON cannot tell apart
 * give the same text, so a hash over it survives storage as JSON.
 */
export const canonicalJson = (value: object): string => write(JSON.parse(JSON.stringify(value)));

function write(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(write).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${write(member)}`);
  return `{${members.join(',')}}`;
}
