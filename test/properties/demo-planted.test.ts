import { beforeAll, describe, expect, test } from 'vitest';
import { readDemoStructure } from '#application';
import {
  type DemoStructure,
  demoOrganisation,
  demoPlan,
  demoTruth,
  organisationHistory,
  type Truth,
} from '#data';

const seeds = Array.from({ length: 60 }, (_, i) => i + 1);
const until = '2025-12';

let structure: DemoStructure;
beforeAll(async () => {
  structure = await readDemoStructure();
});

const remembered = new Map<number, readonly Truth[]>();
const plantedBy = (seed: number): readonly Truth[] => {
  const planted = remembered.get(seed) ?? plantAnew(seed);
  remembered.set(seed, planted);
  return planted;
};
const plantAnew = (seed: number): readonly Truth[] =>
  demoTruth(demoPlan(structure, seed, until), 1000).planted;

describe('what is planted', () => {
  test('is of every kind, for every seed', () => {
    for (const seed of seeds)
      expect(plantedBy(seed).map((truth) => truth.kind)).toEqual([
        'improvement',
        'adoption',
        'adoption',
        'deterioration',
        'unusual-unit',
        'outbreak',
        'group-gap',
        'recording-artefact',
      ]);
  });

  test('is the same for the same seed, and other units, months and sizes for another', () => {
    expect(plantAnew(7)).toEqual(plantAnew(7));
    const of = (pick: (truth: Truth) => unknown): number =>
      new Set(seeds.map((seed) => JSON.stringify(plantedBy(seed).map(pick)))).size;
    expect(of((truth) => truth.unit)).toBe(seeds.length);
    expect(of((truth) => truth.startMonth)).toBe(seeds.length);
    expect(of((truth) => truth.effect)).toBe(seeds.length);
  });

  test('never touches one unit twice', () => {
    for (const seed of seeds) {
      const units = plantedBy(seed).map((truth) => truth.unit);
      expect(new Set(units).size).toBe(units.length);
    }
  });

  test('works where it began and in one of the two units that took it over', () => {
    for (const seed of seeds) {
      const [improvement, ...adoptions] = plantedBy(seed).slice(0, 3);
      expect(improvement?.effect).not.toBe(0);
      expect(adoptions.map((adoption) => adoption.works).toSorted()).toEqual([false, true]);
      for (const adoption of adoptions) {
        expect(adoption.works).toBe(adoption.effect !== 0);
        expect(adoption.measure).toBe(improvement?.measure);
        expect(adoption.startMonth > (improvement?.startMonth ?? '')).toBe(true);
      }
    }
  });

  test('leaves months enough to see how it was before and how it went on', () => {
    const changes = seeds
      .flatMap(plantedBy)
      .filter((truth) => truth.shape === 'step' || truth.shape === 'ramp');
    for (const truth of changes) {
      expect(truth.startMonth >= '2022-11', truth.kind).toBe(true); // ten months before
      expect(truth.startMonth <= '2025-05', truth.kind).toBe(true); // eight months after
    }
  });

  test('keeps proportions between 0 and 1 at their most extreme', () => {
    const shares = seeds.flatMap(plantedBy).filter((truth) => truth.baseline < 1);
    for (const truth of shares) {
      const reached = truth.baseline + (truth.atEnd ?? truth.effect);
      expect(reached, truth.kind).toBeGreaterThan(0.02);
      expect(reached, truth.kind).toBeLessThan(0.98);
    }
  });

  test('lasts four to eight weeks when it is an outbreak, and its average counts every day of its months', () => {
    for (const seed of seeds) {
      const outbreak = plantedBy(seed).find((truth) => truth.kind === 'outbreak');
      const day = (date: string | undefined): number => Date.parse(date ?? '') / 86_400_000;
      const days = day(outbreak?.endDate) - day(outbreak?.startDate) + 1;
      expect(days / 7).toBeGreaterThanOrEqual(4);
      expect(days / 7).toBeLessThanOrEqual(8);
      const [year, month] = (outbreak?.endMonth ?? '').split('-').map(Number);
      const monthsEnd = Date.UTC(year ?? 0, month ?? 0, 1) / 86_400_000;
      const share = days / (monthsEnd - day(`${outbreak?.startMonth}-01`));
      // Both numbers are written with four decimals.
      expect(outbreak?.effect).toBeCloseTo((outbreak?.effectDuring ?? 0) * share, 3);
    }
  });

  test('adds up month by month when it is a ramp', () => {
    for (const truth of seeds.flatMap(plantedBy).filter((planted) => planted.shape === 'ramp')) {
      const months = truth.months ?? 0;
      expect(truth.atEnd).toBeCloseTo((truth.perMonth ?? 0) * months, 2);
      // Half way up on average while it rises, all of it afterwards, of all months to the end.
      const after = monthsBetween(truth.startMonth, until) + 1;
      const expected = ((truth.atEnd ?? 0) * (months / 2 + after - months)) / after;
      expect(Math.abs(truth.effect / expected - 1)).toBeLessThan(0.02); // months differ in length
    }
  });

  test('is told in both languages, with every number filled in', () => {
    for (const { sentence } of seeds.flatMap(plantedBy))
      for (const told of [sentence.en, sentence.sv]) {
        expect(told).not.toMatch(/[{}]|undefined|NaN/);
        expect(told.length).toBeGreaterThan(40);
      }
  });
});

