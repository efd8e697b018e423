export { lookAtRules, type RulesChange } from './decision-rights/change-rules.ts';
export { structureProblems } from './decision-rights/check-structure.ts';
export { type CaseRun, type FictiveCase, runCases } from './decision-rights/fictive-case.ts';
export {
  answerAt,
  type Matter,
  type MatterAt,
  type Route,
  type RouteAnswer,
  type RouteOutcome,
  type RouteStep,
  raisedAt,
  routeOf,
} from './decision-rights/route.ts';
export { ruleSentence } from './decision-rights/rule-sentence.ts';
export { orStandard } from './decision-rights/standard.ts';
export {
  type Attribute,
  type Attributes,
  allAttributes,
  type DecisionRule,
  type RuleAction,
  type RuleAnswer,
  type Structure,
} from './decision-rights/structure.ts';
export {
  type Forum,
  type ForumKind,
  type ForumMember,
  type Forums,
  forumById,
  nextForum,
  nextMeetingOn,
  quorumOf,
  routeUp,
} from './forum.ts';
export { checkOrganisation, type Organisation, type OrganisationRead } from './organisation.ts';
export { organisationFromYaml } from './organisation-file.ts';
export { organisationFromFhir } from './organisation-from-fhir.ts';
export {
  leadOf,
  type Person,
  type PersonRef,
  personById,
  personRef,
  type RoleHeld,
  type RoleKind,
  roleKinds,
} from './person.ts';
export {
  grantedBy,
  isRight,
  may,
  maySeated,
  type Right,
  rights,
  rightsOf,
  type Seat,
  seatFor,
  seatRights,
  unitsWhere,
} from './rights.ts';
export {
  expectedVisits,
  type ForumLoad,
  type KindLoad,
  type LoadRequest,
  loadByKind,
  type Simulated,
  type StructureLoad,
  structureLoad,
} from './simulation/structure-load.ts';
export { underOneTop } from './under-one-top.ts';
export { type Level, type Unit, type UnitRef, unitRef } from './unit.ts';
export {
  isWithin,
  pathTo,
  subtree,
  type UnitTree,
  unitTree,
  upwardsFrom,
} from './unit-tree.ts';
