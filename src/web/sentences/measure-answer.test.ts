import { describe, expect, test } from 'vitest';
import { carePlan, chartOf, english, swedish, waiting } from '../../../test/harness/web-words.ts';
import { measureAnswer, measureQuestion } from './measure-answer.ts';

const limits = { centre: 27, lower3Sigma: 20, upper3Sigma: 34 };
const shift = chartOf([36, 27, 19], limits, {
  variation: 'improvement-low',
  lastRunLength: 8,
  last: { rules: ['shift'], reading: 'improvement' },
});
const unit = { id: 'u', level: 'unit', name: { en: 'Ward 21', sv: 'Avdelning 21' } };
/** Spaces that keep words together are no matter for these tests. */
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');
type Page = Parameters<typeof measureAnswer>[0];
const say = (page: Omit<Page, 'codingChangedIn'> & Partial<Page>) =>
  [english, swedish].map((words) =>
    plain(measureAnswer({ codingChangedIn: null, ...page }, words)),
  );

describe('the answer on a measure’s page', () => {
  test('says recording before care when the way of recording changed at the same time', () => {
    const page = { measure: waiting, chart: shift, annotations: [], codingChangedIn: '2026-03' };
    const [en, sv] = say(page);
    expect(en).toBe(
      'It has changed, but so has the recording: 19 days in Oct 2026, 8 months in a row below the centre of 27 days. In Mar 2026 another code came into use, so this change is first one of recording, not of care.',
    );
    expect(sv).toContain('registreringen, inte vården');
    const steady = { ...shift, variation: 'common-cause' } as const;
    expect(say({ ...page, chart: steady })[0]).not.toContain('recording');
  });
  test('says a change for the better with its run, and what was changed last', () => {
    const change = {
      month: '2026-03',
      kind: 'change' as const,
      label: 'new triage',
      threadId: null,
      cycleId: null,
      by: null,
      reason: null,
    };
    const earlier = { ...change, month: '2025-01', label: 'letter' };
    expect(say({ measure: waiting, chart: shift, annotations: [change, earlier] })).toEqual([
      'Yes, it is getting better: 19 days in Oct 2026, 8 months in a row below the centre of 27 days. Last changed: new triage, Mar 2026.',
      'Ja, det blir bättre: 19 dagar i okt 2026, 8 månader i rad under mittlinjen 27 dagar. Senast ändrat: new triage, mars 2026.',
    ]);
  });

  test('says a change for the worse by the limits it broke', () => {
    const chart = chartOf([20, 27, 45], limits, {
      variation: 'concern-high',
      last: { rules: ['outside-limits'], reading: 'concern' },
    });
    expect(say({ measure: waiting, chart, annotations: [] })).toEqual([
      'No, it is getting worse: 45 days in Oct 2026, outside the usual 20 to 34 days.',
      'Nej, det blir sämre: 45 dagar i okt 2026, utanför det vanliga 20 till 34 dagar.',
    ]);
  });

  test('says enough figures to tell a value from the limit it broke', () => {
    const cost = { ...waiting, unitLabel: { en: 'SEK', sv: 'kr' } };
    const bounds = { centre: 3070, lower3Sigma: 2592, upper3Sigma: 3548 };
    const chart = chartOf([2600, 3553], bounds, {
      variation: 'concern-high',
      last: { rules: ['outside-limits'], reading: 'concern' },
    });
    expect(say({ measure: cost, chart, annotations: [] })[0]).toBe(
      'No, it is getting worse: 3,553 SEK in Oct 2026, outside the usual 2,592 to 3,548 SEK.',
    );
  });

  test('says a steady rise', () => {
    const chart = chartOf([20, 27, 33], limits, {
      variation: 'neutral-high',
      last: { rules: ['trend'], reading: 'neutral' },
    });
    expect(say({ measure: { ...waiting, direction: 'neutral' }, chart, annotations: [] })).toEqual([
      'Yes, it has changed: 33 days in Oct 2026, after a steady rise.',
      'Ja, det har ändrats: 33 dagar i okt 2026, efter en jämn uppgång.',
    ]);
  });

  test('does not make news of noise, and says how the target stands', () => {
    const chart = chartOf(
      [0.6, 0.75, 0.71],
      { centre: 0.7, lower3Sigma: 0.55, upper3Sigma: 0.84 },
      {
        assurance: 'inconsistent',
        target: 0.8,
      },
    );
    expect(say({ measure: carePlan, chart, annotations: [] })).toEqual([
      'No clear change: 71 % in Oct 2026, within the usual 55 to 84 %. The target of 80 % is reached some months and missed others, by chance.',
      'Ingen tydlig förändring: 71 % i okt 2026, inom det vanliga 55 till 84 %. Målet 80 % nås vissa månader och missas andra, av en slump.',
    ]);
  });

  test('says why it cannot say', () => {
    const chart = { kind: 'no-chart', reason: 'too-few-months' } as const;
    expect(say({ measure: waiting, chart, annotations: [] })).toEqual([
      'We cannot say yet: fewer than six months have data.',
      'Vi kan inte säga ännu: färre än sex månader har data.',
    ]);
  });

  test('keeps a reason it has no words for as the server wrote it', () => {
    const chart = { kind: 'no-chart', reason: 'Three wards share this bed.' } as const;
    expect(say({ measure: waiting, chart, annotations: [] })[1]).toBe(
      'Vi kan inte säga ännu: Three wards share this bed.',
    );
  });

  test('shows cautions with the number', () => {
    const chart = {
      ...shift,
      cautions: [{ code: 'trial-limits', message: 'Trial limits: 9 points.' }],
    };
    expect(say({ measure: waiting, chart, annotations: [] })[0]).toMatch(
      /Keep in mind: the limits rest on few months and will move\.$/,
    );
  });

  test('reads the last month that has a value, not a gap after it', () => {
    const chart = chartOf([25, 28, null], limits);
    expect(say({ measure: waiting, chart, annotations: [] })[0]).toMatch(/ in Sep 2026,/);
  });
});

describe('the question', () => {
  test('names measure and unit', () => {
    const measure = { ...waiting, rationale: { en: '', sv: '' }, cql: '', populations: [] };
    expect(measureQuestion({ measure, unit }, english)).toBe(
      'Waiting for a first visit: is it getting better at Ward 21?',
    );
    expect(measureQuestion({ measure, unit }, swedish)).toBe(
      'Väntan på ett första besök: blir det bättre på Avdelning 21?',
    );
  });
});
