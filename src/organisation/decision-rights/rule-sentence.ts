import type { Language, Text } from '#core';
import type { Forum, ForumKind } from '../forum.ts';
import { type Attribute, allAttributes, type DecisionRule, type RuleAnswer } from './structure.ts';

interface Named {
  readonly forumKinds: readonly ForumKind[];
  readonly forums: readonly Forum[];
  readonly attributes: readonly Attribute[];
  readonly rules: readonly DecisionRule[];
}

/** A rule as a sentence people can read, in both languages. */
export const ruleSentence = (rule: DecisionRule, named: Named): Text => ({
  en: sentenceIn('en', rule, named),
  sv: sentenceIn('sv', rule, named),
});

const joining = {
  en: {
    and: 'and',
    or: 'or',
    when: 'when',
    is: 'is',
    always: 'in every case',
    otherwise: 'in all other cases',
    because: 'because',
  },
  sv: {
    and: 'och',
    or: 'eller',
    when: 'när',
    is: 'är',
    always: 'i alla ärenden',
    otherwise: 'i övriga ärenden',
    because: 'eftersom',
  },
} as const;

/** What is done, with the word for where it is handed. */
const acts: Readonly<Record<Language, Readonly<Record<RuleAnswer['action'], string>>>> = {
  en: {
    decide: 'decides by itself',
    up: 'sends up to the',
    down: 'sends down to the',
    sideways: 'hands over sideways to the unit concerned',
    support: 'asks for preparation by the',
    back: 'prepares and gives back to whoever asked',
  },
  sv: {
    decide: 'beslutar på egen hand',
    up: 'skickar uppåt till',
    down: 'skickar nedåt till',
    sideways: 'lämnar i sidled till den berörda enheten',
    support: 'ber om beredning av',
    back: 'bereder och lämnar tillbaka till den som frågade',
  },
};

function sentenceIn(language: Language, rule: DecisionRule, named: Named): string {
  const { or, because } = joining[language];
  const where = listed(
    rule.at.map((place) => placeNamed(language, place, named)),
    or,
  );
  const { answer } = rule;
  const act = acts[language][answer.action];
  const whereTo = 'to' in answer ? ` ${placeNamed(language, answer.to, named)}` : '';
  const condition = conditionIn(language, rule, named);
  const the = language === 'en' ? `the ${where}` : where;
  return `${capitalised(the)} ${act}${whereTo} ${condition}, ${because} ${rule.because[language]}.`;
}

function conditionIn(language: Language, rule: DecisionRule, named: Named): string {
  const { and, or, is, always, otherwise, when: word } = joining[language];
  // In the order of the attributes, not of the rule: sentences that say the same look the same.
  const parts = allAttributes(named).flatMap(({ id, name, values }) => {
    const allowed = rule.when[id];
    if (allowed === undefined) return [];
    const names = values.filter((value) => allowed.includes(value.id));
    return [
      `${name[language]} ${is} ${listed(
        names.map((one) => one.name[language]),
        or,
      )}`,
    ];
  });
  if (parts.length > 0) return `${word} ${listed(parts, and)}`;
  const above = named.rules.some(
    ({ at, standing }) => standing > rule.standing && at.some((place) => rule.at.includes(place)),
  );
  return above ? otherwise : always;
}

function placeNamed(language: Language, place: string, { forumKinds, forums }: Named): string {
  const kind = forumKinds.find(({ id }) => id === place);
  if (kind !== undefined) {
    const name = kind.name[language].toLowerCase();
    return language === 'sv' ? definiteInSwedish(name) : name;
  }
  return forums.find(({ id }) => id === place)?.name[language] ?? place;
}

function listed(items: readonly string[], last: string): string {
  const rest = items.slice(0, -1).join(', ');
  const end = items.at(-1) ?? '';
  return rest === '' ? end : `${rest} ${last} ${end}`;
}

/** Words that forums are called by, and how Swedish says 'the' with them. */
const endings: readonly (readonly [word: RegExp, ending: string])[] = [
  [/(forum|råd|team|utskott|kansli)$/, 'et'],
  [/(grupp|enhet|nämnd|ledning)$/, 'en'],
  [/(styrelse|kommitté)$/, 'n'],
];

/** 'lokalt forum' → 'det lokala forumet', 'samordningsgrupp' → 'samordningsgruppen'; other names stay as they are. */
function definiteInSwedish(name: string): string {
  const ending = endings.find(([word]) => word.test(name))?.[1];
  if (ending === undefined) return name;
  const [adjective, noun, ...more] = name.split(' ');
  if (noun === undefined) return `${name}${ending}`;
  if (more.length > 0 || ending !== 'et' || !adjective?.endsWith('t')) return name;
  return `det ${adjective.slice(0, -1)}a ${noun}${ending}`;
}

const capitalised = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
