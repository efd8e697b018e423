import type { Said, Text } from '#core';
import type { Measure, MeasurePopulations } from '../measures/measure.ts';
import { observedPopulation } from './counted.ts';
import type { FhirMeasure, GroupPopulation, MeasureGroup, PopulationCode } from './fhir-measure.ts';
import type { MeasureWording } from './measure-wording.ts';

/** One group of a FHIR measure as a measure that is followed month by month, on a chart of its own. */
export interface ChartedGroup {
  readonly group: MeasureGroup;
  readonly measure: Measure;
  /** Why its numbers make no chart; null where they do. */
  readonly unchartable: Unchartable | null;
}

/** In English, and as a code that pages have words for. */
export interface Unchartable {
  readonly because: string;
  readonly said: Said;
}

/**
 * Each group as a measure of its own: what is counted in different groups is different questions. Strata are left to
 * the report.
 */
export function chartedMeasures(
  measure: FhirMeasure,
  words: MeasureWording,
): readonly ChartedGroup[] {
  return measure.groups.map((group, at) => ({
    group,
    measure: chartedMeasure(measure, group, { words, at }),
    unchartable: whyUnchartable(group),
  }));
}

interface Place {
  readonly words: MeasureWording;
  readonly at: number;
}

function chartedMeasure(whole: FhirMeasure, group: MeasureGroup, { words, at }: Place): Measure {
  const isOne = whole.groups.length === 1;
  const name = whole.title ?? whole.id;
  const about = words.groups[at];
  const title = isOne ? name : `${name}: ${about?.description ?? group.id ?? at + 1}`;
  const scoring = chartedScoring(group);
  return {
    id: isOne ? whole.id : `${whole.id}.${at + 1}`,
    version: whole.version ?? '',
    title: inBoth(title),
    sentence: inBoth(about?.description ?? (words.description || title)),
    rationale: inBoth(words.rationale || words.description || title),
    interest: 'authority',
    kind: words.kind,
    scoring,
    basis: group.basis === 'boolean' ? 'Patient' : group.basis,
    direction: directions[about?.improvement ?? words.improvement ?? 'neither'],
    target: null,
    chart: ({ proportion: 'p', ratio: 'u', continuous: 'xmr' } as const)[scoring],
    unitLabel: unitLabel(scoring, about?.unit ?? words.unit),
    multiplier: 1,
    populations: populationsOf(group),
    library: whole.library,
  };
}

/** A published measure speaks one language; readers of the other see it too. */
const inBoth = (text: string): Text => ({ en: text, sv: text });

const directions = { increase: 'up', decrease: 'down', neither: 'neutral' } as const;

function chartedScoring({ scoring }: MeasureGroup): Measure['scoring'] {
  if (scoring === 'continuous-variable') return 'continuous';
  return scoring === 'ratio' ? 'ratio' : 'proportion';
}

function unitLabel(scoring: Measure['scoring'], unit: string | null): Text {
  if (scoring === 'proportion') return inBoth('%');
  if (unit !== null) return inBoth(unit);
  return scoring === 'ratio'
    ? { en: 'to one', sv: 'på en' }
    : { en: "in the measure's own unit", sv: 'i måttets egen enhet' };
}

function populationsOf(group: MeasureGroup): MeasurePopulations {
  const named = (...codes: readonly PopulationCode[]): string | undefined =>
    group.populations.find(({ code }) => codes.includes(code))?.expression;
  const observing = (code: PopulationCode): string | undefined =>
    observationOf(group, code)?.expression;
  const initialPopulation = named('initial-population') ?? '';
  return {
    initialPopulation,
    denominator: named('denominator', 'measure-population') ?? initialPopulation,
    numerator: named('numerator'),
    exclusion: named('denominator-exclusion', 'measure-population-exclusion'),
    exception: named('denominator-exception'),
    observation: group.scoring === 'ratio' ? undefined : named('measure-observation'),
    numeratorObservation: group.scoring === 'ratio' ? observing('numerator') : undefined,
    denominatorObservation: group.scoring === 'ratio' ? observing('denominator') : undefined,
  };
}

function observationOf(group: MeasureGroup, of: PopulationCode): GroupPopulation | undefined {
  return group.populations.find(
    (one) => one.code === 'measure-observation' && observedPopulation(group, one)?.code === of,
  );
}

/** What is kept of a month adds up over months and units: counts and sums do, a median does not. */
function whyUnchartable(group: MeasureGroup): Unchartable | null {
  const { scoring, populations } = group;
  const has = (wanted: PopulationCode): boolean => populations.some(({ code }) => code === wanted);
  if (scoring === 'cohort')
    return unchartable('cohort', 'a cohort has no score, only how many there are');
  if (scoring === 'composite')
    return unchartable('not-by-itself', 'a composite is not counted by its own definitions');
  if (!has('initial-population'))
    return unchartable('no-initial-population', 'the group has no initial population');
  const isContinuous = scoring === 'continuous-variable';
  if (!isContinuous && !has('numerator'))
    return unchartable('no-numerator', 'the group has no numerator');
  if (isContinuous && !has('measure-observation'))
    return unchartable('observes-nothing', 'the group observes nothing');
  const addsUp = scoring === 'ratio' ? ['sum', 'count'] : ['average'];
  const method = populations
    .map(({ aggregateMethod }) => aggregateMethod)
    .find((one) => one !== null && !addsUp.includes(one));
  if (method === undefined || method === null) return null;
  const because = `the ${method} of several units does not follow from that of each`;
  return unchartable('does-not-add-up', because, { method });
}

const unchartable = (code: string, because: string, values: Said['values'] = {}): Unchartable => ({
  because,
  said: { code, values },
});
