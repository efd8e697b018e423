import { z } from 'zod';
import { groupBy } from '#core';

import { evaluateAnswers, type Instrument, type InstrumentScore, scoreIn } from '#data';
import { changeMargin, ownChange, type ScorePoint } from '#knowledge';
import { may, unitRef } from '#organisation';
import { resourcesOfPatient } from '#store';
import { type Context, organisationInForce } from '../context.ts';
import { type Shelf, shelfOf } from '../instruments/shelf.ts';
import { readPatients } from '../patients/read-patients.ts';
import { found, NotAllowed } from '../trouble.ts';
import type { Answering } from './answering.ts';
import { latestAnswers } from './latest-answers.ts';

/** What a person sees of their own, and the same for those who give the care. */
export async function sharedView(answering: Answering, participantId: string) {
  const { book, clinical, db, library } = answering;
  const participant = found(book.participant(participantId), 'participant', participantId);
  const { tree } = await organisationInForce(db);
  const unit = found(tree.byId.get(participant.unitId), 'unit', participant.unitId);
  const shelf = await shelfOf(db, library);
  const held = await resourcesOfPatient(clinical, participant.patientId);
  const records = held.flatMap(({ resource }) => recordShape.safeParse(resource).data ?? []);
  const waiting = waitingResponses(answering, participantId, shelf);
  return {
    participantId,
    unit: unitRef(unit),
    curves: curvesOf(shelf, records, waiting),
    goals: goalsOf(records, waiting),
    latest: latestAnswers(answering, participant.patientId, shelf),
    tried: triedOf(records),
  };
}

/** The same page for somebody who gives the care: with a right in the unit, a purpose, and an entry in the ledger. */
export async function sharedViewForStaff(
  context: Context,
  answering: Answering,
  { participantId, purpose }: { readonly participantId: string; readonly purpose: string },
) {
  const participant = found(
    answering.book.participant(participantId),
    'participant',
    participantId,
  );
  const { unitId, patientId } = participant;
  const { tree } = await organisationInForce(context.db);
  if (!may(context.person, 'patients.read', unitId, tree))
    throw new NotAllowed('patients.read', unitId);
  const reading = { unitId, patientId, purpose, measureId: null, month: '' };
  const view = await readPatients(context, reading, () => sharedView(answering, participantId));
  return { ...view, patientId };
}

const coding = z.looseObject({
  system: z.string().optional(),
  code: z.string().optional(),
  display: z.string().optional(),
});
const concept = z.looseObject({ coding: z.array(coding).default([]), text: z.string().optional() });
/** As much of a record as the page tells. */
const recordShape = z.looseObject({
  resourceType: z.string(),
  id: z.string(),
  status: z.string().optional(),
  code: concept.optional().catch(undefined),
  description: concept.optional().catch(undefined),
  medicationCodeableConcept: concept.optional().catch(undefined),
  valueInteger: z.number().optional(),
  valueQuantity: z.looseObject({ value: z.number().optional() }).optional(),
  effectiveDateTime: z.string().optional(),
  performedDateTime: z.string().optional(),
  performedPeriod: z.looseObject({ start: z.string().optional() }).optional(),
  authoredOn: z.string().optional(),
  startDate: z.string().optional(),
});
type PatientRecord = z.infer<typeof recordShape>;

/** What has been handed in and may not have reached the clinical store yet. */
interface Waiting {
  readonly responseId: string;
  readonly at: string;
  readonly instrument: Instrument;
  readonly scores: ReadonlyMap<string, number>;
  readonly goals: readonly string[];
}

function waitingResponses(
  { book }: Answering,
  participantId: string,
  shelf: Shelf,
): readonly Waiting[] {
  const { patientId } = found(book.participant(participantId), 'participant', participantId);
  const everywhere = book.participants().filter((one) => one.patientId === patientId);
  return everywhere
    .flatMap((one) => book.responsesOf(one.participantId))
    .flatMap(({ responseId, completed, form: canonical, instrumentId, answers }) => {
      const form = shelf.forms.get(canonical);
      const instrument = shelf.instruments.get(instrumentId)?.instrument;
      if (completed === null || form === undefined || instrument === undefined) return [];
      const evaluated = evaluateAnswers(form, answers).answers;
      const scores = instrument.scores.flatMap((score) => {
        const value = scoreIn(score, evaluated);
        return value === null ? [] : [[score.id, value] as const];
      });
      const goals = instrument.goals.flatMap((linkId) =>
        (evaluated[linkId] ?? []).flatMap((one) => (one.kind === 'text' ? [one.value] : [])),
      );
      return [{ responseId, at: completed.at, instrument, scores: new Map(scores), goals }];
    });
}