test('the history tells when three units changed, what they hoped for, and nothing of what came of it', () => {
  for (const seed of seeds.slice(0, 10)) {
    const plan = demoPlan(structure, seed, until);
    const { changes } = organisationHistory(plan);
    const practice = demoTruth(plan, 1000).planted.slice(0, 3);
    expect(changes.map(({ unit, month, measure }) => [unit, month, measure])).toEqual(
      practice.map(({ unit, startMonth, measure }) => [unit, startMonth, measure]),
    );
    // All three hope for the same, so that hope does not tell where it works.
    const hopes = changes.map(({ prediction }) => Math.sign(prediction.to - prediction.from));
    expect(new Set(hopes).size).toBe(1);
    expect(Object.keys(changes[0] ?? {})).not.toContain('effect');
  }
});

test('every unit has its own level for every measure of its kind, near the mean', () => {
  const { noise } = demoTruth(demoPlan(structure, 1, until), 1000);
  const levels = new Map(Object.entries(noise.levels).map(([unit, of]) => [unit, Object.keys(of)]));
  expect(levels.size).toBe(30);
  expect(levels.get('u-anxiety')).toContain('missed-visits');
  expect(levels.get('u-anxiety')).not.toContain('length-of-stay');
  expect(levels.get('u-ward-mood')).toHaveLength(4);
});

describe('the organisation', () => {
  test('has five departments, thirty units and a team among them', () => {
    const { units } = demoOrganisation(structure);
    const count = (level: string): number => units.filter((unit) => unit.level === level).length;
    expect([count('division'), count('department'), count('unit'), count('team')]).toEqual([
      1, 5, 29, 1,
    ]);
  });
  test('has a forum for every unit, and members who exist, one of them in the chair', () => {
    const { units, forums, people } = demoOrganisation(structure);
    const known = new Set(people.map((person) => person.id));
    expect(known.size).toBe(people.length);
    for (const unit of units) expect(forums.some((forum) => forum.unit === unit.id)).toBe(true);
    for (const forum of forums) {
      expect(
        forum.members.filter((member) => member.chair),
        forum.id,
      ).toHaveLength(1);
      expect(forum.members.every((member) => known.has(member.person))).toBe(true);
      expect(new Set(forum.members.map((member) => member.person)).size).toBe(forum.members.length);
    }
  });
  test('lets forums talk through shared members', () => {
    const { forums } = demoOrganisation(structure);
    const memberOf = (person: string): readonly string[] =>
      forums.filter((f) => f.members.some((m) => m.person === person)).map((f) => f.kind);
    expect(memberOf('unit-manager')).toEqual(
      expect.arrayContaining(['local-forum', 'coordinating-group']),
    );
    expect(memberOf('coordinator')).toEqual(
      expect.arrayContaining(['coordinating-group', 'prioritisation-board']),
    );
  });
  test('offers the seven personas', () => {
    const personas = demoOrganisation(structure).people.filter((person) => person.persona);
    expect(personas.map((person) => person.roles[0]?.role)).toEqual([
      'nurse',
      'unit-manager',
      'coordinator',
      'board-chair',
      'analyst',
      'patient-representative',
      'researcher',
    ]);
  });
});

function monthsBetween(first: string, last: string): number {
  const number = (month: string): number => {
    const [year, ofYear] = month.split('-').map(Number);
    return (year ?? 0) * 12 + (ofYear ?? 0);
  };
  return number(last) - number(first);
}
