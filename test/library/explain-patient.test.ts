import { expect, test } from 'vitest';
import { explainPatient } from '#cql/in-memory';
import { loadLibrary } from '../harness/library.ts';

const { library, elm } = await loadLibrary();

test('every named expression is shown with its value, its words and the records it rests on', async () => {
  const found = library.measures.find(({ measure }) => measure.id === 'care-plan-within-14-days');
  const one = found?.tests.find(({ name }) => name === 'in-numerator');
  if (found === undefined || one === undefined)
    throw new Error('the measure is not in the library');
  const explained = await explainPatient({
    library: found.measure.library,
    elm,
    valueSets: library.valueSets,
    resources: one.resources,
    period: { id: 1, ...one.period },
    timeZone: 'Europe/Stockholm',
    cql: library.cql,
  });
  const named = (name: string) => explained.find((definition) => definition.name === name);
  expect(named('Numerator')).toMatchObject({
    library: 'CarePlanWithin14Days',
    value: { kind: 'records', references: ['Encounter/e-1'] },
    restsOn: ['Encounter/e-1', 'Procedure/pr-1'],
  });
  expect(named('Initial Population')?.words).toBe(
    'A visit counts in the month in which its 14 days have passed, so that no month is judged too early.',
  );
  expect(named('First visits held')).toMatchObject({
    library: 'CareEvents',
    words: 'A first visit that took place.',
    restsOn: ['Encounter/e-1'],
  });
  expect(named('Stays begun')?.value).toEqual({ kind: 'records', references: [] });
});
