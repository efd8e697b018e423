import { useState } from 'react';

export type Draft = Readonly<Record<string, string>>;
export type Troubles<D extends Draft> = Partial<Record<keyof D, string>>;

/** The text of a form while it is written, and what is wrong with it once somebody has tried to send it. */
export function useDraft<D extends Draft>(start: D, check: (draft: D) => Troubles<D>) {
  const [draft, setDraft] = useState<D>(start);
  const [wasTried, setTried] = useState(false);
  const troubles: Troubles<D> = wasTried ? check(draft) : {};
  const field = (name: keyof D & string) => ({
    value: draft[name] ?? '',
    onChange: (value: string) => setDraft((before) => ({ ...before, [name]: value })),
    trouble: troubles[name] ?? null,
  });
  /** Runs `send` when nothing is wrong. */
  const whenRight = (send: (draft: D) => void) => () => {
    setTried(true);
    if (Object.keys(check(draft)).length === 0) send(draft);
  };
  const clear = () => {
    setDraft(start);
    setTried(false);
  };
  return { draft, field, whenRight, clear };
}

/** A number as people write it in Swedish or English: '85', '8,5', '8.5'; null when it is none. */
export function numberFrom(text: string): number | null {
  const plain = text
    .trim()
    .replaceAll(/[\s\u00a0\u202f]/g, '')
    .replace(',', '.')
    .replace(/%$/, '');
  return /^[-−]?\d+(\.\d+)?$/.test(plain) ? Number(plain.replace('−', '-')) : null;
}

/** For each named field left empty, the words that say so. */
export function missing<D extends Draft>(
  draft: D,
  names: readonly (keyof D & string)[],
  words: string,
): Troubles<D> {
  const troubles: Troubles<D> = {};
  for (const name of names) if ((draft[name] ?? '').trim() === '') troubles[name] = words;
  return troubles;
}
