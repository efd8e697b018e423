import { type MessageType, messageTypes, type Problem, problem } from '#core';

/** The parts of a score; each is between 0 and 1. */
export const scoreParts = ['new', 'actionable', 'important', 'preferred', 'unsaid'] as const;
export type ScorePart = (typeof scoreParts)[number];

/** What the program goes by when it picks; people can read and change it. */
export interface MessageWeights {
  /** How much each part counts; only their proportions matter. */
  readonly parts: Readonly<Record<ScorePart, number>>;
  /** How important each kind of message is, 0…1, before its size is looked at. */
  readonly importance: Readonly<Record<MessageType, number>>;
  /** What scores less is not worth sending, 0…1. */
  readonly worthSending: number;
}

/**
 * The weights of a new organisation. What one can do something about counts most, since feedback that leads to no action
 * changes nothing; what somebody prefers counts least, so that nobody can prefer bad news away.
 *
 * @see docs/methods/precision-feedback.md
 */
export const firstWeights: MessageWeights = {
  parts: { new: 2, actionable: 3, important: 3, preferred: 1, unsaid: 2 },
  importance: {
    concern: 1,
    'effect-told': 0.9,
    'step-due': 0.8,
    'target-missed': 0.7,
    'unlike-others': 0.6,
    improvement: 0.6,
    'target-met': 0.5,
    'number-disputed': 0.7,
    'dispute-answered': 0.6,
    'data-doubted': 0.7,
    'advice-drifts': 0.7,
  },
  worthSending: 0.5,
};

/** Weights as they were set, perhaps before a kind of message was known: that kind then has its first importance. */
export const wholeWeights = (
  stored: Omit<MessageWeights, 'importance'> & {
    readonly importance: Readonly<Partial<Record<MessageType, number>>>;
  },
): MessageWeights => ({
  ...stored,
  importance: { ...firstWeights.importance, ...stored.importance },
});

const weightMax = 10;

export function weightProblems(weights: MessageWeights): readonly Problem[] {
  const { parts, importance, worthSending } = weights;
  const outside = (where: string, value: number, max: number): readonly Problem[] =>
    Number.isFinite(value) && value >= 0 && value <= max
      ? []
      : [
          problem(
            'weight-out-of-range',
            `The weight '${where}' was ${value}.`,
            `Choose a number from 0 to ${max}.`,
            where,
          ),
        ];
  const found = [
    ...scoreParts.flatMap((part) => outside(part, parts[part], weightMax)),
    ...messageTypes.flatMap((type) => outside(type, importance[type], 1)),
    ...outside('worthSending', worthSending, 1),
  ];
  if (found.length > 0 || scoreParts.some((part) => parts[part] > 0)) return found;
  return [
    problem(
      'weights-all-zero',
      'Every part has the weight 0, so every message would score the same.',
      'Give at least one part a weight above 0.',
      'parts',
    ),
  ];
}
