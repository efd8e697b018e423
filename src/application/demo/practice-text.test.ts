import { expect, test } from 'vitest';
import { readPractices } from './demo-structure.ts';

/** What stays when every text is left out; of a text that names one of the choices, which of them. */
function outline(node: unknown, choices: readonly string[]): unknown {
  if (Array.isArray(node)) return node.map((one) => outline(one, choices));
  if (typeof node === 'object' && node !== null)
    return Object.fromEntries(
      Object.entries(node).map(([name, value]) => [
        name,
        isFixed(name) ? value : outline(value, choices),
      ]),
    );
  if (typeof node !== 'string') return node;
  return choices.includes(node) ? `choice ${choices.indexOf(node)}` : 'text';
}

/** Names of things rather than texts. */
const isFixed = (name: string): boolean =>
  ['measure', 'rule', 'kind', 'steers', 'adaptation', 'kept'].includes(name);

/** Every choice that any practice offers, in the order in which they are written. */
function choicesIn(node: unknown): readonly string[] {
  if (Array.isArray(node)) return node.flatMap(choicesIn);
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([name, value]) =>
    name === 'choices' && Array.isArray(value) ? value.map(String) : choicesIn(value),
  );
}

test('practices are told in Swedish as in English: the same settings, choices and units, and no text left in English', async () => {
  const [en, sv] = [await readPractices('en'), await readPractices('sv')];
  expect(outline(sv, choicesIn(sv))).toEqual(outline(en, choicesIn(en)));
  expect(choicesIn(sv)).toHaveLength(choicesIn(en).length);
  const english = new Set(texts(en));
  expect(texts(sv).filter((text) => english.has(text))).toEqual([]);
});

/** Every text of more than two words. */
const texts = (node: unknown): readonly string[] => {
  if (typeof node === 'string') return node.split(' ').length > 2 ? [node] : [];
  return typeof node === 'object' && node !== null ? Object.values(node).flatMap(texts) : [];
};
