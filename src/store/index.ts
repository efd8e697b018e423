export { type AnswerJournal, openAnswerJournal } from './clinical/answers/answer-journal.ts';
export {
  type ArchivedResource,
  type Finding,
  type FindingCount,
  type FindingPage,
  filesByNumber,
  findingCounts,
  findings,
  type PatientResources,
  patientsWithResources,
  type ResourceCount,
  resourceCounts,
  resourcesOfPatient,
  sharedResources,
} from './clinical/archive.ts';
export type { ClinicalStore, FlatTable } from './clinical/clinical-store.ts';
export {
  type AdvisedPatient,
  advisedPatients,
  type ExposureCount,
  exposureCounts,
  overrideReasons,
  type ReasonCount,
} from './clinical/exposures/exposure-figures.ts';
export { type ExposureLog, openExposureLog } from './clinical/exposures/exposure-log.ts';
export {
  type FeedJournal,
  type JournalPost,
  openFeedJournal,
  type SealedPosts,
} from './clinical/feed/feed-journal.ts';
export {
  type FeedSource,
  feedSources,
  noteFeedPosts,
  prepareFeedPosts,
} from './clinical/feed/feed-posts.ts';
export { groupFeedRaw } from './clinical/feed/group-raw.ts';
export { forgetUnfolded, unfoldPosts } from './clinical/feed/unfold-posts.ts';
export {
  changedPatientsMax,
  changesSince,
  dataVersionNumber,
  type TableChanges,
} from './clinical/import/changes.ts';
export { dataVersion, publishRun } from './clinical/import/publish.ts';
export {
  canContinue,
  incomingRaw,
  lastingName,
  removeUnusedRaw,
  settleRaws,
} from './clinical/import/raw-files.ts';
export { type FileReader, postedLineRules, startReader } from './clinical/import/reader-client.ts';
export type { Batch, FilePart } from './clinical/import/reader-messages.ts';
export {
  beginFiles,
  beginRun,
  contentOfRun,
  filesOfRun,
  forgetFile,
  type ImportRun,
  importRunById,
  importRuns,
  type RunFile,
  refuseRun,
  type SourceFile,
  unfinishedRun,
} from './clinical/import/runs.ts';
export { storeBatch } from './clinical/import/store-batch.ts';
export type {
  ClinicalParameter,
  ClinicalValue,
  Statement,
} from './clinical/messages.ts';
export { type ClinicalStoreOptions, openClinicalStore } from './clinical/open.ts';
export { type RecordCount, recordCounts } from './clinical/quality/record-counts.ts';
export {
  type BadRow,
  type BadRowsWanted,
  badRows,
  countQuality,
  prepareQuality,
  type QualityCount,
} from './clinical/quality/run-checks.ts';
export {
  CancelledError,
  type ClinicalRow,
  type QueryOptions,
  type StreamOptions,
  type WriteOptions,
} from './clinical/store-client.ts';
export { codeOf, type DataFolder, openDataFolder, ownerOf } from './data-folder.ts';
export {
  keepEffect,
  keptEffects,
  type MeasuredStart,
  measuredStarts,
  resultsVersion,
  startsMark,
} from './operational/adoption-effects.ts';
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
} from './operational/adoptions.ts';
export { canonicalJson } from './operational/canonical-json.ts';
export {
  challengeOfThread,
  challengesByChecks,
  challengesOnChart,
  challengesSince,
  insertChallenge,
  lockChallenge,
  openChallenges,
  updateChallenge,
} from './operational/challenges.ts';
export { type ChartHistory, chartHistories } from './operational/chart-history.ts';
export { type ChartPart, chartPartsOf, insertChartPart } from './operational/chart-parts.ts';
export {
  addClientContacts,
  type ClientContact,
  clientContacts,
} from './operational/client-contacts.ts';
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
} from './operational/cycles.ts';
export {
  type Changes,
  type Database,
  inSnapshot,
  inTransaction,
} from './operational/database.ts';
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
} from './operational/deciding.ts';
export { saveCaseAim, saveRules } from './operational/decision-rights.ts';
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
} from './operational/decision-support.ts';
export type { EntryDetail, RecordedEffect } from './operational/entry-detail.ts';
export {
  type ChartSignal,
  growSignals,
  insertSignals,
  type KeptSignal,
  keptSignals,
} from './operational/found-signals.ts';
export {
  codingChangesOf,
  type GroupResult,
  groupResults,
  replaceCodingChanges,
  replaceGroupResults,
  type StoredCodingChange,
} from './operational/group-results.ts';
export {
  type BroughtQuestionnaire,
  broughtQuestionnaires,
  keepQuestionnaire,
  saveUnitInstrument,
  type UnitInstrument,
  unitInstruments,
} from './operational/instruments.ts';
export {
  failInterruptedJobs,
  insertJob,
  newestJobs,
  type StoredJob,
  updateJob,
} from './operational/jobs.ts';
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
} from './operational/ledger.ts';
export { isKnownMeasure, measuresInUse, measureText } from './operational/measure-versions.ts';
export {
  cameTo,
  decidedIn,
  insertMeeting,
  type Meeting,
  meetingsOf,
  type TitledStep,
} from './operational/meetings.ts';
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
} from './operational/message-mail.ts';
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
} from './operational/message-settings.ts';
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
} from './operational/messages.ts';
export {
  type OperationalStore,
  type OperationalStoreOptions,
  openOperationalStore,
} from './operational/open.ts';
export {
  loadOrganisation,
  lockOrganisation,
  organisationMark,
  saveOrganisation,
} from './operational/organisation.ts';
export { type OwnMeasure, ownMeasures, saveOwnMeasure } from './operational/own-measures.ts';
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
} from './operational/practices.ts';
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
} from './operational/proposals.ts';
export {
  lastQualityRun,
  type QualityRun,
  type QualityThreshold,
  qualityCounts,
  qualityThresholds,
  recordQuality,
  type StoredQualityCount,
  saveQualityThreshold,
} from './operational/quality.ts';
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
} from './operational/results.ts';
export { replaceRunningResults, runningResultsOf } from './operational/running-results.ts';
export {
  insertAlert,
  loadAlert,
  lockAlert,
  lockDueAlerts,
  markAcknowledged,
  markEscalated,
  openAlerts,
  type SafetyAlert,
} from './operational/safety-alerts.ts';
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
} from './operational/signals.ts';
export {
  answersTo,
  insertSupportRequest,
  lockSupportRequest,
  supportQueue,
  supportRequestsOfThread,
  updateSupportRequest,
} from './operational/support.ts';
export type { ClientPurpose } from './operational/tables/decision-support.ts';
export type { MailState } from './operational/tables/messages.ts';
export type { OwnLibrary } from './operational/tables/own-measures.ts';
export type { OperationalTables } from './operational/tables.ts';
export {
  type BroughtTerminology,
  heldTerminology,
  saveTerminology,
} from './operational/terminology.ts';
export {
  type OpeningDispute,
  type ThreadOpenings,
  threadOpenings,
} from './operational/thread-openings.ts';
export {
  insertThread,
  loadThread,
  lockThread,
  longestWaiting,
  openThreadOn,
  threadsOfUnits,
  updateThread,
} from './operational/threads.ts';
export { useAssertion } from './operational/used-assertions.ts';
export { projectFolder } from './project-folder.ts';
export { type RunningServerAddress, serverOnFolder, tellAddress } from './server-address.ts';
