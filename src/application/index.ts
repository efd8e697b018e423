export type { Act, Part, PostIssue, ReadPost, TakenPart } from '#data';
export {
  type LedgerCheck,
  ownCharts,
  ownCountings,
  ownerOf,
  projectFolder,
  type RunningServerAddress,
  serverOnFolder,
  tellAddress,
  verifyLedger,
} from '#store';
export { openForm, saveAnswer } from './answering/answer-form.ts';
export type { Answering } from './answering/answering.ts';
export {
  enterAtKiosk,
  enterByLink,
  type LetIn,
  NotLetIn,
  TooManyGuesses,
  whoIsIn,
} from './answering/enter.ts';
export { finishForm } from './answering/finish.ts';
export { invitePatient } from './answering/invite.ts';
export { openKiosk } from './answering/open-kiosk.ts';
export { welcome } from './answering/own-page.ts';
export { sharedView, sharedViewForStaff } from './answering/shared-view.ts';
export { participantList } from './answering/staff-list.ts';
export type { Command, CommandAnswer } from './command.ts';
export { commands } from './commands/by-name.ts';
export type { Application, Context, News } from './context.ts';
export { dataFolderKey } from './data-folder-key.ts';
export { ClientNotTrusted } from './decision-support/client-trust.ts';
export { type DecisionSupport, PrefetchMissing } from './decision-support/decision-support.ts';
export type { DemoProgress } from './demo/demo-part.ts';
export { demoLibrary, readDemoStructure } from './demo/demo-structure.ts';
export { scoreDemo } from './demo/score-demo.ts';
export {
  seedDemoFollowUp,
  seedDemoHistory,
  seedDemoOrganisation,
} from './demo/seed-demo.ts';
export {
  demoPatientsDefault,
  type WriteDemo,
  type WrittenDemo,
  writeDemo,
} from './demo/write-demo.ts';
export { type Feed, FeedBusy, type FeedPost, type FeedState } from './feed/feed.ts';
export {
  type FeedCaller,
  type FeedClients,
  feedClients,
  ScopeMissing,
} from './feed/feed-clients.ts';
export { receiveBundle, receiveResource } from './feed/receive-post.ts';
export type { ImportProgress, ImportSummary } from './import/import-paths.ts';
export {
  bringQuestionnaire,
  bringQuestionnaireAsOperator,
  questionnaireBytesMax,
} from './instruments/bring-questionnaire.ts';
export { instrumentList } from './instruments/instrument-list.ts';
export type { JobRunner, JobWanted, Progress, Work } from './jobs/job-runner.ts';
export {
  type OperatorImport,
  type OperatorProgress,
  startOperatorImport,
} from './jobs/operator-import.ts';
export { startImport } from './jobs/start-import.ts';
export { checkLibrary } from './library/check-library.ts';
export { runMeasures } from './measures/run-measure.ts';
export { mailSettings } from './messages/mail-settings.ts';
export { messageClock } from './messages/message-clock.ts';
export { smtpServer } from './messages/smtp.ts';
export { unsubscribe, unsubscribing } from './messages/unsubscribe.ts';
export {
  type ApplicationOptions,
  type OpenApplication,
  openApplication,
} from './open-application.ts';
export { takeOrganisation } from './organisation/take-organisation.ts';
export { exportMeasure } from './own-measures/export-measure.ts';
export { heldMeasures } from './own-measures/held-measure.ts';
export {
  bundleBytesMax,
  type ImportedChart,
  type ImportedMeasure,
  importMeasure,
} from './own-measures/import-measure.ts';
export {
  individualReports,
  type ReportWanted,
  reportMeasure,
} from './own-measures/report-measure.ts';
export { adoptionPage } from './pages/adoption-page.ts';
export { adviceList, advicePage } from './pages/advice-page.ts';
export { alertPage } from './pages/alert-page.ts';
export { type Annotation, annotationsOn } from './pages/annotations.ts';
export { balancePage } from './pages/balance-page.ts';
export { commonsPage } from './pages/commons-page.ts';
export { cyclePage } from './pages/cycle-page.ts';
export { dataPage, findingsPage } from './pages/data-page.ts';
export { forumPage } from './pages/forum-page.ts';
export { handbook } from './pages/handbook.ts';
export { inbox } from './pages/inbox.ts';
export { loops } from './pages/loops.ts';
export { matterAttributes } from './pages/matter-attributes.ts';
export { measurePage } from './pages/measure-page.ts';
export { measures } from './pages/measures.ts';
export { meetingPage } from './pages/meeting-page.ts';
export { messageEffectPage } from './pages/message-effect-page.ts';
export { messagesPage } from './pages/messages-page.ts';
export { organisation } from './pages/organisation.ts';
export { overview } from './pages/overview.ts';
export { practicePage } from './pages/practice-page.ts';
export { programsPage } from './pages/programs-page.ts';
export { proposalPage } from './pages/proposal-page.ts';
export { proposalsPage, similarPage } from './pages/proposals-page.ts';
export { badRowsPage, qualityPage } from './pages/quality-page.ts';
export { personaWanted, personSignedIn, session } from './pages/session.ts';
export { spreadPage } from './pages/spread-page.ts';
export { structureLoadPage } from './pages/structure-load-page.ts';
export { structurePage } from './pages/structure-page.ts';
export { threadPage } from './pages/thread-page.ts';
export { threads } from './pages/threads.ts';
export { countedPatients } from './patients/counted-patients.ts';
export { explainCounted, explainToReader } from './patients/explain-counted.ts';
export { type PatientReading, patientMark, readPatients } from './patients/read-patients.ts';
export { type BringingUp, bringUp, lastWholeMonth } from './program/bring-up.ts';
export { openProgram, type Program } from './program/open-program.ts';
export { type NewSignal, receiveSignals } from './signals/receive-signals.ts';
export { loadStructure, readStructure, type TestedStructure } from './structure/read-structure.ts';
export { loadLines, simulateStructure } from './structure/simulate-structure.ts';
export { testStructure } from './structure/test-structure.ts';
export { ThreadsBusy } from './threads/thread-pool.ts';
export { Conflict, NotAllowed, NotFound, notFound } from './trouble.ts';
