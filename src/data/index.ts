export {
  AnsweringBook,
  type KnownInvitation,
  type ResponseBegun,
  whyClosed,
  wrongCodesMax,
} from './answering/answering-book.ts';
export { type GuessLimit, guessLimit } from './answering/guess-limit.ts';
export type { AnsweringEvent, Invitation, OwedAlert, Participant } from './answering/journal.ts';
export type { PlantedIntervention } from './demo/interventions.ts';
export {
  type DemoOrganisation,
  demoOrganisation,
  organizationLines,
} from './demo/organisation.ts';
export { type OrganisationHistory, organisationHistory } from './demo/organisation-history.ts';
export { simulatePatient } from './demo/patient.ts';
export { type DemoPlan, demoPlan } from './demo/plan.ts';
export { practitionerLines } from './demo/practitioners.ts';
export { openStream } from './demo/random.ts';
export {
  costHeader,
  type DemoText,
  type PatientResourceType,
  patientResourceTypes,
  patientWriter,
} from './demo/resource-text.ts';
export {
  type ConcludedEffect,
  type ConcludedGap,
  type Conclusions,
  monthsToFind,
  type Score,
  scoreConclusions,
} from './demo/score.ts';
export type { ConcludedIntervention } from './demo/score-interventions.ts';
export { type DemoStructure, demoStructureSchema } from './demo/structure.ts';
export { addCounts, type JudgedCounts, messageLines } from './demo/told-messages.ts';
export { type DemoTruth, demoTruth, type Truth } from './demo/truth.ts';
export { wellbeingUnits } from './demo/wellbeing-text.ts';
export {
  type Act,
  type Part,
  type PostIssue,
  postIssue,
  type ReadPost,
  type TakenPart,
} from './feed/post.ts';
export { bundleEntriesMax, readPostedBundle } from './feed/read-post.ts';
export {
  type ReadingPost,
  type ResourceWanted,
  readPostedDeletion,
  readPostedResource,
} from './feed/read-resource.ts';
export { type FeedScope, feedScopes, readScope, scopeAllows } from './feed/scopes.ts';
export {
  type Grouping,
  type PatientGroup,
  type ReadGrouping,
  readGrouping,
} from './groups/grouping.ts';
export {
  type CheckResource,
  type ElementLookup,
  type ElementType,
  resourceCheck,
} from './import/check-resource.ts';
export {
  type CostHeader,
  costColumns,
  readCostHeader,
  readCostRow,
} from './import/cost-row.ts';
export { utcInstant } from './import/dates.ts';
export { elementContent } from './import/element-content.ts';
export type { Span } from './import/json-bytes.ts';
export {
  type PlainLine,
  type PlainLineRules,
  plainLineReader,
  type ReadPlainLine,
} from './import/plain-line.ts';
export { type Arrival, type LineRules, type ReadLine, readLine } from './import/read-line.ts';
export {
  type LineFinding,
  type Rule,
  type RuleCode,
  rules,
  type Severity,
} from './import/rules.ts';
export { type Answered, answeredResources, scoreIn } from './instruments/answered-resources.ts';
export {
  type ChangeMargin,
  type DutyRole,
  type Instrument,
  type InstrumentScore,
  type ReadInstrument,
  readInstrument,
  type SafetyRule,
} from './instruments/instrument.ts';
export { safetyHits } from './instruments/safety.ts';
export { instrumentOfForm, withForm } from './instruments/with-form.ts';
export {
  isQualityCheckId,
  type QualityCheck,
  type QualityCheckId,
  type QualityDimension,
  qualityChecks,
} from './quality/checks.ts';
export {
  type CodeUse,
  type CodingChange,
  findCodingChanges,
} from './quality/coding-change.ts';
export {
  type AnswerIssue,
  type AnswerTrouble,
  answerIssues,
  answerTrouble,
} from './questionnaire/check-answers.ts';
export { enabledItems } from './questionnaire/conditions.ts';
export { type EvaluatedAnswers, evaluateAnswers } from './questionnaire/evaluate-answers.ts';
export { expressionProblems } from './questionnaire/expressions.ts';
export {
  type Answers,
  type AnswerValue,
  allItems,
  canonicalOf,
  type Item,
  isQuestion,
  type Option,
  type Questionnaire,
} from './questionnaire/questionnaire.ts';
export { type ReadQuestionnaire, readQuestionnaire } from './questionnaire/read-questionnaire.ts';
export type { Json } from './questionnaire/response.ts';
export { readYaml } from './yaml-form.ts';
