import type { Sentences } from './sentences.ts';

const months = (count: number): string => (count === 1 ? 'en månad' : `${count} månader i rad`);
const days = (count: number): string => (count === 1 ? 'en dag' : `${count} dagar`);
const between = (first: string, last: string): string =>
  first === last ? `i ${first}` : `från ${first} till ${last}`;

/** Vad meddelanden säger, på svenska. */
export const swedishSentences: Sentences = {
  something: (unit) => `Ett ärende på ${unit}`,
  concern: {
    title: ({ measure, unit }) => `${measure} har blivit sämre på ${unit}`,
    claim: ({ firstMonth }) =>
      `Det började i ${firstMonth}, och slumpen gör sällan ett sådant mönster.`,
    numbers: ({ month, value, centre }) => `I ${month}: ${value}. Tidigare: ${centre}.`,
    step: 'Titta på vad som hände',
  },
  improvement: {
    title: ({ measure, unit }) => `${measure} har blivit bättre på ${unit}`,
    claim: ({ firstMonth }) =>
      `Det började i ${firstMonth}, och slumpen gör sällan ett sådant mönster. Andra kan vilja veta vad ni gjorde.`,
    numbers: ({ month, value, centre }) => `I ${month}: ${value}. Tidigare: ${centre}.`,
    step: 'Berätta vad ni gjorde',
  },
  'target-missed': {
    title: ({ measure, unit }) => `${measure} kommer att fortsätta missa sitt mål på ${unit}`,
    claim: ({ months: count }) =>
      `Målet har missats ${months(count)}, och missas så länge arbetssättet är detsamma.`,
    numbers: ({ month, value, target }) => `I ${month}: ${value}. Mål: ${target}.`,
    step: 'Föreslå något att pröva',
  },
  'target-met': {
    title: ({ measure, unit }) => `${measure} når nu sitt mål på ${unit}`,
    claim: ({ months: count }) => `Målet har nåtts ${months(count)}, efter att ha missats förut.`,
    numbers: ({ month, value, target }) => `I ${month}: ${value}. Mål: ${target}.`,
    step: 'Se vad som ändrades',
  },
  'unlike-others': {
    title: ({ measure, unit, meaning }) =>
      `${measure} är ${meaning === 'better' ? 'bättre' : 'sämre'} på ${unit} än på liknande enheter`,
    claim: ({ units }) => `Skillnaden är större än vad ${units} enheter brukar skilja sig åt.`,
    numbers: ({ value, others }) => `Här: ${value}. Alla tillsammans: ${others}.`,
    step: 'Jämför med de andra',
  },
  'step-due': {
    title: ({ measure, unit, waitingFor }) => {
      switch (waitingFor) {
        case 'a-decision':
          return `Ett förslag om ${measure} på ${unit} väntar på beslut`;
        case 'a-cycle':
          return `Det beslutades att pröva något om ${measure} på ${unit}, men det har inte börjat`;
        case 'the-change':
          return `En planerad förändring för ${measure} på ${unit} har inte börjat`;
        case 'the-effect':
          return `Hjälpte det? ${measure} på ${unit} kan läsas av nu`;
        case 'a-verdict':
          return `En förändring för ${measure} på ${unit} väntar på en bedömning`;
        case 'a-fidelity-check':
          return `Görs det som det är tänkt? Ett arbetssätt för ${measure} på ${unit}`;
        case 'a-stage':
          return `Ett arbetssätt för ${measure} har prövats på ${unit}`;
      }
    },
    claim: ({ days: count, waitingFor }) => {
      if (waitingFor === 'the-effect')
        return 'Det har gått tillräckligt många månader för att jämföra det som hände med det ni förutsade.';
      if (waitingFor === 'a-verdict')
        return `Den är utvärderad, och har väntat ${days(count)} på att någon säger behåll, anpassa eller släpp.`;
      if (waitingFor === 'a-fidelity-check')
        return 'Det började för mer än tre månader sedan, och ingen har sett efter om kärnan är på plats. Utan det vet ingen vad siffrorna talar om.';
      if (waitingFor === 'a-stage')
        return 'Ett halvår har gått sedan det började. Någon behöver säga om enheten går vidare med det eller slutar.';
      return `Det har väntat ${days(count)}.`;
    },
    numbers: () => '',
    step: 'Ta nästa steg',
  },
  'effect-told': {
    title: ({ measure, unit, reading }) => {
      switch (reading) {
        case 'better':
          return `Förändringen hjälpte: ${measure} på ${unit}`;
        case 'worse':
          return `Förändringen gjorde det sämre: ${measure} på ${unit}`;
        case 'changed':
          return `Förändringen flyttade ${measure} på ${unit}`;
        case 'uncertain':
          return `Det går inte att säga ännu om förändringen hjälpte: ${measure} på ${unit}`;
      }
    },
    claim: ({ startMonth }) =>
      `Jämfört med hur det hade varit utan förändringen som började i ${startMonth}.`,
    numbers: ({ difference, lower, upper }) =>
      `Skillnad: ${difference}; den ligger mellan ${lower} och ${upper} med 95 % säkerhet.`,
    step: 'Läs effekten',
  },
  'number-disputed': {
    title: ({ measure, unit }) => `Siffran för ${measure} på ${unit} ifrågasätts`,
    claim: ({ firstMonth, lastMonth, days: count }) =>
      `Någon menar att den är fel ${between(firstMonth, lastMonth)}. Det har väntat ${days(count)} på svar.`,
    numbers: () => '',
    step: 'Undersök den',
  },
  'dispute-answered': {
    title: ({ measure, unit, outcome }) => {
      switch (outcome) {
        case 'recording-error':
          return `Siffran för ${measure} på ${unit} var fel: det var felregistrerat`;
        case 'definition-changed':
          return `${measure} räknas på ett annat sätt efter ett ifrågasättande på ${unit}`;
        case 'number-stands':
          return `Siffran för ${measure} på ${unit} ifrågasattes, och står fast`;
      }
    },
    claim: ({ firstMonth, lastMonth }) =>
      `Någon har undersökt den ${between(firstMonth, lastMonth)}. Svaret står kvar i diagrammet.`,
    numbers: () => '',
    step: 'Läs vad det blev',
  },
  'data-doubted': {
    title: ({ unit, check }) => `Det som registreras på ${unit} behöver ses över: ${check}`,
    claim: ({ days: count }) =>
      `Fler uppgifter än vad som godtas klarar inte den här kontrollen. Det har väntat ${days(count)}, och varje siffra som vilar på dem kan vara fel.`,
    numbers: ({ month, share }) => `I ${month}: ${share} av uppgifterna.`,
    step: 'Se vad som hittades',
  },
  'advice-drifts': {
    title: ({ rule, unit }) => `Råd på ${unit} följs mer sällan: ${rule}`,
    claim: ({ firstMonth }) =>
      `Det började i ${firstMonth}, och slumpen gör sällan ett sådant mönster. Skälen som anges kan säga varför.`,
    numbers: () => '',
    step: 'Se varför det inte följs',
  },
};
