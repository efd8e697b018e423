/** Råd i vården, på svenska. */
export const advice = {
  'place.advice': 'Råd',
  'advice.question': 'Hjälper våra råd i vårdens stund?',
  'advice.list-answer':
    '{rules, plural, =0 {Det finns inga regler som ger råd.} one {En regel ger råd när vården missar något.} other {# regler ger råd när vården missar något.}}',
  'advice.rule': 'Regel',
  'advice.units-on': 'Enheter där den är på',
  'advice.shown': 'Visade',
  'advice.accepted': 'Följda',
  'advice.overridden': 'Inte följda',
  'advice.untold': 'Inget berättat',
  'advice.silent': 'Aktuella, inte visade',
  'advice.held-back': 'Undanhållna av slumpen',
  'advice.rule-question': 'Hjälper ”{title}”?',
  'advice.better':
    'Ja: av dem som fick rådet nådde {advised} måttet, av dem som slumpen höll undan {heldBack}; en skillnad på {difference} procentenheter (95 % intervall {lower} till {upper}).',
  'advice.worse':
    'Nej, det är sämre med det: av dem som fick rådet nådde {advised} måttet, av dem som slumpen höll undan {heldBack}; en skillnad på {difference} procentenheter (95 % intervall {lower} till {upper}).',
  'advice.uncertain':
    'Ingen skillnad som vi kan se: av dem som fick rådet nådde {advised} måttet, av dem som slumpen höll undan {heldBack}; en skillnad mellan {lower} och {upper} procentenheter kan inte uteslutas (95 % intervall).',
  'advice.not-by-chance':
    'Det går inte att säga: slumpen har inte hållit undan rådet för någon, så det finns ingen att jämföra med. Låt slumpen avgöra på en enhet för att få veta.',
  'advice.too-few-cases':
    'Det går inte att säga ännu: på ena sidan finns färre än 30 patienter vars utfall är känt.',
  'advice.judged-by': 'Den bedöms efter {measure}.',
  'advice.left-out':
    '{count, plural, one {En patient fick rådet en gång men inte en annan, och räknas inte med.} other {# patienter fick rådet en gång men inte en annan, och räknas inte med.}}',
  'advice.what-happened': 'Vad det blev av det',
  'advice.reported':
    'Följt eller inte, så långt journalsystemet berättar; ett kort som ingen bryr sig om rapporteras inte.',
  'advice.overrides': 'Hur ofta det inte följs',
  'advice.drift-thread': 'Vad som görs åt det',
  'advice.overrides-none': 'För få månader med visade kort för ett diagram.',
  'advice.overrides-measure': 'Kort som inte följts',
  'advice.reasons': 'Varför det inte följdes',
  'advice.reasons-none': 'Ingen har angett något skäl ännu.',
  'advice.reason': 'Skäl',
  'advice.no-reason': 'Inget skäl angett',
  'advice.cards': 'Kort',
  'advice.units': 'Var den arbetar',
  'advice.units-none': 'Du har ingen roll på en enhet där regeln kan arbeta.',
  'advice.units-idle':
    '{count, plural, one {En enhet där inget har gällt} other {# enheter där inget har gällt}}',
  'advice.unit': 'Enhet',
  'advice.setting': 'Inställning',
  'advice.mode-on': 'På',
  'advice.mode-silent': 'Lyssnar, visar inget',
  'advice.mode-off': 'Av',
  'advice.by-chance': 'På, enligt slumpen ({share} av patienterna)',
  'advice.by-chance-units': 'På, enligt slumpen ({share} av enheterna)',
  'advice.set': 'Ändra hur den arbetar',
  'advice.set-unit': 'Enhet',
  'advice.set-mode': 'Hur den ska arbeta',
  'advice.choose-chance': 'På för en del patienter, enligt slumpen',
  'advice.choose-chance-units': 'På eller av för hela enheten, enligt slumpen',
  'advice.set-share': 'Hur många som får rådet (%)',
  'advice.set-share-hint': '50 ger svar snabbast på om det hjälper',
  'advice.set-reason': 'Varför',
  'advice.set-send': 'Ändra',
  'advice.through': 'genom arbetssättet',
  'advice.from-month': 'Lyssnar till {month}, sedan på',
  'advice.brought-by': 'Den hör till arbetssättet',
  'advice.set-by-practice':
    'Enheten arbetar efter ”{title}”, som ställer in när rådet kommer. Det ändras på sidan om arbetssättet på enheten.',
  'advice.parameter-trouble': 'Ett tal från {min} till {max}.',
};
