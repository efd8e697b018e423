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
export { type DemoStructure, demoStructureSchema } from './demo/structure.ts';
export { type DemoTruth, demoTruth, type Truth } from './demo/truth.ts';
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
export { type Arrival, type LineRules, type ReadLine, readLine } from './import/read-line.ts';
export {
  type LineFinding,
  type Rule,
  type RuleCode,
  rules,
  type Severity,
} from './import/rules.ts';
export {
  type CodeUse,
  type CodingChange,
  findCodingChanges,
} from './quality/coding-change.ts';
