export {
  type Cycle,
  type CycleState,
  type Prediction,
  recordAct,
  recordDo,
  recordStudy,
  type Verdict,
} from './cycle.ts';
export {
  type ChangeEstimate,
  type EffectOfChange,
  effectOfChange,
  type MeasureScale,
} from './effect/effect-of-change.ts';
export {
  type Decision,
  type DecisionOutcome,
  decide,
  isDecided,
  type Proposal,
  type ProposalKind,
  type ProposalState,
} from './proposal.ts';
export { allowed, type Ruling, refused } from './ruling.ts';
export {
  close,
  look,
  mayStartCycle,
  type Opening,
  openForIdea,
  openForSignal,
  reopen,
  requireOpen,
  settle,
  type Thread,
  type ThreadContent,
  type WaitingFor,
} from './thread.ts';
export { daysBetween, loopDays, type Standing, standingOf } from './waiting.ts';
