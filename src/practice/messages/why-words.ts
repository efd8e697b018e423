import type { Text } from '#core';
import type { NotChosen } from './pick.ts';
import type { Actionable } from './recipient.ts';
import type { MessageScore } from './score.ts';
import { type MessageWeights, type ScorePart, scoreParts } from './weights.ts';

/** What is known of a matter once it was scored for a recipient. */
export interface Weighed {
  readonly score: MessageScore;
  readonly actionable: Actionable;
  readonly because: NotChosen | null;
}

/** A part below this is no reason for choosing. */
const reasonFrom = 0.6;
const reasonsMost = 3;

/**
 * Why a matter was chosen for a recipient, or why not, in one or two sentences. The reasons are the parts that added most
 * to the score, by their weights.
 */
export function whyWords(weighed: Weighed, weights: MessageWeights): Text {
  const { score, because } = weighed;
  const said = twoDecimals(score.total);
  if (because !== null) return notChosenWords(because, said, weights);
  const reasons = reasonsOf(weighed, weights);
  const needed = twoDecimals(weights.worthSending);
  return {
    en: `You get this because ${joined(
      reasons.map(({ en }) => en),
      'and',
    )}. It scores ${said.en} of 1; ${needed.en} is needed.`,
    sv: `Du får det här därför att ${joined(
      reasons.map(({ sv }) => sv),
      'och',
    )}. Det får ${said.sv} av 1; ${needed.sv} behövs.`,
  };
}

function reasonsOf({ score, actionable }: Weighed, { parts }: MessageWeights): readonly Text[] {
  const added = (part: ScorePart) => parts[part] * score.parts[part];
  const inOrder = scoreParts
    .filter((part) => parts[part] > 0)
    .toSorted((a, b) => added(b) - added(a));
  const strong = inOrder.filter((part) => score.parts[part] >= reasonFrom);
  const named = strong.length > 0 ? strong : inOrder;
  return named
    .slice(0, reasonsMost)
    .map((part) => reasonWords(part, score.parts[part], actionable));
}

function reasonWords(part: ScorePart, value: number, actionable: Actionable): Text {
  switch (part) {
    case 'new':
      return { en: 'it is new', sv: 'det är nytt' };
    case 'actionable':
      return actionableWords[actionable];
    case 'important':
      return { en: 'it counts as important', sv: 'det räknas som viktigt' };
    case 'preferred':
      return value === 1
        ? { en: 'you asked for more of this', sv: 'du har bett om mer av detta' }
        : { en: 'it is what your role follows', sv: 'det är sådant din roll följer' };
    case 'unsaid':
      return value === 1
        ? { en: 'you have not been told about it before', sv: 'du inte har fått veta det förut' }
        : { en: 'it is a while since you were told', sv: 'det var ett tag sedan du fick veta det' };
    default:
      return part satisfies never;
  }
}

const actionableWords: Readonly<Record<Actionable, Text>> = {
  yours: { en: 'the next step is yours', sv: 'nästa steg är ditt' },
  'at-hand': { en: 'you can take the next step', sv: 'du kan ta nästa steg' },
  below: {
    en: 'a unit you answer for can take the next step',
    sv: 'en enhet du ansvarar för kan ta nästa steg',
  },
  'to-know': { en: 'you should know of it', sv: 'du bör känna till det' },
};

function notChosenWords(because: NotChosen, said: Text, { worthSending }: MessageWeights): Text {
  const needed = twoDecimals(worthSending);
  switch (because) {
    case 'two-already':
      return {
        en: `Two others scored higher than its ${said.en}.`,
        sv: `Två andra fick mer än dess ${said.sv}.`,
      };
    case 'same-chart':
      return {
        en: `Another message about the same chart scored higher than its ${said.en}.`,
        sv: `Ett annat meddelande om samma diagram fick mer än dess ${said.sv}.`,
      };
    case 'not-worth-sending':
      return {
        en: `It scores ${said.en} of 1; ${needed.en} is needed.`,
        sv: `Det får ${said.sv} av 1; ${needed.sv} behövs.`,
      };
    case 'said-before':
      return {
        en: 'It was said in one of the last two periods.',
        sv: 'Det har sagts i någon av de två senaste perioderna.',
      };
    case 'switched-off':
      return {
        en: 'Messages of this kind are switched off.',
        sv: 'Meddelanden av det slaget är avstängda.',
      };
    default:
      return because satisfies never;
  }
}

const twoDecimals = (value: number): Text => {
  const en = value.toFixed(2);
  return { en, sv: en.replace('.', ',') };
};

const joined = (parts: readonly string[], last: string): string =>
  parts.length < 2
    ? parts.join('')
    : `${parts.slice(0, -1).join(', ')} ${last} ${parts.at(-1) ?? ''}`;
