export { candidatesSql } from './candidates/candidates-sql.ts';
export { measureNeed } from './candidates/measure-need.ts';
export type { ElmLibrary } from './elm.ts';
export { type ChartedGroup, chartedMeasures } from './fhir-measures/charted-measures.ts';
export {
  type Component,
  type CompositeMeasure,
  componentsOf,
  type ImprovingMeasure,
  readComposite,
} from './fhir-measures/composite.ts';
export { compositeCounts, compositeGroup } from './fhir-measures/composite-counts.ts';
export { observedPopulation } from './fhir-measures/counted.ts';
export { elmProblems, readElm } from './fhir-measures/elm-problems.ts';
export {
  type EventRow,
  eventRows,
  eventRowsSql,
} from './fhir-measures/event-rows.ts';
export type {
  AggregateMethod,
  FhirMeasure,
  GroupPopulation,
  MeasureGroup,
  PopulationCode,
  Scoring,
  Stratifier,
} from './fhir-measures/fhir-measure.ts';
export {
  type CountedSubject,
  type GroupCounts,
  observationsOf,
  type PatientCounts,
  populationCounts,
} from './fhir-measures/group-counts.ts';
export { asFhirMeasure } from './fhir-measures/library-measure.ts';
export {
  type BundledLibrary,
  type MeasureBundle,
  readMeasureBundle,
} from './fhir-measures/measure-bundle.ts';
export { measureWording } from './fhir-measures/measure-wording.ts';
export { type ReadFhirMeasure, readFhirMeasure } from './fhir-measures/read-fhir-measure.ts';
export {
  libraryUrl,
  type MeasureWords,
  writeFhirMeasure,
} from './fhir-measures/write-fhir-measure.ts';
export { offsetAtLocalTime, offsetMinutes } from './in-memory/zone.ts';
export {
  type CqlText,
  type LibraryFile,
  type LoadedMeasures,
  loadMeasureLibrary,
  type MeasureLibrary,
  type MeasureWithTests,
} from './measures/load-measure-library.ts';
export {
  type Measure,
  type MeasurePopulations,
  type MembershipRow,
  measurementPeriod,
  responsibleUnit,
} from './measures/measure.ts';
export type { ExpectedCounts, MeasureTest } from './measures/measure-test.ts';
export type { EvaluationPeriod } from './measures/period.ts';
export { type RecordRead, recordsRead } from './measures/records-read.ts';
export {
  includedLibraries,
  namedValueSets,
  type SystemCode,
  type ValueSetCodes,
} from './measures/value-sets.ts';
export { compileGroup, type GroupQuestion } from './population-sql/compile-group.ts';
export {
  type CompiledPopulations,
  compilePopulations,
  type PopulationQuestion,
  sumsOfEvents,
} from './population-sql/compile-populations.ts';
export { countsSql, observedColumn } from './population-sql/counted-columns.ts';
export { referredRecordsSql } from './population-sql/referred-records.ts';
export { type Retrieve, retrievesOf } from './retrieves/retrieves-of.ts';
export { allValueSets, Terminology } from './terminology/terminology.ts';
export { readTerminology, type TerminologyResource } from './terminology/terminology-file.ts';
export {
  type CompiledView,
  compileView,
  type ViewOptions,
  type ViewResultColumn,
} from './views/compile-view.ts';
export { type FhirElementTable, fhirElementTable } from './views/fhir-elements.ts';
export { compileFlatTable } from './views/flat-table.ts';
