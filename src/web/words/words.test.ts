import { describe, expect, test } from 'vitest';
import { commandSchemas, ruleSchema, variationIcons, waitingForSchema } from '#api';
import { problemWords } from '../sentences/problem-words.ts';
import { en } from './en/index.ts';
import { sv } from './sv/index.ts';
import { type Messages, wordsIn } from './words.ts';

const languages: readonly [name: 'en' | 'sv', messages: Messages][] = [
  ['en', en],
  ['sv', sv],
];

const fail = (error: Error): never => {
  throw error;
};

/** Names in braces, without the choices of plurals. */
const placeholders = (text: string): string[] =>
  [
    ...new Set(
      [...text.matchAll(/(?<!(?:one|other|up|=\d+) )\{(\w+)(?=[,}])/g)].map(
        (match) => match[1] ?? '',
      ),
    ),
  ].sort((a, b) => a.localeCompare(b));

describe('both languages', () => {
  test('say the same things', () => {
    expect(new Set(Object.keys(sv))).toEqual(new Set(Object.keys(en)));
  });

  test.each(Object.keys(en))('ask for the same values in %s', (id) => {
    const [english, swedish] = languages.map(
      ([, messages]) => Object.entries(messages).find(([key]) => key === id)?.[1],
    );
    expect(placeholders(swedish ?? '')).toEqual(placeholders(english ?? ''));
  });

  test.each(languages)('%s: every message can be said with its values', (language, messages) => {
    const words = wordsIn(language, messages, fail);
    for (const [id, text] of Object.entries(messages)) {
      const values = Object.fromEntries(placeholders(text).map((name) => [name, 2]));
      if (!words.has(id)) expect.fail(`${id} is not known`);
      else expect(words.say(id, values)).not.toMatch(/[{}]/);
    }
  });

  test.each(languages)('%s: no exclamation marks and no double spaces', (_, messages) => {
    for (const text of Object.values(messages)) expect(text).not.toMatch(/!| {2}/);
  });

  test.each(languages)('%s: a missing value is reported, not hidden', (language, messages) => {
    expect(() => wordsIn(language, messages, fail).say('unit.question')).toThrow();
  });
});

test.each(languages)('%s: a number below zero has a real minus sign', (language, messages) => {
  const words = wordsIn(language, messages, fail);
  const said = [words.whole(-3), words.decimal(-6.7), words.short(-0.123)];
  expect(said.map((text) => text.codePointAt(0))).toEqual([0x2212, 0x2212, 0x2212]);
});

describe('what the server says in codes has words', () => {
  const words = wordsIn('sv', sv, fail);
  const ids = [
    ...variationIcons.map((kind) => `variation.${kind}`),
    ...waitingForSchema.options.map((waiting) => `waiting.${waiting}`),
    ...ruleSchema.options.flatMap((rule) => [`rule.${rule}`, `pattern.${rule}`]),
    ...commandSchemas['proposal.decide'].shape.outcome.options.flatMap((o) => [
      `outcome.${o}`,
      `outcome-said.${o}`,
    ]),
    ...commandSchemas['cycle.record-act'].shape.verdict.options.flatMap((v) => [
      `verdict.${v}`,
      `do.verdict.${v}`,
    ]),
  ];
  test.each(ids)('%s', (id) => expect(words.has(id)).toBe(true));
});

describe('what was refused', () => {
  test('is said in the reader’s language with what was found and allowed', () => {
    const words = wordsIn('sv', sv, fail);
    const outOfRange = {
      ...{ code: 'part-out-of-range', message: 'In English.', tip: 'In English.' },
      values: { part: 'Samtal', found: 9, least: 1, greatest: 4, unit: '' },
    };
    expect(problemWords(outOfRange, words).message).toBe(
      '”Samtal” är 9; arbetssättet tillåter 1 till 4.',
    );
    const notNext = {
      ...{ code: 'stage-not-next', message: 'In English.', tip: 'In English.' },
      values: { stage: 'trying', wantedStage: 'embedded', nextStages: ['in-use', 'stopped'] },
    };
    expect(problemWords(notNext, words).tip).toContain('används, avslutat');
    const elsewhere = {
      ...{ code: 'not-this-forums-to-decide', message: 'In English.', tip: 'In English.' },
      values: { because: { en: 'why', sv: 'varför' }, forum: { en: 'Board', sv: 'Rådet' } },
    };
    expect(problemWords(elsewhere, words)).toEqual({
      message:
        'Enligt reglerna beslutar forumet inte självt om ett sådant förslag, eftersom varför.',
      tip: 'Skicka det vidare till Rådet, eller parkera det till ett datum.',
    });
  });
});

describe('dates', () => {
  test('are said as people say them', () => {
    const [english, swedish] = [wordsIn('en', en, fail), wordsIn('sv', sv, fail)];
    expect(english.month('2026-10')).toBe('Oct\u00a02026');
    expect(swedish.month('2026-10')).toBe('okt\u00a02026');
    expect(english.date('2026-10-09T10:00:00Z')).toBe('9\u00a0Oct\u00a02026');
    expect(swedish.whole(1234567)).toBe('1\u00a0234\u00a0567');
  });
});
