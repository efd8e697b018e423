import type { CommandName } from '#api';
import { firstWeights } from '#practice';

/** Things that lie in one unit, for commands to be tried on. */
export interface Scene {
  readonly unitId: string;
  readonly forumId: string;
  readonly threadId: string;
  readonly proposalId: string;
  readonly cycleId: string;
  readonly signalId: string;
  readonly practiceId: string;
  readonly adoptionId: string;
  readonly supportId: string;
  readonly challengeId: string;
  /** Told to the forum. */
  readonly messageId: string;
  readonly alertId: string;
  readonly ownerId: string;
}

interface Tried {
  readonly input: (scene: Scene) => object;
  /** Where the right is needed, when that is not the unit of the scene. */
  readonly at?: 'top';
}

const practice = {
  title: 'T',
  summary: 'S',
  essentials: ['E'],
  measureIds: ['waiting-days'],
  origin: 'front-line',
};

/** A program at the point of care that asks for advice. */
export const pointOfCare = {
  issuer: 'https://record.example',
  name: 'The record',
  jwksUrl: 'https://record.example/keys',
};

/** An input that brings each command as far as the question whether one may; a new command gets a line here. */
export const commandInputs: Readonly<Record<CommandName, Tried>> = {
  'thread.open-from-signal': { input: ({ signalId }) => ({ signalId, comment: '' }) },
  'thread.raise-idea': { input: ({ unitId }) => ({ unitId, title: 'T', text: 'T' }) },
  'thread.comment': { input: ({ threadId }) => ({ threadId, text: 'T' }) },
  'thread.take-over': { input: ({ threadId, ownerId }) => ({ threadId, ownerId }) },
  'thread.close': { input: ({ threadId }) => ({ threadId, reason: 'R' }) },
  'thread.reopen': { input: ({ threadId }) => ({ threadId, reason: 'R' }) },
  'proposal.raise': { input: ({ unitId }) => ({ unitId, kind: 'idea', title: 'T', text: 'T' }) },
  'proposal.consider': { input: ({ proposalId }) => ({ proposalId }) },
  'proposal.score': {
    input: ({ proposalId }) => ({
      proposalId,
      points: { benefit: 5, feasible: 5, evidence: 5, equity: 5 },
    }),
  },
  'proposal.open-scores': { input: ({ proposalId }) => ({ proposalId }) },
  'proposal.declare-interest': { input: ({ proposalId }) => ({ proposalId, text: 'T' }) },
  'proposal.decide': {
    input: ({ proposalId }) => ({
      ...{ proposalId, outcome: 'park', reason: 'R', returnOn: '2026-12-01' },
    }),
  },
  'proposal.dissent': { input: ({ proposalId }) => ({ proposalId, text: 'T' }) },
  'proposal.reassess': {
    input: ({ proposalId }) => ({ proposalId, attributes: { risk: 'low' }, reason: 'R' }),
  },
  'forum.set-criteria': {
    input: ({ forumId }) => ({
      forumId,
      criteria: [{ id: 'benefit', name: { en: 'Benefit', sv: 'Nytta' }, weight: 1 }],
    }),
  },
  'forum.start-dots': { input: ({ forumId }) => ({ forumId }) },
  'forum.lay-dots': {
    input: ({ forumId, proposalId }) => ({ forumId, dots: { [proposalId]: 1 } }),
  },
  'forum.open-dots': { input: ({ forumId }) => ({ forumId }) },
  'support.request': { input: ({ unitId }) => ({ unitId, title: 'T', text: 'T' }) },
  'support.take': { input: ({ supportId }) => ({ supportId }) },
  'support.answer': { input: ({ supportId }) => ({ supportId, answer: 'A' }) },
  'cycle.start': {
    input: ({ threadId }) => ({
      ...{ threadId, title: 'C', aim: 'A', change: 'C', measureId: 'waiting-days' },
      ...{ predictionText: 'Better', plan: 'P' },
    }),
  },
  'cycle.record-do': { input: ({ cycleId }) => ({ cycleId, startMonth: '2026-02', text: 'T' }) },
  'cycle.record-study': { input: ({ cycleId }) => ({ cycleId, text: 'T' }) },
  'cycle.record-act': { input: ({ cycleId }) => ({ cycleId, verdict: 'kept', reason: 'R' }) },
  'practice.make': { input: ({ cycleId }) => ({ cycleId, ...practice }) },
  'practice.bring': { input: ({ unitId }) => ({ unitId, ...practice, source: 'A paper' }) },
  'practice.revise': { input: ({ practiceId }) => ({ practiceId, ...practice, reason: 'R' }) },
  'practice.offer': { input: ({ practiceId }) => ({ practiceId, reason: 'R' }) },
  'practice.withdraw': { input: ({ practiceId }) => ({ practiceId, version: 1, reason: 'R' }) },
  'adoption.begin': {
    input: ({ unitId, practiceId }) => ({ unitId, practiceId, basis: 'chosen', reason: 'R' }),
  },
  'adoption.move': { input: ({ adoptionId }) => ({ adoptionId, stage: 'stopped', reason: 'R' }) },
  'adoption.set-parts': { input: ({ adoptionId }) => ({ adoptionId, reason: 'R' }) },
  'adoption.take-version': {
    input: ({ adoptionId }) => ({ adoptionId, version: 1, seen: 1, reason: 'R' }),
  },
  'adoption.adapt': {
    input: ({ adoptionId }) => ({
      ...{ adoptionId, when: 'before', planned: 'planned', decidedBy: 'front-line' },
      ...{ what: 'content', level: 'unit', nature: 'tailoring', fidelity: 'consistent' },
      ...{ text: 'T', why: 'W' },
    }),
  },
  'adoption.check-fidelity': {
    input: ({ adoptionId }) => ({ adoptionId, month: '2026-02', keptIds: [], note: '' }),
  },
  'number.challenge': {
    input: ({ unitId }) => ({ unitId, measureId: 'waiting-days', month: '2026-02', text: 'T' }),
  },
  'number.conclude': {
    input: ({ challengeId }) => ({ challengeId, outcome: 'number-stands', because: 'B' }),
  },
  'quality.set-threshold': {
    input: () => ({ checkId: 'future-date', share: 0.01, reason: 'R' }),
    at: 'top',
  },
  'balance.set': { input: () => ({ fromBelowShare: 0.5, reason: 'R' }), at: 'top' },
  'rule.set': {
    input: ({ forumId }) => ({
      rule: {
        ...{ id: 'tried', at: [forumId], when: {}, answer: { action: 'decide' }, standing: 9 },
        because: { en: 'B', sv: 'B' },
      },
      reason: 'R',
    }),
    at: 'top',
  },
  'rule.remove': { input: () => ({ ruleId: 'tried', reason: 'R' }), at: 'top' },
  'case.expect': {
    input: ({ forumId }) => ({ caseId: 'small', endsAt: forumId, steps: 1, reason: 'R' }),
    at: 'top',
  },
  'forum.record-meeting': {
    input: ({ forumId }) => ({ forumId, heldOn: '2026-03-01', presentIds: ['chair'], notes: 'N' }),
  },
  'instrument.choose': {
    input: ({ unitId }) => ({ unitId, instrumentId: 'wellbeing-scale', inUse: true, reason: 'R' }),
  },
  'alert.acknowledge': { input: ({ alertId }) => ({ alertId, outcome: 'contacted' }) },
  'decision-support.set': {
    input: ({ unitId }) => ({ unitId, ruleId: 'rule', mode: 'off', reason: 'R' }),
  },
  'decision-support.trust': { input: () => ({ ...pointOfCare, reason: 'R' }), at: 'top' },
  'decision-support.distrust': {
    input: () => ({ issuer: pointOfCare.issuer, reason: 'R' }),
    at: 'top',
  },
  'message.read': { input: ({ messageId }) => ({ messageId }) },
  'message.wish': {
    input: ({ unitId }) => ({
      ...{ unitId, address: null, language: 'en', frequency: 'monthly', quiet: null },
      wishes: { types: {}, measures: {} },
    }),
  },
  'message.set-weights': { input: () => ({ ...firstWeights, reason: 'R' }), at: 'top' },
  'message.set-type': { input: () => ({ type: 'concern', isOn: true, reason: 'R' }), at: 'top' },
  'chart.recalculate': {
    input: ({ unitId }) => ({
      ...{ unitId, measureId: 'waiting-days', fromMonth: '2026-01', reason: 'R' },
    }),
  },
};
