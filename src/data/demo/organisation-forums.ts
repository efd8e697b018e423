import type { Text } from '#core';
import type { DemoOrganisationUnit, DemoPerson } from './roster.ts';
import type { DemoStructure } from './structure.ts';

export interface DemoForum {
  readonly id: string;
  readonly unit: string;
  readonly kind: DemoForumKind;
  readonly name: Text;
  readonly decides: Text;
  readonly cadenceDays: number;
  readonly meetsFrom: string;
  readonly mattersPerMeeting: number;
  readonly quorum: number;
  readonly members: readonly DemoMember[];
}

type DemoForumKind = keyof DemoStructure['forums'];

interface DemoMember {
  readonly person: string;
  readonly chair: boolean;
  readonly votes: boolean;
}

interface Seats {
  readonly chairs: readonly string[];
  readonly voting: readonly string[];
  readonly heard: readonly string[];
}

/** One forum for every unit, a support unit and a board for the division. Shared members tie them together. */
export function demoForums(
  structure: DemoStructure,
  units: readonly DemoOrganisationUnit[],
  people: readonly DemoPerson[],
): readonly DemoForum[] {
  const placed = units.flatMap((unit) =>
    kindsIn(unit).map((kind) => ({ unit, kind, seats: seatsIn(kind, unit, { units, people }) })),
  );
  return placed.map(({ unit, kind, seats }, i) => {
    const before = placed.slice(0, i).filter((other) => other.kind === kind).length;
    return forumIn(structure, { unit, kind, seats, before });
  });
}

function kindsIn({ parent, level }: DemoOrganisationUnit): readonly DemoForumKind[] {
  if (parent === null) return ['prioritisation-board', 'support-unit'];
  return [level === 'department' ? 'coordinating-group' : 'local-forum'];
}

interface House {
  readonly units: readonly DemoOrganisationUnit[];
  readonly people: readonly DemoPerson[];
}

function seatsIn(kind: DemoForumKind, unit: DemoOrganisationUnit, { units, people }: House): Seats {
  const holding = (role: string, { id }: DemoOrganisationUnit): readonly string[] =>
    people
      .filter(({ roles }) => roles.some((held) => held.role === role && held.unit === id))
      .map((person) => person.id);
  const below = (role: string): readonly string[] =>
    units.filter(({ parent }) => parent === unit.id).flatMap((part) => holding(role, part));
  switch (kind) {
    case 'prioritisation-board': {
      const voting = [...below('coordinator'), ...holding('patient-representative', unit)];
      return { chairs: holding('board-chair', unit), voting, heard: holding('analyst', unit) };
    }
    case 'support-unit':
      return { chairs: holding('analyst', unit), voting: holding('researcher', unit), heard: [] };
    case 'coordinating-group': {
      const voting = [...below('unit-manager'), ...holding('patient-representative', unit)];
      return { chairs: holding('coordinator', unit), voting, heard: [] };
    }
    case 'local-forum':
      return { chairs: holding('unit-manager', unit), voting: holding('nurse', unit), heard: [] };
    default:
      return kind satisfies never;
  }
}

const weekDays = 7;
const dayMilliseconds = 86_400_000;

interface Placed {
  readonly unit: DemoOrganisationUnit;
  readonly kind: DemoForumKind;
  readonly seats: Seats;
  /** How many of the kind come before: they take turns by the week. */
  readonly before: number;
}

function forumIn({ forums }: DemoStructure, { unit, kind, seats, before }: Placed): DemoForum {
  const { cadenceDays, meetsFrom, mattersPerMeeting, quorum, name, decides } = forums[kind];
  const weeksLater = before % Math.max(1, Math.floor(cadenceDays / weekDays));
  const first = Date.parse(meetsFrom) + weeksLater * weekDays * dayMilliseconds;
  return {
    id: `${kind}-${unit.id}`,
    unit: unit.id,
    kind,
    name: {
      en: name.en.replace('{unit}', unit.name.en),
      sv: name.sv.replace('{unit}', unit.name.sv),
    },
    decides,
    cadenceDays,
    meetsFrom: new Date(first).toISOString().slice(0, 10),
    mattersPerMeeting,
    quorum,
    members: [
      ...seats.chairs.map((person) => ({ person, chair: true, votes: true })),
      ...seats.voting.map((person) => ({ person, chair: false, votes: true })),
      ...seats.heard.map((person) => ({ person, chair: false, votes: false })),
    ],
  };
}