function curvesOf(
  { instruments }: Shelf,
  records: readonly PatientRecord[],
  waiting: readonly Waiting[],
) {
  const observations = records.filter(
    ({ resourceType, status }) =>
      resourceType === 'Observation' && ['final', 'amended', 'corrected'].includes(status ?? ''),
  );
  return [...instruments.values()].flatMap(({ instrument }) =>
    instrument.scores.flatMap((score) => {
      const points = pointsOf(
        score,
        observations,
        waiting.filter((one) => one.instrument.id === instrument.id),
      );
      if (points.length === 0) return [];
      const { title, min, max, higherIsBetter, change } = score;
      return [
        {
          ...{ instrumentId: instrument.id, title: instrument.title, scoreTitle: title },
          ...{ min, max, higherIsBetter, points, change: ownChange(points, score) },
          margin: change === null ? null : changeMargin(change),
          source: change?.source ?? null,
          method: score.method,
        },
      ];
    }),
  );
}

function pointsOf(
  score: InstrumentScore,
  observations: readonly PatientRecord[],
  waiting: readonly Waiting[],
): readonly ScorePoint[] {
  const held = observations.flatMap((record) => {
    const value = record.valueInteger ?? record.valueQuantity?.value;
    const isIts = record.code?.coding.some((one) =>
      score.codes.some(({ system, code }) => one.system === system && one.code === code),
    );
    const at = record.effectiveDateTime;
    return isIts === true && value !== undefined && at !== undefined
      ? [{ id: record.id, at: instantOf(at), value }]
      : [];
  });
  const known = new Set(held.map(({ id }) => id));
  const rest = waiting.flatMap(({ responseId, at, scores }) => {
    const value = scores.get(score.id);
    return value === undefined || known.has(`${responseId}-${score.id}`) ? [] : [{ at, value }];
  });
  return [...held, ...rest]
    .map(({ at, value }) => ({ at, value }))
    .toSorted((a, b) => (a.at < b.at ? -1 : 1));
}

/** Comparable texts: instants in UTC, days as they are. */
function instantOf(at: string): string {
  const milliseconds = Date.parse(at);
  return at.includes('T') && !Number.isNaN(milliseconds)
    ? new Date(milliseconds).toISOString()
    : at;
}

function goalsOf(records: readonly PatientRecord[], waiting: readonly Waiting[]) {
  const held = records
    .filter(({ resourceType }) => resourceType === 'Goal')
    .flatMap((record) => {
      const text = record.description?.text ?? record.description?.coding[0]?.display;
      return text === undefined ? [] : [{ text, since: record.startDate ?? null }];
    });
  const known = new Set(held.map(({ text, since }) => `${text}\n${since}`));
  const rest = waiting
    .flatMap(({ goals, at }) => goals.map((text) => ({ text, since: at.slice(0, 10) })))
    .filter(({ text, since }) => !known.has(`${text}\n${since}`));
  return [...held, ...rest].toSorted((a, b) => ((a.since ?? '') > (b.since ?? '') ? -1 : 1));
}

const triedMax = 30;

/** Treatments and medicines, each with how often and when last; the newest first. */
function triedOf(records: readonly PatientRecord[]) {
  const treatments = records.flatMap((record) => treatmentIn(record) ?? []);
  return [...groupBy(treatments, ({ code }) => code).values()]
    .map((times) => {
      const days = times.map(({ at }) => at).toSorted(byText);
      const { code = '', name = null } = times[0] ?? {};
      return { code, name, times: times.length, first: days[0] ?? '', last: days.at(-1) ?? '' };
    })
    .toSorted((a, b) => byText(b.last, a.last))
    .slice(0, triedMax);
}

const byText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

function treatmentIn(record: PatientRecord) {
  const { resourceType, status } = record;
  const held =
    resourceType === 'Procedure'
      ? record.code
      : resourceType === 'MedicationRequest'
        ? record.medicationCodeableConcept
        : undefined;
  const at = record.performedDateTime ?? record.performedPeriod?.start ?? record.authoredOn;
  const first = held?.coding[0];
  const code = first?.code;
  if (code === undefined || at === undefined || status === 'entered-in-error') return null;
  return { code, name: held?.text ?? first?.display ?? null, at: at.slice(0, 10) };
}
