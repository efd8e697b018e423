/** Proposals and deciding together, in English. Placeholders follow the ICU message format. */
export const deciding = {
  'entry.hand-over': 'Handed over',
  'entry.considered': 'Taken up',
  'entry.scores': 'Scores opened',
  'entry.interest': 'Declared interest',
  'entry.dissent': 'Dissent',
  'entry.reassessed': 'Reassessed',
  'entry.support': 'Support',
  'entry.support-answer': 'Answer from the support unit',

  'outcome.prioritise': 'Give it priority',
  'outcome.spread': 'Recommend it to others',
  'outcome.mandate': 'Make it a duty for all',
  'outcome-said.prioritise': 'Given priority',
  'outcome-said.spread': 'Recommended to others',
  'outcome-said.mandate': 'Made a duty for all',

  'proposal-state.raised': 'Raised',
  'proposal-state.considered': 'On the table',
  'proposal-state.tried': 'To be tried',
  'proposal-state.prioritised': 'Given priority',
  'proposal-state.spread': 'Recommended',
  'proposal-state.mandated': 'A duty for all',
  'proposal-state.parked': 'Parked',
  'proposal-state.declined': 'Declined',

  'proposal-origin.front-line': 'The front line',
  'proposal-origin.patients-and-families': 'Patients and families',
  'proposal-origin.management': 'Management',
  'proposal-origin.signal': 'A signal',
  'proposal-origin.research': 'Research',
  'proposal-origin.other-organisation': 'Another organisation',

  'direction.up': 'up',
  'direction.down': 'down',
  'direction.sideways': 'across',
  'direction.stays': 'it stays',

  'entry.handed-to': 'To {forum}, {direction}.',
  'entry.because': 'By the rules of decision: {because}.',
  'entry.tally':
    'Weighed to {weighted} of 10 by {counted, plural, one {# member} other {# members}}{notCounted, plural, =0 {} one {; one score is shown but not counted} other {; # scores are shown but not counted}}.',
} as const;
