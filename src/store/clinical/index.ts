export { type AnswerJournal, openAnswerJournal } from './answers/answer-journal.ts';
export {
  type ArchivedResource,
  type Finding,
  type FindingCount,
  type FindingPage,
  filesByNumber,
  findingCounts,
  findings,
  type ResourceCount,
  referredResources,
  resourceCounts,
  resourcesOfPatient,
  sharedResources,
} from './archive.ts';
export type { ClinicalStore, FlatTable } from './clinical-store.ts';
export {
  type AdvisedPatient,
  advisedPatients,
  type ExposureCount,
  exposureCounts,
  overrideReasons,
  type ReasonCount,
} from './exposures/exposure-figures.ts';
export { type ExposureLog, openExposureLog } from './exposures/exposure-log.ts';
export {
  type FeedJournal,
  type JournalPost,
  openFeedJournal,
  type SealedPosts,
} from './feed/feed-journal.ts';
export {
  type FeedSource,
  feedSources,
  noteFeedPosts,
  prepareFeedPosts,
} from './feed/feed-posts.ts';
export { groupFeedRaw } from './feed/group-raw.ts';
export { forgetUnfolded, unfoldPosts } from './feed/unfold-posts.ts';
export {
  addFollowed,
  beginFollowed,
  continueFollowed,
  type FollowedCounting,
  type FollowedEvent,
  type FollowedQuestion,
  type FollowedState,
  followedCounting,
  followedEventsSql,
  followedState,
  keepOnlyFollowed,
  type Outdated,
  passFollowed,
  publishFollowed,
} from './followed-events.ts';
export {
  changedPatientsMax,
  changesSince,
  dataVersionNumber,
  type TableChanges,
} from './import/changes.ts';
export { dataVersion, publishRun } from './import/publish.ts';
export {
  canContinue,
  incomingRaw,
  lastingName,
  removeUnusedRaw,
  settleRaws,
} from './import/raw-files.ts';
export { type FileReader, postedLineRules, startReader } from './import/reader-client.ts';
export type { Batch, FilePart } from './import/reader-messages.ts';
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
} from './import/runs.ts';
export { storeBatch } from './import/store-batch.ts';
export type {
  ClinicalParameter,
  ClinicalValue,
  Statement,
} from './messages.ts';
export { type ClinicalStoreOptions, openClinicalStore } from './open.ts';
export {
  dealPatients,
  type PatientParts,
  type PatientsWanted,
  patientCount,
  patientIdsAfter,
} from './patient-parts/patient-parts.ts';
export { type RecordCount, recordCounts } from './quality/record-counts.ts';
export {
  type BadRow,
  type BadRowsWanted,
  badRows,
  countQuality,
  prepareQuality,
  type QualityCount,
} from './quality/run-checks.ts';
export {
  CancelledError,
  type ClinicalRow,
  type QueryOptions,
  type StreamOptions,
  type WriteOptions,
} from './store-client.ts';
