import type { SpreadPage } from '#api';
import type { SankeyModel, SankeyNode } from '#charts';
import type { Words } from '../words/words.ts';

type PlaceNames = SpreadPage['placeNames'];

const stepPattern = /^(\d+):(.*)$/;

/** A place of the flow in words: a kind of forum, what was said last, or that it still waits. */
export function placeWords(place: string, names: PlaceNames, words: Words): string {
  if (place === 'waiting') return words.say('spread.waiting');
  const [, outcome] = /^outcome:(.*)$/.exec(place) ?? [];
  if (outcome !== undefined) {
    const id = `outcome-said.${outcome}`;
    return words.has(id) ? words.say(id).toLowerCase() : outcome;
  }
  const kind = stepPattern.exec(place)?.[2] ?? place;
  const name = names.find(({ id }) => id === kind)?.name;
  return name === undefined ? words.say('spread.other') : words.text(name);
}

const endOrder = [
  'outcome:mandate',
  'outcome:spread',
  'outcome:prioritise',
  'outcome:try',
  'outcome:park',
  'outcome:pass-on',
  'outcome:decline',
  'waiting',
];

/** Columns: one for each step, and the last for what was said. */
export function flowModelOf({ flow, placeNames }: SpreadPage, words: Words): SankeyModel {
  const places = [...new Set(flow.flatMap(({ from, to }) => [from, to]))];
  const steps = Math.max(1, ...places.map((place) => Number(stepPattern.exec(place)?.[1] ?? 0)));
  const nodes = places.map((place): SankeyNode => {
    const step = stepPattern.exec(place)?.[1];
    const column = step === undefined ? steps : Number(step) - 1;
    return { id: place, name: placeWords(place, placeNames, words), column };
  });
  return {
    title: words.say('spread.flow'),
    description: words.say('spread.flow-chart'),
    nodes: nodes.toSorted((a, b) => rank(a.id) - rank(b.id)),
    strands: flow,
    words: {
      count: (count) => words.whole(count),
      strand: (from, to, count) => words.say('spread.strand', { from, to, count }),
    },
  };
}

/** Outcomes stand in the order of how far they carry; what still waits comes last. Forums stay as they came. */
const rank = (place: string): number => endOrder.indexOf(place);
