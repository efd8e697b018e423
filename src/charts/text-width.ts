/** Widths of Inter's letters in thousandths of the type size, rounded up within each group. */
const groups: readonly (readonly [RegExp, number])[] = [
  [/[\u200a\u2009\u202f]/, 200],
  [/[ \u00a0]/, 290],
  [/[ijlI.,:;'’|!·]/, 300],
  [/[frt()/-]/, 400],
  [/[mwMW%@…—]/, 900],
  [/[A-ZÅÄÖ]/, 740],
  [/[0-9+−–=<>≥≤]/, 660],
];
const ordinary = 610;

/**
 * Room a text takes, in pixels, in Inter at a type size. An upper estimate (up to about a tenth too wide), because
 * drawings are laid out where no font can be measured.
 */
export function textWidth(words: string, size: number, weight: 400 | 600 = 400): number {
  let thousandths = 0;
  for (const letter of words) {
    thousandths += groups.find(([letters]) => letters.test(letter))?.[1] ?? ordinary;
  }
  return (thousandths / 1000) * size * (weight === 600 ? 1.05 : 1);
}

/** The text, or as much of its beginning as fits with an ellipsis; empty when not even a few letters fit. */
export function fitText(
  words: string,
  size: number,
  room: number,
  weight: 400 | 600 = 400,
): string {
  if (textWidth(words, size, weight) <= room) return words;
  const letters = [...words];
  for (let length = letters.length - 1; length >= 3; length -= 1) {
    const shorter = `${letters.slice(0, length).join('').trimEnd()}…`;
    if (textWidth(shorter, size, weight) <= room) return shorter;
  }
  return '';
}
