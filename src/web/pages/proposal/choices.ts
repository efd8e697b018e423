import type { ProposalRow, RoleKind } from '#api';

export const kinds = [
  'idea',
  'need',
  'innovation',
] as const satisfies readonly ProposalRow['kind'][];

export const origins = [
  'front-line',
  'patients-and-families',
  'management',
  'signal',
  'research',
  'other-organisation',
] as const satisfies readonly ProposalRow['origin'][];

export const states = [
  'raised',
  'considered',
  'parked',
  'tried',
  'prioritised',
  'spread',
  'mandated',
  'declined',
] as const satisfies readonly ProposalRow['state'][];

/** Where a proposal comes from, as long as nobody says otherwise. */
export const originOf: Readonly<Record<RoleKind, ProposalRow['origin']>> = {
  nurse: 'front-line',
  'unit-manager': 'front-line',
  coordinator: 'management',
  'board-chair': 'management',
  analyst: 'front-line',
  'patient-representative': 'patients-and-families',
  researcher: 'research',
};
