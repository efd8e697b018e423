import { describe, expect, test } from 'vitest';
import type { Overview, OverviewMeasure } from '#api';
import { carePlan, chartOf, english, swedish, waiting } from '../../../test/harness/web-words.ts';
import { firstConcern, loopAnswer, overviewAnswer } from './overview-answer.ts';

const limits = { centre: 27, lower3Sigma: 20, upper3Sigma: 34 };
const step = { kind: 'nothing' } as const;
const worse: OverviewMeasure = {
  measure: waiting,
  chart: chartOf([20, 27, 36], limits, {
    variation: 'concern-high',
    lastRunLength: 9,
    last: { rules: ['shift'], reading: 'concern' },
  }),
  nextStep: step,
  openSignal: false,
  codingChangedIn: null,
  soFar: null,
};
const usual: OverviewMeasure = {
  measure: carePlan,
  chart: chartOf([0.6, 0.7], { centre: 0.65, lower3Sigma: 0.5, upper3Sigma: 0.8 }),
  nextStep: step,
  openSignal: false,
  codingChangedIn: null,
  soFar: null,
};
const silent: OverviewMeasure = { ...usual, chart: { kind: 'no-chart', reason: 'no-data' } };

const overview = (measures: OverviewMeasure[], lastMonth: string | null = '2026-10'): Overview => ({
  unit: { id: 'u', level: 'unit', name: { en: 'Ward 21', sv: 'Avdelning 21' } },
  path: [],
  children: [],
  lastMonth,
  dataVersion: '1',
  evaluatedAt: null,
  mayRaiseIdea: true,
  measures,
  counts: { concern: 0, improvement: 0, steady: 0, notYet: 0, needsUs: 0 },
  loop: { openThreads: 0, closedThreads: 0, medianLoopDays: null },
});

const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');

describe('the answer on a unit’s page', () => {
  test('names what gets worse first, then counts the rest', () => {
    const page = overview([worse, usual, usual, silent]);
    expect(plain(overviewAnswer(page, english))).toBe(
      'Getting worse: Waiting for a first visit, 36 days in Oct 2026, 9 months in a row above the centre of 27 days. 2 vary as usual. For one there is too little data to say.',
    );
    expect(plain(overviewAnswer(page, swedish))).toBe(
      'Blir sämre: Väntan på ett första besök, 36 dagar i okt 2026, 9 månader i rad över mittlinjen 27 dagar. 2 varierar som vanligt. För ett finns för lite data för att säga något.',
    );
  });
  test('tells a change of recording apart from care', () => {
    const recorded = { ...worse, codingChangedIn: '2026-02' };
    expect(overviewAnswer(overview([recorded, usual]), english)).toBe(
      'Nothing is getting worse. One has changed when the way of recording did. One varies as usual.',
    );
    expect(firstConcern([recorded, worse])).toBe(worse);
  });
  test('counts further measures that get worse', () => {
    expect(overviewAnswer(overview([worse, worse]), english)).toMatch(
      /One more measure is getting worse\.$/,
    );
  });
  test('says so when nothing gets worse', () => {
    expect(overviewAnswer(overview([usual]), english)).toBe(
      'Nothing is getting worse. One varies as usual.',
    );
    expect(overviewAnswer(overview([usual]), swedish)).toBe(
      'Inget blir sämre. Ett varierar som vanligt.',
    );
  });
  test('says that nothing has been counted yet', () => {
    expect(overviewAnswer(overview([], null), english)).toBe(
      'We cannot say yet: no month has been counted.',
    );
  });
});

describe('the measure to look at first', () => {
  test('is one whose signal nobody has taken up', () => {
    const fresh = { ...worse, openSignal: true };
    expect(firstConcern([usual, worse, fresh])).toBe(fresh);
  });
  test('is none when nothing gets worse', () => {
    expect(firstConcern([usual, silent])).toBeNull();
  });
});

describe('our own loops', () => {
  test('are counted, with the middle time', () => {
    const loop = { openThreads: 3, closedThreads: 4, medianLoopDays: 150.6 };
    expect(loopAnswer(loop, english)).toMatch(/^3 threads are open, 4 closed\..* 151 days/);
    expect(loopAnswer(loop, swedish)).toMatch(/^3 trådar är öppna, 4 stängda\..* 151 dagar/);
  });
  test('may not have begun', () => {
    const loop = { openThreads: 0, closedThreads: 0, medianLoopDays: null };
    expect(loopAnswer(loop, swedish)).toBe('Ingen tråd har öppnats på den här enheten ännu.');
  });
});
