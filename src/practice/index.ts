export {
  type Challenge,
  type ChallengeOutcome,
  type Conclusion,
  conclude,
  type FoundByCheck,
} from './challenge.ts';
export {
  type Cycle,
  type CycleState,
  effectDueOn,
  type Prediction,
  recordAct,
  recordDo,
  recordStudy,
  type Verdict,
} from './cycle.ts';
export {
  allHaveScored,
  type Consideration,
  type Criterion,
  type CriterionTally,
  type DecidingMember,
  type DecidingRules,
  type DeclaredInterest,
  type Deliberation,
  declareInterest,
  defaultRules,
  forumWithoutMembers,
  type MemberScore,
  openScores,
  pointsMax,
  type Quorum,
  quorum,
  score,
  type Tally,
  tally,
  voters,
} from './deciding.ts';
export {
  type Card,
  type CardContext,
  cardOf,
  overrideReasonSystem,
} from './decision-support/card.ts';
export {
  type Arm,
  armOf,
  type Exposure,
  type ExposureEntry,
  type ExposureFeedback,
  feedbackOutcomes,
  type Randomised,
  type RuleMode,
  type RuleSetting,
  ruleModes,
  settingIn,
  settingOfNewRule,
  type UnitRuleSetting,
} from './decision-support/exposure.ts';
export { overriddenRule, overridesOf, overridesTitle } from './decision-support/overrides.ts';
export { type Prefetch, prefetchFor } from './decision-support/prefetch.ts';
export {
  cqlParameters,
  type DecisionSupportRule,
  type Hook,
  hooks,
  parameterProblems,
  parametersInForce,
  type RuleParameter,
  readDecisionSupportRule,
} from './decision-support/rule.ts';
export { type Against, type Disagreement, disagreements } from './disagreement.ts';
export {
  countDots,
  type DotCount,
  type DotRound,
  dotsFor,
  type LaidDots,
  layDots,
} from './dots.ts';
export {
  type CombinedEffect,
  combineEffects,
  type UnitEffect,
} from './effect/combined-effect.ts';
export {
  type DividedByChance,
  type EffectByChance,
  effectByChance,
} from './effect/effect-by-chance.ts';
export {
  type AdoptionEffect,
  type AdoptionEffectInput,
  effectOfAdoption,
} from './effect/effect-of-adoption.ts';
export {
  type ChangeEstimate,
  type EffectOfChange,
  type EffectReason,
  effectOfChange,
  effectReasons,
  type MeasureScale,
} from './effect/effect-of-change.ts';
export { type AdoptionInHand, adoptionCandidates } from './messages/adoption-candidates.ts';
export { adviceCandidates } from './messages/advice-candidates.ts';
export { blockLine, restsOnFew } from './messages/block-line.ts';
export type {
  Candidate,
  MessageFacts,
  MessageStep,
} from './messages/candidate.ts';
export { type ChartInHand, chartCandidates } from './messages/chart-candidates.ts';
export {
  chooseMessages,
  type MessageTypeSetting,
  type Round,
  usualTypeSetting,
} from './messages/choose.ts';
export { disputeCandidates } from './messages/dispute-candidates.ts';
export { movedAsWanted, type Occasion, occasionsOf } from './messages/effect-of-messages.ts';
export { type MailedMessage, mailText } from './messages/mail.ts';
export {
  bringsMail,
  isQuiet,
  type MailFrequency,
  mailFrequencies,
  type QuietHours,
  usualQuietHours,
} from './messages/mail-wishes.ts';
export { messageText, messageWords } from './messages/message-words.ts';
export {
  isPlaced,
  messagesPerPeriod,
  type NotChosen,
  type Picked,
  periodDays,
  periodOf,
  periodsBetween,
} from './messages/pick.ts';
export {
  type Actionable,
  mayReadMessages,
  type Recipient,
  type RecipientKind,
  recipientKinds,
  recipientsOf,
} from './messages/recipient.ts';
export { noWishes, type Said, type Wishes } from './messages/score.ts';
export { type ThreadInHand, threadCandidates } from './messages/thread-candidates.ts';
export {
  firstWeights,
  type MessageWeights,
  type ScorePart,
  scoreParts,
  weightProblems,
  wholeWeights,
} from './messages/weights.ts';
export { whyWords } from './messages/why-words.ts';
export {
  type Adaptation,
  adaptationDeciders,
  adaptationFidelity,
  adaptationLevels,
  adaptationNatures,
  adaptationPlanned,
  adaptationRuling,
  adaptationWhat,
  adaptationWhen,
} from './practices/adaptation.ts';
export {
  type Adoption,
  type AdoptionBasis,
  type AdoptionStage,
  adoptionStages,
  beginAdoption,
  moveStage,
  partsSetOtherwise,
  setParts,
  stagesAfter,
} from './practices/adoption.ts';
export {
  type CarriedRule,
  carriedParameters,
  carriedRuleTrouble,
  type Steer,
} from './practices/carried-rule.ts';
export {
  essentialsStand,
  type FidelityCheck,
  fidelityRuling,
  latestCheck,
} from './practices/fidelity.ts';
export { newerVersion, takeVersion } from './practices/newer-version.ts';
export type { Parameter, ParameterValues } from './practices/parameter.ts';
export {
  contentRuling,
  type Essential,
  mayBecomePractice,
  mayBeTakenUp,
  type Practice,
  type PracticeContent,
  type PracticeVersion,
  versionInForce,
  withdraw,
} from './practices/practice.ts';
export {
  carriedRuleThere,
  isAtWork,
  ruleAfter,
  ruleLeft,
  settingByHand,
} from './practices/rule-of-adoption.ts';
export {
  awaitsDecision,
  consider,
  type Decision,
  type DecisionOutcome,
  decide,
  decisionOutcomes,
  isDecided,
  type Proposal,
  type ProposalKind,
  type ProposalMove,
  type ProposalOrigin,
  type ProposalState,
  proposalKinds,
  proposalOrigins,
  proposalStates,
  transitions,
} from './proposal.ts';
export { type Direction, directionOf, type ProposalStep } from './proposal-step.ts';
export { allowed, type Ruling, refused } from './ruling.ts';
export { type Lying, type SilentItem, silentItems } from './silence.ts';
export {
  type AdoptionTold,
  adoptionCurves,
  adoptionsTold,
  whoLearnedFromWhom,
} from './spread/adoptions.ts';
export {
  aimsInForce,
  type Balance,
  balanceFigures,
  balanceOf,
  driftOf,
} from './spread/balance.ts';
export { proposalFlow, proposalsTold, type Strand } from './spread/proposals.ts';
export {
  type BalanceAims,
  type RecordedEntry,
  recordedCommands,
  type SpreadRecord,
} from './spread/recorded.ts';
export { answerRequest, type SupportRequest, takeRequest } from './support-request.ts';
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
