import type { Text } from '#core';

/** What the organisation calls one of its layers: team, department, division … Any number of them. */
export interface Level {
  readonly id: string;
  readonly name: Text;
}

export interface Unit {
  readonly id: string;
  /** The unit above; null at the top. */
  readonly parentId: string | null;
  /** A level's id. */
  readonly level: string;
  readonly name: Text;
}

export interface UnitRef {
  readonly id: string;
  readonly name: Text;
  readonly level: string;
}

export const unitRef = (unit: Unit): UnitRef => ({
  id: unit.id,
  name: unit.name,
  level: unit.level,
});
