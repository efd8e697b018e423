import type { Text } from '#core';

/** Kahn's three: does it follow the form, is it there, can it be true? */
export type QualityDimension = 'conformance' | 'completeness' | 'plausibility';

/** One check of what is held. The query that finds its bad rows is the store's; the threshold is the organisation's. */
export interface QualityCheck {
  readonly id: QualityCheckId;
  readonly dimension: QualityDimension;
  readonly title: Text;
  /** What makes a row bad. */
  readonly rule: Text;
  readonly nextStep: Text;
  /** The share of bad rows, beyond what is expected, that is tolerated until somebody sets another: 0…1. */
  readonly threshold: number;
}

const atSource: Text = {
  en: 'Look at the rows, and ask whoever keeps the source system.',
  sv: 'Se på raderna och fråga den som sköter källsystemet.',
};
const transfer: Text = {
  en: 'Ask whoever sends the data what changed in the transfer.',
  sv: 'Fråga den som skickar data vad som ändrades i överföringen.',
};

const checks = {
  'time-without-zone': {
    dimension: 'conformance',
    title: { en: 'Times without a time zone', sv: 'Tider utan tidszon' },
    rule: {
      en: 'A time of day is given without saying in which time zone.',
      sv: 'Ett klockslag anges utan tidszon.',
    },
    nextStep: transfer,
    threshold: 0.01,
  },
  'new-time-form': {
    dimension: 'conformance',
    title: { en: 'Times written in a new way', sv: 'Tider skrivs på ett nytt sätt' },
    rule: {
      en: 'Times are written in a form that the unit hardly used before: universal time instead of local, or days instead of times.',
      sv: 'Tider skrivs i en form som enheten knappt använt: universell tid i stället för lokal, eller dagar i stället för klockslag.',
    },
    nextStep: transfer,
    threshold: 0.05,
  },
  'new-code-system': {
    dimension: 'conformance',
    title: { en: 'A new code system', sv: 'Ett nytt kodsystem' },
    rule: {
      en: 'Codes come from a code system that the unit hardly used before for such records.',
      sv: 'Koder kommer från ett kodsystem som enheten knappt använt för sådana uppgifter.',
    },
    nextStep: {
      en: 'Check whether the measures know the new codes; if not, have them mapped at the source or add them to the value sets.',
      sv: 'Kontrollera om måtten känner de nya koderna; låt annars källan översätta dem eller lägg dem till i värdemängderna.',
    },
    threshold: 0.05,
  },
  'new-unit': {
    dimension: 'conformance',
    title: { en: 'A new unit of measurement', sv: 'En ny måttenhet' },
    rule: {
      en: 'Values are given in a unit of measurement that was hardly used before for the same code.',
      sv: 'Värden anges i en måttenhet som knappt använts för samma kod.',
    },
    nextStep: transfer,
    threshold: 0.05,
  },
  'reference-unknown': {
    dimension: 'conformance',
    title: { en: 'Records that point to nothing', sv: 'Uppgifter som pekar på något som saknas' },
    rule: {
      en: 'A record belongs to a patient or a visit that is not held.',
      sv: 'En uppgift hör till en patient eller ett besök som saknas.',
    },
    nextStep: {
      en: 'A part of the delivery may be missing: ask for the patients and visits again.',
      sv: 'En del av leveransen kan saknas: be om patienterna och besöken igen.',
    },
    threshold: 0.01,
  },
  'file-cut-off': {
    dimension: 'completeness',
    title: { en: 'A file that ends too early', sv: 'En fil som slutar för tidigt' },
    rule: {
      en: 'The last line of a file is cut off in the middle.',
      sv: 'Den sista raden i en fil är avklippt mitt i.',
    },
    nextStep: {
      en: 'Have the file exported and sent again.',
      sv: 'Låt exportera och skicka filen igen.',
    },
    threshold: 0,
  },
  'month-missing': {
    dimension: 'completeness',
    title: { en: 'A month with hardly any records', sv: 'En månad nästan utan uppgifter' },
    rule: {
      en: 'A month has less than a twentieth of the records of the months around it.',
      sv: 'En månad har mindre än en tjugondel av uppgifterna i månaderna omkring.',
    },
    nextStep: { en: 'Ask for that month again.', sv: 'Be om den månaden igen.' },
    threshold: 0,
  },
  'data-stale': {
    dimension: 'completeness',
    title: { en: 'Nothing new', sv: 'Inget nytt' },
    rule: {
      en: 'Since a whole month or longer less than a twentieth of the usual records have come.',
      sv: 'Sedan en hel månad eller längre har mindre än en tjugondel av de vanliga uppgifterna kommit.',
    },
    nextStep: {
      en: 'Ask whether the delivery has stopped, or the unit has moved or closed.',
      sv: 'Fråga om leveransen har stannat, eller om enheten flyttats eller stängts.',
    },
    threshold: 0,
  },
  'duplicate-content': {
    dimension: 'plausibility',
    title: { en: 'The same record twice', sv: 'Samma uppgift två gånger' },
    rule: {
      en: 'Two records say the same of the same patient at the same time under different ids.',
      sv: 'Två uppgifter säger samma sak om samma patient vid samma tid under olika id.',
    },
    nextStep: transfer,
    threshold: 0.01,
  },
  'future-date': {
    dimension: 'plausibility',
    title: { en: 'Dates in the future', sv: 'Datum i framtiden' },
    rule: {
      en: 'Something that is recorded as done lies more than a day in the future.',
      sv: 'Något som är dokumenterat som gjort ligger mer än en dag fram i tiden.',
    },
    nextStep: atSource,
    threshold: 0.001,
  },
  'outside-life': {
    dimension: 'plausibility',
    title: { en: 'Before birth or after death', sv: 'Före födelsen eller efter döden' },
    rule: {
      en: 'Something happened before the patient was born or more than a month after the patient died.',
      sv: 'Något hände innan patienten föddes eller mer än en månad efter att patienten dog.',
    },
    nextStep: atSource,
    threshold: 0.001,
  },
  'value-outside': {
    dimension: 'plausibility',
    title: { en: 'Values far outside the usual', sv: 'Värden långt utanför det vanliga' },
    rule: {
      en: 'A value lies more than three interquartile ranges beyond the quartiles of its code.',
      sv: 'Ett värde ligger mer än tre kvartilavstånd utanför kodens kvartiler.',
    },
    nextStep: {
      en: 'Look whether the unit of measurement was changed or a decimal moved.',
      sv: 'Se om måttenheten ändrats eller ett decimaltecken flyttats.',
    },
    threshold: 0.02,
  },
  'value-shift': {
    dimension: 'plausibility',
    title: { en: 'Values have moved', sv: 'Värdena har flyttat sig' },
    rule: {
      en: 'A value lies among the lowest or the highest hundredth that its code has had.',
      sv: 'Ett värde ligger bland den lägsta eller högsta hundradelen som koden haft.',
    },
    nextStep: {
      en: 'Look whether the unit of measurement, the scale or the instrument was changed.',
      sv: 'Se om måttenheten, skalan eller instrumentet bytts.',
    },
    threshold: 0.1,
  },
  'zero-share': {
    dimension: 'plausibility',
    title: { en: 'More zeroes than usual', sv: 'Fler nollor än vanligt' },
    rule: {
      en: 'A value is zero, more often than the unit’s other months lead one to expect.',
      sv: 'Ett värde är noll, oftare än enhetens andra månader låter vänta.',
    },
    nextStep: {
      en: 'Look whether zero is sent where nothing was recorded.',
      sv: 'Se om noll skickas där inget har dokumenterats.',
    },
    threshold: 0.05,
  },
  'identity-changed': {
    dimension: 'plausibility',
    title: { en: 'Sex or date of birth changed', sv: 'Kön eller födelsedatum ändrat' },
    rule: {
      en: 'A patient who was held already has come with another sex or another date of birth.',
      sv: 'En patient som redan fanns har kommit med ett annat kön eller födelsedatum.',
    },
    nextStep: transfer,
    threshold: 0.005,
  },
} as const satisfies Record<string, Omit<QualityCheck, 'id'>>;

export type QualityCheckId = keyof typeof checks;

export const isQualityCheckId = (id: string): id is QualityCheckId => Object.hasOwn(checks, id);

export const qualityChecks: readonly QualityCheck[] = Object.keys(checks)
  .filter(isQualityCheckId)
  .map((id) => ({ id, ...checks[id] }));
