import type { Forum, Organisation, Persona, UnitNode, UnitRef } from '#api';

/** An invented division, so that pages can be looked at and tested without a database. Nobody in it exists. */
const names: readonly [id: string, parent: string | null, level: string, en: string, sv: string][] =
  [
    ['div-psy', null, 'division', 'Psychiatry', 'Psykiatri'],
    ['d-aff', 'div-psy', 'department', 'Affective disorders', 'Affektiva sjukdomar'],
    ['u-aff-out', 'd-aff', 'unit', 'Affective outpatients', 'Affektiva öppenvården'],
    ['u-aff-in', 'd-aff', 'unit', 'Affective ward 21', 'Affektiva avdelning 21'],
    ['u-aff-day', 'd-aff', 'unit', 'Affective day care', 'Affektiva dagvården'],
    ['d-psych', 'div-psy', 'department', 'Psychosis', 'Psykos'],
    ['u-psych-out', 'd-psych', 'unit', 'Psychosis outpatients north', 'Psykosöppenvården norr'],
    ['u-psych-south', 'd-psych', 'unit', 'Psychosis outpatients south', 'Psykosöppenvården söder'],
    ['u-psych-in', 'd-psych', 'unit', 'Psychosis ward 34', 'Psykosavdelning 34'],
    ['d-child', 'div-psy', 'department', 'Child and adolescent', 'Barn och ungdom'],
    ['u-child-out', 'd-child', 'unit', 'Child outpatients centre', 'Barnmottagningen centrum'],
    ['u-child-team', 'd-child', 'unit', 'Eating disorder team', 'Ätstörningsteamet'],
  ];

export const units: UnitNode[] = names.map(([id, parentId, level, en, sv]) => ({
  id,
  parentId,
  level,
  name: { en, sv },
}));

export function unitRef(id: string): UnitRef | null {
  const unit = units.find((u) => u.id === id);
  return unit === undefined ? null : { id: unit.id, name: unit.name, level: unit.level };
}

const requireUnit = (id: string): UnitRef => {
  const unit = unitRef(id);
  if (unit === null) throw new Error(`the fixture has no unit ${id}`);
  return unit;
};

/** Everything above a unit, the top first. */
export function pathTo(id: string): UnitRef[] {
  const parent = units.find((u) => u.id === id)?.parentId ?? null;
  return parent === null ? [] : [...pathTo(parent), requireUnit(parent)];
}

export const childrenOf = (id: string): UnitRef[] =>
  units.filter((u) => u.parentId === id).map((u) => requireUnit(u.id));

export const besideOf = (id: string): UnitRef[] => {
  const level = requireUnit(id).level;
  return units
    .filter((u) => u.level === level)
    .map((u) => requireUnit(u.id))
    .sort((a, b) => a.name.en.localeCompare(b.name.en));
};

export const personas: Persona[] = [
  persona('n-1', 'Nora Nygren', 'nurse', 'u-aff-out', 'Nurse', 'Sjuksköterska'),
  persona('m-1', 'Måns Modig', 'unit-manager', 'u-aff-out', 'Unit manager', 'Enhetschef'),
  persona('c-1', 'Cecilia Ceder', 'coordinator', 'd-aff', 'Department coordinator', 'Samordnare'),
  persona('b-1', 'Bo Berg', 'board-chair', 'div-psy', 'Chair of the board', 'Rådets ordförande'),
  persona('a-1', 'Asta Alm', 'analyst', 'div-psy', 'Analyst', 'Analytiker'),
  persona(
    'p-1',
    'Pia Palm',
    'patient-representative',
    'div-psy',
    'Patient representative',
    'Patientföreträdare',
  ),
  persona('r-1', 'Rut Rask', 'researcher', 'div-psy', 'Researcher', 'Forskare'),
];

function persona(
  id: string,
  name: string,
  role: Persona['role'],
  unitId: string,
  en: string,
  sv: string,
): Persona {
  return { id, name, role, unit: requireUnit(unitId), title: { en, sv } };
}

const forums: Forum[] = units.map((unit) => ({
  id: `f-${unit.id}`,
  unitId: unit.id,
  kind:
    unit.level === 'unit'
      ? 'local-forum'
      : unit.level === 'department'
        ? 'coordinating-group'
        : 'prioritisation-board',
  kindName: { en: 'Forum', sv: 'Forum' },
  name: { en: `Forum of ${unit.name.en}`, sv: `Forum för ${unit.name.sv}` },
  cadenceDays: unit.level === 'unit' ? 14 : 28,
  members: personas
    .filter((p) => p.unit.id === unit.id)
    .map((p, i) => ({ id: p.id, name: p.name, chair: i === 0 })),
}));

export const organisation: Organisation = {
  levels: [
    { id: 'division', name: { en: 'Division', sv: 'Division' } },
    { id: 'department', name: { en: 'Department', sv: 'Verksamhetsområde' } },
    { id: 'unit', name: { en: 'Unit', sv: 'Enhet' } },
  ],
  units,
  forums,
  people: personas.map((p) => ({
    id: p.id,
    name: p.name,
    title: p.title,
    role: p.role,
    unitId: p.unit.id,
  })),
};
