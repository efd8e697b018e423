const kinds = {
  'signal.received': 'signal',
  'thread.open-from-signal': 'comment',
  'thread.raise-idea': 'idea',
  'thread.comment': 'comment',
  'thread.take-over': 'owner',
  'thread.close': 'closed',
  'thread.reopen': 'reopened',
  'proposal.raise': 'proposal',
  'proposal.decide': 'decision',
  'proposal.handed-over': 'hand-over',
  'proposal.consider': 'considered',
  'proposal.open-scores': 'scores',
  'proposal.scores-opened': 'scores',
  'proposal.declare-interest': 'interest',
  'proposal.dissent': 'dissent',
  'proposal.reassess': 'reassessed',
  'support.request': 'support',
  'support.take': 'support',
  'support.answer': 'support-answer',
  'cycle.start': 'cycle-started',
  'cycle.record-do': 'cycle-step',
  'cycle.record-study': 'cycle-step',
  'effect.estimated': 'effect',
  'cycle.record-act': 'verdict',
  'chart.recalculate': 'recalculation',
  'practice.make': 'practice',
  'practice.bring': 'practice',
  'practice.revise': 'practice',
  'practice.offer': 'practice',
  'practice.withdraw': 'practice',
  'adoption.begin': 'adoption',
  'adoption.move': 'adoption',
  'adoption.set-parts': 'adaptation',
  'adoption.take-version': 'adoption',
  'adoption.adapt': 'adaptation',
  'adoption.check-fidelity': 'fidelity',
  'number.challenge': 'challenge',
  'number.conclude': 'concluded',
  'quality.found': 'quality',
} as const;

/** Nobody's points are told one by one: the thread shows them when they are opened. */
export const staysUnsaid = (command: string): boolean => command === 'proposal.score';

export type EntryKind = (typeof kinds)[keyof typeof kinds];

/** What an entry of the ledger is on a thread's line through time. */
export function entryKind(command: string): EntryKind {
  if (isKnown(command)) return kinds[command];
  throw new Error(`the ledger has a thread entry of the command ${command}, which no page shows`);
}

const isKnown = (command: string): command is keyof typeof kinds => Object.hasOwn(kinds, command);
