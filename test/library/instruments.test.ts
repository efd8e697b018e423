import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  type Answers,
  allItems,
  answeredResources,
  answerIssues,
  evaluateAnswers,
  expressionProblems,
  isQuestion,
  type Questionnaire,
  readInstrument,
  readQuestionnaire,
  safetyHits,
} from '#data';
import { projectFolder } from '#store';

const folder = path.join(projectFolder, 'library/instruments');
const ids = readdirSync(folder);
const own = ['care-experience', 'wellbeing-scale', 'what-matters'];

const instrumentOf = (id: string) => {
  const read = readInstrument(id, readFileSync(path.join(folder, id, 'instrument.yaml'), 'utf8'));
  if (read.kind === 'problem') throw new Error(read.problem.message);
  return read.instrument;
};
const formOf = (id: string): Questionnaire => {
  const file = path.join(folder, id, 'questionnaire.json');
  const read = readQuestionnaire(JSON.parse(readFileSync(file, 'utf8')), id);
  if (read.kind === 'problems') throw new Error(read.problems.map((p) => p.message).join());
  return read.questionnaire;
};

test.each(ids)('%s: the facts can be read, and say the licence and how to get the form', (id) => {
  const instrument = instrumentOf(id);
  expect(instrument.id).toBe(id);
  expect(own.includes(id)).toBe(instrument.getting === null);
});

test('of instruments that others own, no text is shipped', () => {
  expect(ids.filter((id) => readdirSync(path.join(folder, id)).length > 1).sort()).toEqual(own);
});

describe.each(own)('%s', (id) => {
  test('every question stands in both languages, and every expression can be worked out', () => {
    const form = formOf(id);
    expect(expressionProblems(form)).toEqual([]);
    const texts = allItems(form.items).flatMap(({ text, options }) => [
      text,
      ...options.map((option) => option.text),
    ]);
    expect(texts.filter(({ en, sv }) => en === '' || en === sv)).toEqual([]);
    const { canonical, scores, goals } = instrumentOf(id);
    expect(form.url).toBe(canonical);
    const named = [...scores.map(({ linkId }) => linkId), ...goals];
    expect(named.filter((one) => !allItems(form.items).some((i) => i.linkId === one))).toEqual([]);
  });
});

const often = 'https://gyrus.health/fhir/how-often';
const harm = 'https://gyrus.health/fhir/thoughts-of-harm';
const coding = (system: string, code: string) => [{ kind: 'coding', system, code }] as const;
const week: Answers = {
  managed: coding(often, 'most'),
  hopeful: coding(often, 'few'),
  slept: coding(often, 'some'),
  company: coding(often, 'all'),
  worthwhile: coding(often, 'never'),
};

test('the well-being scale: five answers give the score, four give none, and a thought of harm asks one more and is a hit', () => {
  const form = formOf('wellbeing-scale');
  const { safety } = instrumentOf('wellbeing-scale');
  const { managed: _, ...four } = week;
  expect(evaluateAnswers(form, four).answers.total).toEqual([]);
  const calm = evaluateAnswers(form, { ...week, thoughts: coding(harm, 'no') });
  // 3 + 1 + 2 + 4 + 0 = 10, times 5.
  expect(calm.answers.total).toEqual([{ kind: 'number', value: 50 }]);
  expect(calm.enabled.has('somebody')).toBe(false);
  expect(safetyHits(safety, form, calm)).toEqual([]);
  const harmed = evaluateAnswers(form, { ...week, thoughts: coding(harm, 'passing') });
  expect(harmed.enabled.has('somebody')).toBe(true);
  expect(safetyHits(safety, form, harmed)).toMatchObject([{ linkId: 'thoughts' }]);
});

test('required answers are missed until they are given, and what was not offered is refused', () => {
  const form = formOf('wellbeing-scale');
  const questions = allItems(form.items).filter((one) => isQuestion(one) && one.required);
  const none = evaluateAnswers(form, {});
  expect(answerIssues(form, {}, none.enabled)).toEqual(
    questions.map(({ linkId }) => ({ linkId, trouble: 'required' })),
  );
  const answers = { ...week, thoughts: coding(harm, 'unheard-of') };
  const { enabled } = evaluateAnswers(form, answers);
  expect(answerIssues(form, answers, enabled)).toEqual([
    { linkId: 'thoughts', trouble: 'not-offered' },
  ]);
});

test('a finished form becomes a response with its version and ordinal values, and an observation of the score', () => {
  const questionnaire = formOf('wellbeing-scale');
  const given = { ...week, thoughts: coding(harm, 'no') };
  const [response, score, ...rest] = answeredResources({
    ...{ id: 'r-1', instrument: instrumentOf('wellbeing-scale'), questionnaire, language: 'sv' },
    ...{ patientId: 'p-1', unitId: 'u-1', encounterId: null },
    ...{ authored: '2026-03-02T09:00:00+01:00', ...evaluateAnswers(questionnaire, given) },
  });
  expect(rest).toEqual([]);
  expect(response).toMatchObject({
    questionnaire: 'https://gyrus.health/fhir/Questionnaire/wellbeing-scale|1.0.0',
    status: 'completed',
    author: { reference: 'Organization/u-1' },
  });
  expect(JSON.stringify(response)).toContain(
    '"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/ordinalValue","valueDecimal":3}]',
  );
  expect(JSON.stringify(response)).toContain('Fem eller sex dagar');
  expect(score).toMatchObject({
    ...{ id: 'r-1-total', valueInteger: 50 },
    derivedFrom: [{ reference: 'QuestionnaireResponse/r-1' }],
  });
});

test('what cannot be answered here is told item by item', () => {
  const read = readQuestionnaire(
    {
      ...{
        resourceType: 'Questionnaire',
        url: 'https://x.example/q',
        version: '1',
        status: 'draft',
      },
      item: [
        { linkId: 'a', type: 'attachment', text: 'A' },
        { linkId: 'b', type: 'choice', text: 'B' },
        {
          linkId: 'c',
          type: 'string',
          enableWhen: [{ question: 'd', operator: 'exists', answerBoolean: true }],
        },
        {
          linkId: 'd',
          type: 'string',
          enableWhen: [{ question: 'c', operator: 'exists', answerBoolean: true }],
        },
      ],
    },
    'q.json',
  );
  const problems = read.kind === 'problems' ? read.problems : [];
  expect(problems.map(({ where }) => where)).toEqual([
    'q.json: a',
    'q.json: b',
    'q.json: c',
    'q.json: d',
  ]);
});
