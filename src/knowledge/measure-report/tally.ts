import type { CountedSubject, GroupCounts, MeasureGroup, PatientCounts } from '#cql';

/** What is added up of one group of a measure, over patients. */
export interface GroupTally {
  readonly group: MeasureGroup;
  readonly all: Tally;
  /** In the order of the group's stratifiers: each stratum's own tally, by its value. */
  readonly strata: readonly ReadonlyMap<string, Tally>[];
}

export interface Tally {
  /** In the order of the group's populations; for an observation, how many are made. */
  readonly counts: readonly number[];
  /** In the order of the group's populations: every observed value, in no particular order. */
  readonly observations: readonly (readonly number[])[];
  /** In the order of the group's populations: who counts, for lists of subjects. */
  readonly subjects: readonly (readonly string[])[];
}

/** Adds up patients one by one: only numbers are kept, and ids where a list is wanted. */
export interface Tallying {
  readonly add: (patient: PatientCounts) => void;
  readonly groups: () => readonly GroupTally[];
}

export interface TallyOptions {
  readonly groups: readonly MeasureGroup[];
  /** Keep the ids of those who count. */
  readonly withSubjects: boolean;
}

export function tallying({ groups, withSubjects }: TallyOptions): Tallying {
  const sums = groups.map((group) => new GroupSum(group, withSubjects));
  return {
    add: (patient) => {
      for (const [i, counts] of patient.groups.entries()) sums[i]?.add(counts);
    },
    groups: () => sums.map((sum) => sum.tally()),
  };
}

class GroupSum {
  readonly #group: MeasureGroup;
  readonly #withSubjects: boolean;
  readonly #all: MutableTally;
  readonly #strata: readonly Map<string, MutableTally>[];

  constructor(group: MeasureGroup, withSubjects: boolean) {
    this.#group = group;
    this.#withSubjects = withSubjects;
    this.#all = emptyTally(group);
    this.#strata = group.stratifiers.map(() => new Map());
  }

  add({ subjects }: GroupCounts): void {
    for (const subject of subjects) {
      addTo(this.#all, subject, this.#withSubjects);
      for (const [i, strata] of this.#strata.entries()) {
        const value = subject.strata[i] ?? null;
        if (value !== null && subject.counted.includes(true)) {
          addTo(this.#stratum(strata, value), subject, false);
        }
      }
    }
  }

  tally(): GroupTally {
    return { group: this.#group, all: this.#all, strata: this.#strata };
  }

  #stratum(strata: Map<string, MutableTally>, value: string): MutableTally {
    const known = strata.get(value) ?? emptyTally(this.#group);
    strata.set(value, known);
    return known;
  }
}

interface MutableTally {
  readonly counts: number[];
  readonly observations: number[][];
  readonly subjects: string[][];
}

const emptyTally = ({ populations }: MeasureGroup): MutableTally => ({
  counts: populations.map(() => 0),
  observations: populations.map(() => []),
  subjects: populations.map(() => []),
});

function addTo(tally: MutableTally, subject: CountedSubject, withSubjects: boolean): void {
  for (const [i, isCounted] of subject.counted.entries()) {
    if (!isCounted) continue;
    tally.counts[i] = (tally.counts[i] ?? 0) + 1;
    const observed = subject.observations[i] ?? null;
    if (observed !== null) tally.observations[i]?.push(observed);
    if (withSubjects) tally.subjects[i]?.push(subject.id);
  }
}
