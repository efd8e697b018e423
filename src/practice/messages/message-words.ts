import type { Language, Text } from '#core';
import { qualityChecks } from '#data';
import type { Candidate } from './candidate.ts';
import {
  differenceInWords,
  monthInWords,
  type SaidMeasure,
  shareInWords,
  valueInWords,
} from './numbers-in-words.ts';
import type { Sentences } from './sentences.ts';
import { englishSentences } from './sentences-en.ts';
import { swedishSentences } from './sentences-sv.ts';

const sentencesIn: Readonly<Record<Language, Sentences>> = {
  en: englishSentences,
  sv: swedishSentences,
};

/** What a message is said with. */
export interface SaidWith {
  readonly unitName: Text;
  /** Null where no measure shows the matter. */
  readonly measure: (SaidMeasure & { readonly title: Text }) | null;
  /** False where a number rests on so few people that it must not leave the program. */
  readonly withNumbers: boolean;
}

/** A message in plain words: a title, what is known, and the name of the one next step. */
export interface MessageWords {
  readonly title: string;
  readonly text: string;
  readonly step: string;
}

/** Made from names, numbers and months only: nothing that a person wrote, so that no words about a patient slip in. */
export function messageWords(
  candidate: Pick<Candidate, 'facts'>,
  { unitName, measure, withNumbers }: SaidWith,
  language: Language,
): MessageWords {
  const sentences = sentencesIn[language];
  const unit = unitName[language];
  const about = { unit, measure: measure?.title[language] ?? sentences.something(unit) };
  const said = saidIn(candidate.facts, { sentences, about, measure, language });
  const { title, claim, step } = said;
  const told = withNumbers ? [claim, said.numbers] : [claim];
  return { title, step, text: told.filter((part) => part !== '').join(' ') };
}

/** A message in both languages. */
export function messageText(candidate: Pick<Candidate, 'facts'>, said: SaidWith) {
  const en = messageWords(candidate, said, 'en');
  const sv = messageWords(candidate, said, 'sv');
  return {
    title: { en: en.title, sv: sv.title },
    text: { en: en.text, sv: sv.text },
    step: { en: en.step, sv: sv.step },
  };
}

interface Saying {
  readonly sentences: Sentences;
  readonly about: { readonly unit: string; readonly measure: string };
  readonly measure: SaidMeasure | null;
  readonly language: Language;
}

interface Said {
  readonly title: string;
  readonly claim: string;
  readonly numbers: string;
  readonly step: string;
}

function saidIn(facts: Candidate['facts'], saying: Saying): Said {
  const { sentences, about, measure, language } = saying;
  const value = (number: number | null) =>
    number === null || measure === null ? '–' : valueInWords(number, measure, language);
  const month = (one: string) => monthInWords(one, language);
  switch (facts.type) {
    case 'concern':
    case 'improvement': {
      const told = sentences[facts.type];
      const said = { firstMonth: month(facts.firstMonth) };
      const { value: now, centre } = facts;
      const numbers = { month: month(facts.month), value: value(now), centre: value(centre) };
      return parts(told, { ...about, ...said }, numbers);
    }
    case 'target-missed':
    case 'target-met': {
      const numbers = { value: value(facts.value), target: value(facts.target) };
      const said = { ...about, months: facts.months };
      return parts(sentences[facts.type], said, { month: month(facts.month), ...numbers });
    }
    case 'unlike-others': {
      const { units, meaning } = facts;
      const numbers = { value: value(facts.value), others: value(facts.others) };
      return parts(sentences['unlike-others'], { ...about, units, meaning }, numbers);
    }
    case 'step-due': {
      const { waitingFor, days } = facts;
      return parts(sentences['step-due'], { ...about, waitingFor, days }, {});
    }
    case 'effect-told': {
      const difference = (number: number) => signed(number, measure, language);
      const { reading, startMonth, lower95, upper95 } = facts;
      return parts(
        sentences['effect-told'],
        { ...about, reading, startMonth: month(startMonth) },
        {
          difference: difference(facts.difference),
          ...{ lower: difference(lower95), upper: difference(upper95) },
        },
      );
    }
    case 'number-disputed':
    case 'dispute-answered':
    case 'data-doubted':
    case 'advice-drifts':
      return saidOfDoubt(facts, saying);
    default:
      return facts satisfies never;
  }
}

type Doubt = Extract<
  Candidate['facts'],
  { type: 'number-disputed' | 'dispute-answered' | 'data-doubted' | 'advice-drifts' }
>;

/** Numbers that are doubted, and advice that is. */
function saidOfDoubt(facts: Doubt, { sentences, about, language }: Saying): Said {
  const month = (one: string) => monthInWords(one, language);
  switch (facts.type) {
    case 'number-disputed': {
      const months = { firstMonth: month(facts.firstMonth), lastMonth: month(facts.lastMonth) };
      return parts(sentences['number-disputed'], { ...about, ...months, days: facts.days }, {});
    }
    case 'dispute-answered': {
      const months = { firstMonth: month(facts.firstMonth), lastMonth: month(facts.lastMonth) };
      const { outcome } = facts;
      return parts(sentences['dispute-answered'], { ...about, ...months, outcome }, {});
    }
    case 'data-doubted': {
      const title = qualityChecks.find(({ id }) => id === facts.checkId)?.title[language];
      const said = { ...about, check: title ?? facts.checkId, days: facts.days };
      const numbers = { month: month(facts.month), share: shareInWords(facts.share, language) };
      return parts(sentences['data-doubted'], said, numbers);
    }
    case 'advice-drifts': {
      const rule = facts.rule[language];
      const said = { ...about, rule, firstMonth: month(facts.firstMonth) };
      return parts(sentences['advice-drifts'], said, {});
    }
    default:
      return facts satisfies never;
  }
}

const signed = (number: number, measure: SaidMeasure | null, language: Language): string =>
  measure === null
    ? '–'
    : `${number < 0 ? '\u2212' : '+'}${differenceInWords(number, measure, language)}`;

interface ToldParts<Facts, Numbers> {
  readonly title: (said: Facts) => string;
  readonly claim: (said: Facts) => string;
  readonly numbers: (said: Numbers) => string;
  readonly step: string;
}

const parts = <Facts, Numbers>(
  { title, claim, numbers, step }: ToldParts<Facts, Numbers>,
  facts: Facts,
  values: Numbers,
): Said => ({ title: title(facts), claim: claim(facts), numbers: numbers(values), step });
