/**
 * Gives what was made last under a name, as long as it is asked for with the same parts; otherwise makes it anew. Parts are
 * the same when they are the same text or number, or the very same value.
 */
export type LastMade<Made> = (name: string, parts: readonly unknown[], make: () => Made) => Made;

export function lastMade<Made>(): LastMade<Made> {
  const held = new Map<string, { readonly parts: readonly unknown[]; readonly made: Made }>();
  return (name, parts, make) => {
    const known = held.get(name);
    if (known !== undefined && isSame(known.parts, parts)) return known.made;
    const made = make();
    held.set(name, { parts, made });
    return made;
  };
}

const isSame = (some: readonly unknown[], others: readonly unknown[]): boolean =>
  some.length === others.length && some.every((part, i) => part === others[i]);
