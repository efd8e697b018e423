import type { deciding as english } from '../en/deciding.ts';

/** Proposals and deciding together, in Swedish. */
export const deciding: Readonly<Record<keyof typeof english, string>> = {
  'entry.hand-over': 'Överlämnat',
  'entry.considered': 'Taget upp',
  'entry.scores': 'Poängen öppnade',
  'entry.interest': 'Anmält jäv',
  'entry.dissent': 'Avvikande mening',
  'entry.reassessed': 'Omprövat',
  'entry.support': 'Stöd',
  'entry.support-answer': 'Svar från stödenheten',

  'outcome.prioritise': 'Prioritera det',
  'outcome.spread': 'Rekommendera det till andra',
  'outcome.mandate': 'Göra det obligatoriskt',
  'outcome-said.prioritise': 'Prioriterat',
  'outcome-said.spread': 'Rekommenderat till andra',
  'outcome-said.mandate': 'Obligatoriskt för alla',

  'proposal-state.raised': 'Väckt',
  'proposal-state.considered': 'På bordet',
  'proposal-state.tried': 'Ska prövas',
  'proposal-state.prioritised': 'Prioriterat',
  'proposal-state.spread': 'Rekommenderat',
  'proposal-state.mandated': 'Obligatoriskt',
  'proposal-state.parked': 'Parkerat',
  'proposal-state.declined': 'Avslaget',

  'proposal-origin.front-line': 'Vardagen i vården',
  'proposal-origin.patients-and-families': 'Patienter och närstående',
  'proposal-origin.management': 'Ledningen',
  'proposal-origin.signal': 'En signal',
  'proposal-origin.research': 'Forskning',
  'proposal-origin.other-organisation': 'En annan organisation',

  'direction.up': 'uppåt',
  'direction.down': 'nedåt',
  'direction.sideways': 'åt sidan',
  'direction.stays': 'det stannar',

  'entry.handed-to': 'Till {forum}, {direction}.',
  'entry.because': 'Enligt beslutsreglerna: {because}.',
  'entry.tally':
    'Vägt till {weighted} av 10 av {counted, plural, one {# ledamot} other {# ledamöter}}{notCounted, plural, =0 {} one {; en poängsättning visas men räknas inte} other {; # poängsättningar visas men räknas inte}}.',
};
