export {
  type DefinitionQuestion,
  evaluateCompiledDefinition,
  evaluateDefinition,
} from './evaluate-definition.ts';
export {
  type DefinitionsEvaluator,
  type DefinitionsOptions,
  definitionsEvaluator,
  type PatientMoment,
} from './evaluate-definitions.ts';
export {
  type FhirMeasureEvaluator,
  type FhirMeasureOptions,
  fhirMeasureEvaluator,
} from './evaluate-groups.ts';
export {
  type EvaluatorOptions,
  evaluatePatient,
  type PatientEvaluation,
  type PatientEvaluator,
  patientEvaluator,
} from './evaluate-patient.ts';
export {
  type ExplainedDefinition,
  type ExplainedValue,
  explainPatient,
  type PatientExplanation,
} from './explain-patient.ts';
