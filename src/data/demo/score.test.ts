import { describe, expect, test } from 'vitest';
import type { InterventionTruth } from './interventions.ts';
import { type ConcludedEffect, type Conclusions, scoreConclusions } from './score.ts';
import type { DemoTruth, Truth } from './truth.ts';

const planted: Truth = {
  id: '1-improvement',
  kind: 'improvement',
  measure: 'missed-visits',
  unit: 'clinic',
  startMonth: '2024-03',
  shape: 'step',
  baseline: 0.15,
  effect: -0.08,
  alsoMoves: ['waiting-days'],
  sentence: { en: '', sv: '' },
};
const truth: DemoTruth = {
  ...{ seed: 1, patients: 100, from: '2022-11', until: '2026-10' },
  planted: [planted],
  interventions: [],
  noise: { about: '', betweenUnits: {}, levels: {} },
};
const nothing: Conclusions = {
  ...{ signals: [], effects: [], unusual: [], gaps: [], charts: [] },
  interventions: [],
};
const signal = {
  measure: 'missed-visits',
  unit: 'clinic',
  reading: 'improvement',
  cautions: [],
} as const;
const effect: ConcludedEffect = {
  ...{ measure: 'missed-visits', unit: 'clinic', startMonth: '2024-03', reading: 'better' },
  readingInTime: null,
  ...{ difference: -0.07, lower95: -0.1, upper95: -0.04 },
};

const scoreOf = (conclusions: Partial<Conclusions>) =>
  scoreConclusions(truth, { ...nothing, ...conclusions }).score;

describe('the score', () => {
  test('a program that concludes nothing finds nothing', () => {
    expect(scoreOf({})).toMatchObject({ planted: 1, found: 0, falseSignals: 0 });
  });
  test('counts a change as found up to six months after it began, not before and not later', () => {
    const foundIn = (month: string) => scoreOf({ signals: [{ ...signal, month }] }).found;
    expect(['2024-02', '2024-03', '2024-09', '2024-10'].map(foundIn)).toEqual([0, 1, 1, 0]);
  });
  test('a change the organisation made is found by its effect, when that was known in time', () => {
    const foundBy = (readingInTime: ConcludedEffect['reading'] | null) =>
      scoreOf({ effects: [{ ...effect, readingInTime }] }).found;
    expect([foundBy(null), foundBy('uncertain'), foundBy('worse'), foundBy('better')]).toEqual([
      0, 0, 0, 1,
    ]);
  });
  test('a signal of the wrong direction finds nothing', () => {
    expect(scoreOf({ signals: [{ ...signal, month: '2024-04', reading: 'concern' }] }).found).toBe(
      0,
    );
  });
  test('an interval covers when it holds the true effect', () => {
    expect(scoreOf({ effects: [effect] })).toMatchObject({ coverage: 1, intervals: 1 });
    expect(scoreOf({ effects: [{ ...effect, lower95: -0.075 }] })).toMatchObject({ coverage: 0 });
  });
  test('a signal where nothing is planted is false, one that moves with a truth is not', () => {
    const charts = ['ward', 'clinic'].map((unit) => ({
      unit,
      measure: 'waiting-days',
      months: 48,
    }));
    const elsewhere = { ...signal, measure: 'waiting-days', month: '2024-04' };
    const score = scoreOf({ charts, signals: [elsewhere, { ...elsewhere, unit: 'ward' }] });
    // One chart of four years counts; the clinic's moves with what is planted there.
    expect(score).toMatchObject({ falseSignals: 1, unitYears: 4, falseSignalsPerUnitYear: 0.25 });
  });
  test('of what is tried by chance, the working is to be called better and the other not', () => {
    const rule = (subject: string, works: boolean): InterventionTruth => ({
      ...{ id: subject, kind: 'decision-rule', subject, measure: 'm', units: [], works },
      ...{ startMonth: '2024-03', effect: works ? 0.2 : 0, sentence: { en: '', sv: '' } },
    });
    const tried: DemoTruth = { ...truth, interventions: [rule('a', true), rule('b', false)] };
    const said = (subject: string, reading: 'better' | 'worse' | 'uncertain') => ({
      ...({ kind: 'decision-rule', subject, reading } as const),
      ...{ difference: 0, lower95: -1, upper95: 1 },
    });
    const judged = (...interventions: Conclusions['interventions']) =>
      scoreConclusions(tried, { ...nothing, interventions }).score.interventions.judgedRightly;
    expect(judged()).toBe(0);
    expect(judged(said('a', 'better'), said('b', 'uncertain'))).toBe(2);
    expect(judged(said('a', 'uncertain'), said('b', 'worse'))).toBe(0);
    expect(judged(said('b', 'better'))).toBe(0);
  });
  test('a recording artefact is found only when recording is named', () => {
    const artefact: DemoTruth = { ...truth, planted: [{ ...planted, kind: 'recording-artefact' }] };
    const seen = (cautions: readonly string[]) =>
      scoreConclusions(artefact, {
        ...nothing,
        signals: [{ ...signal, reading: 'concern', month: '2024-04', cautions }],
      }).score.found;
    expect([seen([]), seen(['coding-changed'])]).toEqual([0, 1]);
  });
});
