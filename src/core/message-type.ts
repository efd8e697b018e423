/** What a message may be about. */
export const messageTypes = [
  'concern',
  'improvement',
  'target-missed',
  'target-met',
  'unlike-others',
  'step-due',
  'effect-told',
  'number-disputed',
  'dispute-answered',
  'data-doubted',
  'advice-drifts',
] as const;
export type MessageType = (typeof messageTypes)[number];
