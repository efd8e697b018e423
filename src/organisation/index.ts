export {
  defaultCadenceDays,
  type Forum,
  type ForumKind,
  type ForumMember,
  forumKinds,
  nextForum,
  routeUp,
  withLocalForums,
} from './forum.ts';
export { checkOrganisation, type Organisation, type OrganisationRead } from './organisation.ts';
export { organisationFromYaml } from './organisation-file.ts';
export { organisationFromFhir } from './organisation-from-fhir.ts';
export {
  leadOf,
  type Person,
  type PersonRef,
  personRef,
  type RoleHeld,
  type RoleKind,
  roleKinds,
} from './person.ts';
export { grantedBy, isRight, may, type Right, rights, rightsOf } from './rights.ts';
export { type Level, type Unit, type UnitRef, unitRef } from './unit.ts';
export {
  isWithin,
  pathTo,
  subtree,
  type UnitTree,
  unitTree,
  upwardsFrom,
} from './unit-tree.ts';
