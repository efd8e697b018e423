import type { Text } from '#core';
import { at } from './at.ts';
import { type DemoForum, demoForums } from './organisation-forums.ts';
import { below, openStream, type Random } from './random.ts';
import type { DemoOrganisationUnit, DemoPerson } from './roster.ts';
import type { DemoStructure } from './structure.ts';

/** The division as the importer and the organisation page read it; written to organisation.yaml. */
export interface DemoOrganisation {
  readonly levels: readonly { readonly id: string; readonly name: Text }[];
  readonly units: readonly DemoOrganisationUnit[];
  readonly roles: readonly { readonly id: string; readonly name: Text }[];
  readonly people: readonly DemoPerson[];
  readonly forums: readonly DemoForum[];
  /** As library/demo has them. */
  readonly forumKinds: readonly unknown[];
  readonly attributes: readonly unknown[];
  readonly rules: readonly unknown[];
  readonly cases: readonly unknown[];
}

/** The people do not depend on the seed: the same division, whatever is planted in it. */
const peopleSeed = 1;

export function demoOrganisation(structure: DemoStructure): DemoOrganisation {
  const units = organisationUnits(structure);
  const people = organisationPeople(structure, units);
  return {
    levels: structure.division.levels,
    units,
    roles: structure.people.roles,
    people,
    forums: demoForums(structure, units, people),
    ...structure['decision-rights'],
    cases: structure.cases,
  };
}

function organisationUnits({ division }: DemoStructure): readonly DemoOrganisationUnit[] {
  const top = division.division;
  return [
    { id: top.id, parent: null, level: 'division', name: top.name },
    ...division.departments.flatMap((department) => [
      { id: department.id, parent: top.id, level: 'department', name: department.name },
      ...department.units.map(({ id, level, name }) => ({
        id,
        parent: department.id,
        level,
        name,
      })),
    ]),
  ];
}

const leadRole = (unit: DemoOrganisationUnit): string | null => {
  if (unit.parent === null) return null;
  return unit.level === 'department' ? 'coordinator' : 'unit-manager';
};

/** The personas first; then a manager and a nurse for every unit, a coordinator and a patient representative for every department. */
function organisationPeople(
  structure: DemoStructure,
  units: readonly DemoOrganisationUnit[],
): readonly DemoPerson[] {
  const random = openStream(peopleSeed, 0);
  const personas = structure.people.personas.map(({ id, name, title, role, unit }) => ({
    id,
    name,
    title,
    roles: [{ role, unit }],
    persona: true,
  }));
  const staffed = (unit: string, role: string): boolean =>
    personas.some((person) =>
      person.roles.some((held) => held.unit === unit && held.role === role),
    );
  const others = units.flatMap((unit) => {
    const lead = leadRole(unit);
    const roles = lead === 'unit-manager' ? [lead, 'nurse'] : [lead];
    return roles.flatMap((role) =>
      role === null || staffed(unit.id, role) ? [] : [newPerson(structure, random, unit, role)],
    );
  });
  const representatives = units
    .filter(({ level }) => level === 'department')
    .map((unit) => newPerson(structure, random, unit, 'patient-representative'));
  return [...personas, ...others, ...representatives];
}

function newPerson(
  structure: DemoStructure,
  random: Random,
  unit: DemoOrganisationUnit,
  role: string,
): DemoPerson {
  const { givenNames, familyNames, titles } = structure.people;
  const name = `${at(givenNames, below(random, givenNames.length))} ${at(familyNames, below(random, familyNames.length))}`;
  const title = titles[role];
  if (title === undefined)
    throw new RangeError(`library/demo/people.yaml: no title for the role ${role}`);
  return {
    id: `${role}-${unit.id}`,
    name,
    title: filledIn(title, unit.name),
    roles: [{ role, unit: unit.id }],
    persona: false,
  };
}

const filledIn = (text: Text, unit: Text): Text => ({
  en: text.en.replace('{unit}', unit.en),
  sv: text.sv.replace('{unit}', unit.sv),
});

const levelSystem = 'https://gyrus.health/fhir/organisation-level';

/** The units as FHIR Organization lines, parents before children. */
export const organizationLines = (units: readonly DemoOrganisationUnit[]): string =>
  units
    .map((unit) =>
      JSON.stringify({
        resourceType: 'Organization',
        id: unit.id,
        active: true,
        type: [{ coding: [{ system: levelSystem, code: unit.level }] }],
        name: unit.name.en,
        ...(unit.parent === null ? {} : { partOf: { reference: `Organization/${unit.parent}` } }),
      }),
    )
    .map((line) => `${line}\n`)
    .join('');
