export {
  keepEffect,
  keptEffects,
  type MeasuredStart,
  measuredStarts,
  resultsVersion,
  startsMark,
} from './adoption-effects.ts';
export {
  type AdoptionBegun,
  adaptationsOf,
  adoptionsAtWork,
  adoptionsBegun,
  adoptionsOfPractice,
  adoptionsRunning,
  changesByMeasure,
  changesMark,
  fidelityChecksOf,
  insertAdaptation,
  insertAdoption,
  insertFidelityCheck,
  loadAdoption,
  lockAdoption,
  updateAdoption,
} from './adoptions.ts';
export { canonicalJson } from './canonical-json.ts';
export {
  challengeOfThread,
  challengesByChecks,
  challengesOnChart,
  challengesSince,
  insertChallenge,
  lockChallenge,
  openChallenges,
  updateChallenge,
} from './challenges.ts';
export { type ChartHistory, chartHistories } from './chart-history.ts';
export { type ChartPart, chartPartsOf, insertChartPart } from './chart-parts.ts';
export {
  addClientContacts,
  type ClientContact,
  clientContacts,
} from './client-contacts.ts';
export {
  changesBegun,
  changesBegunEverywhere,
  cyclesOfMatter,
  cyclesOfThread,
  insertCycle,
  loadCycle,
  openCycles,
  threadOfCycle,
  updateCycle,
} from './cycles.ts';
export {
  type Changes,
  type Database,
  inSnapshot,
  inTransaction,
} from './database.ts';
export {
  considerationsOf,
  type Dissent,
  decidingRules,
  dissentOn,
  dotRoundsWith,
  dotsIn,
  holdForum,
  insertConsideration,
  insertDissent,
  insertDotRound,
  interestsIn,
  latestDotRound,
  openDotRound,
  saveDecidingRules,
  saveDots,
  saveInterest,
  saveScore,
  scoresOf,
  updateConsideration,
} from './deciding.ts';
export { saveCaseAim, saveRules } from './decision-rights.ts';
export {
  type DecisionSupportClient,
  decisionSupportClients,
  lockRuleSetting,
  removeDecisionSupportClient,
  ruleSettingIn,
  ruleSettings,
  rulesInUse,
  type StoredRuleSetting,
  saveDecisionSupportClient,
  saveRuleSetting,
  takeRulesIntoUse,
} from './decision-support.ts';
export type { EntryDetail, RecordedEffect } from './entry-detail.ts';
export {
  type ChartSignal,
  growSignals,
  insertSignals,
  type KeptSignal,
  keptSignals,
} from './found-signals.ts';
export {
  codingChangesOf,
  type GroupResult,
  groupResults,
  replaceCodingChanges,
  replaceGroupResults,
  type StoredCodingChange,
} from './group-results.ts';
export {
  type BroughtQuestionnaire,
  broughtQuestionnaires,
  keepQuestionnaire,
  saveUnitInstrument,
  type UnitInstrument,
  unitInstruments,
} from './instruments.ts';
export {
  failInterruptedJobs,
  insertJob,
  newestJobs,
  type StoredJob,
  updateJob,
} from './jobs.ts';
export {
  appendEntry,
  claimRequest,
  entriesOfCommands,
  entriesOfCycle,
  entriesOfThread,
  entryByRequest,
  type LedgerCheck,
  type LedgerEntry,
  ledgerHead,
  type NewEntry,
  verifyLedger,
} from './ledger.ts';
export { isKnownMeasure, measuresInUse, measureText } from './measure-versions.ts';
export {
  cameTo,
  decidedIn,
  insertMeeting,
  type Meeting,
  meetingsOf,
  type TitledStep,
} from './meetings.ts';
export {
  claimMail,
  endMail,
  endMailsCutOff,
  lastMailTo,
  type MessageMail,
  mailCounts,
  mailsToTry,
  queueMail,
  retryMail,
} from './message-mail.ts';
export {
  type MessageWish,
  messageTypeSettings,
  messageWishByToken,
  messageWishes,
  messageWishOf,
  type StoredMessageWish,
  saveMessageTypeSetting,
  saveMessageWish,
  saveWeights,
  unspokenWish,
  weightsHistory,
  weightsInForce,
} from './message-settings.ts';
export {
  actsSinceTold,
  beginRound,
  earlierMessages,
  insertMessages,
  lastRound,
  lockMessage,
  type MessageCount,
  markActed,
  markRead,
  messageCounts,
  messagesOf,
  recipientName,
  type StoredMessage,
  saidSince,
  toldOrHeldBack,
} from './messages.ts';
export {
  type OperationalStore,
  type OperationalStoreOptions,
  openOperationalStore,
} from './open.ts';
export {
  loadOrganisation,
  lockOrganisation,
  organisationMark,
  saveOrganisation,
} from './organisation.ts';
export {
  type OwnChart,
  ownCharts,
  ownMeasuresState,
  replaceOwnCharts,
} from './own-charts.ts';
export {
  type OwnCounting,
  ownCountings,
  replaceOwnCountings,
  tellOwnCounting,
} from './own-countings.ts';
export { type OwnMeasure, ownMeasures, saveOwnMeasure } from './own-measures.ts';
export {
  insertPractice,
  insertVersion,
  loadPractice,
  lockPractice,
  offerPractice,
  type PracticesSought,
  practiceOfCycle,
  practicesBringing,
  practicesSought,
  practiceTitles,
  type StoredPractice,
  withdrawVersion,
} from './practices.ts';
export {
  findProposals,
  insertProposal,
  insertProposalStep,
  type ProposalsWanted,
  proposalsAtForums,
  proposalsAwaiting,
  proposalsById,
  proposalsOfUnits,
  type SimilarProposal,
  similarProposals,
  stepsOfProposals,
  threadOfProposal,
  updateProposal,
} from './proposals.ts';
export {
  lastQualityRun,
  type QualityRun,
  type QualityThreshold,
  qualityCounts,
  qualityThresholds,
  recordQuality,
  type StoredQualityCount,
  saveQualityThreshold,
} from './quality.ts';
export {
  type EarlierAnswer,
  type Evaluation,
  earlierAnswers,
  lastEvaluation,
  type MeasureResult,
  type MeasureVersion,
  monthlyResults,
  type NewEvaluation,
  recordEvaluation,
  recordMeasureVersions,
  resultsOfUnits,
} from './results.ts';
export { replaceRunningResults, runningResultsOf } from './running-results.ts';
export {
  insertAlert,
  loadAlert,
  lockAlert,
  lockDueAlerts,
  markAcknowledged,
  markEscalated,
  openAlerts,
  type SafetyAlert,
} from './safety-alerts.ts';
export {
  allSignals,
  closeSignals,
  loadSignal,
  newSignals,
  openSignalOf,
  ownSignals,
  placeSignal,
  type StoredSignal,
  signalsOfThread,
  signalsOnChart,
  takeUpSignals,
} from './signals.ts';
export {
  answersTo,
  insertSupportRequest,
  lockSupportRequest,
  supportQueue,
  supportRequestsOfThread,
  updateSupportRequest,
} from './support.ts';
export type { ClientPurpose } from './tables/decision-support.ts';
export type { MailState } from './tables/messages.ts';
export type { OwnLibrary } from './tables/own-measures.ts';
export type { OperationalTables } from './tables.ts';
export {
  type BroughtTerminology,
  heldTerminology,
  saveTerminology,
} from './terminology.ts';
export {
  type OpeningDispute,
  type ThreadOpenings,
  threadOpenings,
} from './thread-openings.ts';
export {
  insertThread,
  loadThread,
  lockThread,
  longestWaiting,
  openThreadOn,
  threadsOfUnits,
  updateThread,
} from './threads.ts';
export { useAssertion } from './used-assertions.ts';
