import type { Sentences } from './sentences.ts';

const months = (count: number): string => (count === 1 ? 'one month' : `${count} months in a row`);
const days = (count: number): string => (count === 1 ? 'one day' : `${count} days`);
const between = (first: string, last: string): string =>
  first === last ? `in ${first}` : `from ${first} to ${last}`;

/** What messages say, in English. */
export const englishSentences: Sentences = {
  something: (unit) => `A matter at ${unit}`,
  concern: {
    title: ({ measure, unit }) => `${measure} has got worse at ${unit}`,
    claim: ({ firstMonth }) =>
      `It began in ${firstMonth}, and chance alone seldom makes such a pattern.`,
    numbers: ({ month, value, centre }) => `In ${month}: ${value}. Before: ${centre}.`,
    step: 'Look at what happened',
  },
  improvement: {
    title: ({ measure, unit }) => `${measure} has got better at ${unit}`,
    claim: ({ firstMonth }) =>
      `It began in ${firstMonth}, and chance alone seldom makes such a pattern. Others may want to know what you did.`,
    numbers: ({ month, value, centre }) => `In ${month}: ${value}. Before: ${centre}.`,
    step: 'Tell what you did',
  },
  'target-missed': {
    title: ({ measure, unit }) => `${measure} will go on missing its target at ${unit}`,
    claim: ({ months: count }) =>
      `It has missed it for ${months(count)}, and will as long as the way of working stays the same.`,
    numbers: ({ month, value, target }) => `In ${month}: ${value}. Target: ${target}.`,
    step: 'Suggest something to try',
  },
  'target-met': {
    title: ({ measure, unit }) => `${measure} now meets its target at ${unit}`,
    claim: ({ months: count }) => `It has met it for ${months(count)}, after missing it before.`,
    numbers: ({ month, value, target }) => `In ${month}: ${value}. Target: ${target}.`,
    step: 'See what changed',
  },
  'unlike-others': {
    title: ({ measure, unit, meaning }) =>
      `${measure} is ${meaning === 'better' ? 'better' : 'worse'} at ${unit} than at units like it`,
    claim: ({ units }) =>
      `The difference is larger than ${units} units usually differ from each other.`,
    numbers: ({ value, others }) => `Here: ${value}. All of them together: ${others}.`,
    step: 'Compare with the others',
  },
  'step-due': {
    title: ({ measure, unit, waitingFor }) => {
      switch (waitingFor) {
        case 'a-decision':
          return `A proposal about ${measure} at ${unit} waits for a decision`;
        case 'a-cycle':
          return `Something was decided to be tried about ${measure} at ${unit}, and has not begun`;
        case 'the-change':
          return `A planned change for ${measure} at ${unit} has not begun`;
        case 'the-effect':
          return `Did it help? ${measure} at ${unit} can be read now`;
        case 'a-verdict':
          return `A change for ${measure} at ${unit} waits for a verdict`;
        case 'a-fidelity-check':
          return `Is it done as it should be? A practice for ${measure} at ${unit}`;
        case 'a-stage':
          return `A practice for ${measure} has been tried at ${unit}`;
      }
    },
    claim: ({ days: count, waitingFor }) => {
      if (waitingFor === 'the-effect')
        return 'Enough months have passed to compare what happened with what was predicted.';
      if (waitingFor === 'a-verdict')
        return `It has been studied; it has waited ${days(count)} for somebody to say keep, adapt or drop.`;
      if (waitingFor === 'a-fidelity-check')
        return 'It began more than three months ago, and nobody has looked whether the essentials are in place. Without that, nobody can tell what the numbers speak of.';
      if (waitingFor === 'a-stage')
        return 'Half a year has passed since it began. Somebody has to say whether the unit goes on with it or stops.';
      return `It has waited ${days(count)}.`;
    },
    numbers: () => '',
    step: 'Take the next step',
  },
  'effect-told': {
    title: ({ measure, unit, reading }) => {
      switch (reading) {
        case 'better':
          return `The change helped: ${measure} at ${unit}`;
        case 'worse':
          return `The change made it worse: ${measure} at ${unit}`;
        case 'changed':
          return `The change moved ${measure} at ${unit}`;
        case 'uncertain':
          return `We cannot tell yet whether the change helped: ${measure} at ${unit}`;
      }
    },
    claim: ({ startMonth }) =>
      `Compared with what would have been without the change that began in ${startMonth}.`,
    numbers: ({ difference, lower, upper }) =>
      `Difference: ${difference}; it lies between ${lower} and ${upper} with 95 % certainty.`,
    step: 'Read the effect',
  },
  'number-disputed': {
    title: ({ measure, unit }) => `The number for ${measure} at ${unit} is disputed`,
    claim: ({ firstMonth, lastMonth, days: count }) =>
      `Somebody thinks that it is wrong ${between(firstMonth, lastMonth)}. It has waited ${days(count)} for an answer.`,
    numbers: () => '',
    step: 'Look into it',
  },
  'dispute-answered': {
    title: ({ measure, unit, outcome }) => {
      switch (outcome) {
        case 'recording-error':
          return `The number for ${measure} at ${unit} was wrong: it was recorded wrongly`;
        case 'definition-changed':
          return `${measure} is counted in another way after a dispute at ${unit}`;
        case 'number-stands':
          return `The number for ${measure} at ${unit} was disputed, and stands`;
      }
    },
    claim: ({ firstMonth, lastMonth }) =>
      `Somebody has looked into it ${between(firstMonth, lastMonth)}. The answer stays on the chart.`,
    numbers: () => '',
    step: 'Read what came of it',
  },
  'data-doubted': {
    title: ({ unit, check }) => `The records of ${unit} need a look: ${check}`,
    claim: ({ days: count }) =>
      `More of them than is allowed do not pass this check of the data. It has waited ${days(count)}, and every number that rests on them may be wrong.`,
    numbers: ({ month, share }) => `In ${month}: ${share} of the records.`,
    step: 'Look at what was found',
  },
  'advice-drifts': {
    title: ({ rule, unit }) => `Advice at ${unit} is followed less often: ${rule}`,
    claim: ({ firstMonth }) =>
      `It began in ${firstMonth}, and chance alone seldom makes such a pattern. The reasons that people give may tell why.`,
    numbers: () => '',
    step: 'See why it is not followed',
  },
};
