/** Advice at the point of care, in English. Placeholders follow the ICU message format. */
export const advice = {
  'place.advice': 'Advice',
  'advice.question': 'Does our advice at the point of care help?',
  'advice.list-answer':
    '{rules, plural, =0 {There are no rules that give advice.} one {One rule gives advice when care misses something.} other {# rules give advice when care misses something.}}',
  'advice.rule': 'Rule',
  'advice.units-on': 'Units where it is on',
  'advice.shown': 'Shown',
  'advice.accepted': 'Followed',
  'advice.overridden': 'Not followed',
  'advice.untold': 'No word of it',
  'advice.silent': 'Due, not shown',
  'advice.held-back': 'Held back by chance',
  'advice.rule-question': 'Does “{title}” help?',
  'advice.better':
    'Yes: of those advised, {advised} met the measure, of those held back by chance {heldBack}; a difference of {difference} percentage points (95 % interval {lower} to {upper}).',
  'advice.worse':
    'No, it is worse with it: of those advised, {advised} met the measure, of those held back by chance {heldBack}; a difference of {difference} percentage points (95 % interval {lower} to {upper}).',
  'advice.uncertain':
    'No difference that we can see: of those advised, {advised} met the measure, of those held back by chance {heldBack}; a difference from {lower} to {upper} percentage points cannot be ruled out (95 % interval).',
  'advice.not-by-chance':
    'We cannot tell: nobody has been held back by chance, so there is nobody to compare with. Switch the rule to “by chance” in a unit to find out.',
  'advice.too-few-cases':
    'We cannot tell yet: there are fewer than 30 patients on one side whose outcome is known.',
  'advice.judged-by': 'It is judged by {measure}.',
  'advice.left-out':
    '{count, plural, one {One patient was advised at one time and held back at another, and is left out.} other {# patients were advised at one time and held back at another, and are left out.}}',
  'advice.what-happened': 'What became of it',
  'advice.reported':
    'Followed or not, as far as the record system reports it; a card that people ignore is not reported.',
  'advice.overrides': 'How often it is not followed',
  'advice.drift-thread': 'What is done about it',
  'advice.overrides-none': 'Too few months with cards shown to draw a chart.',
  'advice.overrides-measure': 'Cards not followed',
  'advice.reasons': 'Why it was not followed',
  'advice.reasons-none': 'Nobody has given a reason yet.',
  'advice.reason': 'Reason',
  'advice.no-reason': 'No reason given',
  'advice.cards': 'Cards',
  'advice.units': 'Where it works',
  'advice.units-none': 'You hold no role in a unit that the rule could work in.',
  'advice.units-idle':
    '{count, plural, one {One unit where nothing was due} other {# units where nothing was due}}',
  'advice.unit': 'Unit',
  'advice.setting': 'Setting',
  'advice.mode-on': 'On',
  'advice.mode-silent': 'Listens, shows nothing',
  'advice.mode-off': 'Off',
  'advice.by-chance': 'On, by chance ({share} of patients)',
  'advice.by-chance-units': 'On, by chance ({share} of units)',
  'advice.set': 'Change how it works',
  'advice.set-unit': 'Unit',
  'advice.set-mode': 'How it shall work',
  'advice.choose-chance': 'On for some patients, by chance',
  'advice.choose-chance-units': 'On or off for the whole unit, by chance',
  'advice.set-share': 'How many are advised (%)',
  'advice.set-share-hint': '50 tells soonest whether it helps',
  'advice.set-reason': 'Why',
  'advice.set-send': 'Change it',
  'advice.through': 'by the practice',
  'advice.from-month': 'Listens until {month}, then on',
  'advice.brought-by': 'It belongs to the practice',
  'advice.set-by-practice':
    'This unit works by the practice “{title}”, which sets when the advice comes. Change that on the page of the practice in the unit.',
  'advice.parameter-trouble': 'A number from {min} to {max}.',
};
