import { type Organisation, organisationFromYaml } from '#organisation';

/** Invented: a division with two departments and three wards, and one person for each role. */
export const smallOrganisationYaml = `
levels:
  - { id: division, name: { en: Division, sv: Division } }
  - { id: department, name: { en: Department, sv: Klinik } }
  - { id: unit, name: { en: Unit, sv: Enhet } }
units:
  - { id: div, parent: null, level: division, name: { en: Division, sv: Divisionen } }
  - { id: dep-a, parent: div, level: department, name: { en: Department A, sv: Klinik A } }
  - { id: dep-b, parent: div, level: department, name: { en: Department B, sv: Klinik B } }
  - { id: ward-1, parent: dep-a, level: unit, name: { en: Ward 1, sv: Avdelning 1 } }
  - { id: ward-2, parent: dep-a, level: unit, name: { en: Ward 2, sv: Avdelning 2 } }
  - { id: ward-3, parent: dep-b, level: unit, name: { en: Ward 3, sv: Avdelning 3 } }
people:
  - { id: nurse, name: Nora Nurse, title: { en: Nurse, sv: Sjuksköterska }, roles: [{ role: nurse, unit: ward-1 }], persona: true }
  - { id: manager, name: Mats Manager, title: { en: Manager, sv: Chef }, roles: [{ role: unit-manager, unit: ward-1 }], persona: true }
  - { id: manager-2, name: Mia Manager, title: { en: Manager, sv: Chef }, roles: [{ role: unit-manager, unit: ward-2 }], persona: true }
  - { id: coordinator, name: Cleo Coordinator, title: { en: Coordinator, sv: Samordnare }, roles: [{ role: coordinator, unit: dep-a }], persona: true }
  - { id: chair, name: Bo Chair, title: { en: Chair, sv: Ordförande }, roles: [{ role: board-chair, unit: div }], persona: true }
  - { id: analyst, name: Ana Analyst, title: { en: Analyst, sv: Analytiker }, roles: [{ role: analyst, unit: div }], persona: true }
  - { id: patient, name: Pia Patient, title: { en: Representative, sv: Representant }, roles: [{ role: patient-representative, unit: div }], persona: true }
  - { id: researcher, name: Rut Researcher, title: { en: Researcher, sv: Forskare }, roles: [{ role: researcher, unit: div }], persona: true }
  - { id: hidden, name: Hid Den, title: { en: Nurse, sv: Sjuksköterska }, roles: [{ role: nurse, unit: ward-3 }] }
forums:
  - { id: local-1, unit: ward-1, kind: local-forum, name: { en: Forum 1, sv: Forum 1 }, cadenceDays: 14, members: [{ person: manager, chair: true }, { person: nurse }] }
  - { id: group-a, unit: dep-a, kind: coordinating-group, name: { en: Group A, sv: Grupp A }, cadenceDays: 28, members: [{ person: coordinator, chair: true }] }
  - { id: board, unit: div, kind: prioritisation-board, name: { en: Board, sv: Råd }, cadenceDays: 42, members: [{ person: chair, chair: true }] }
`;

export function smallOrganisation(): Organisation {
  const read = organisationFromYaml(smallOrganisationYaml, 'small.yaml');
  if (read.kind === 'problems') throw new Error(read.problems.map((p) => p.message).join('; '));
  return read.organisation;
}
