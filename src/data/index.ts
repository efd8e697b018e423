export {
  type DemoOrganisation,
  demoOrganisation,
  organizationLines,
} from './demo/organisation.ts';
export { type OrganisationHistory, organisationHistory } from './demo/organisation-history.ts';
export { simulatePatient } from './demo/patient.ts';
export { type DemoPlan, demoPlan } from './demo/plan.ts';
export { practitionerLines } from './demo/practitioners.ts';
export {
  costHeader,
  type DemoText,
  type PatientResourceType,
  patientResourceTypes,
  patientWriter,
} from './demo/resource-text.ts';
export { type DemoStructure, demoStructureSchema } from './demo/structure.ts';
export { type DemoTruth, demoTruth, type Truth } from './demo/truth.ts';
export {
  type Grouping,
  type PatientGroup,
  type ReadGrouping,
  readGrouping,
} from './groups/grouping.ts';
export {
  type CodeUse,
  type CodingChange,
  findCodingChanges,
} from './quality/coding-change.ts';
