import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openProgram, organisation, overview, takeOrganisation } from '#application';
import { loadOrganisation } from '#store';
import { session } from '../../src/application/pages/session.ts';
import { type BringingUp, bringUp } from '../../src/application/program/bring-up.ts';

const synthea = path.join(import.meta.dirname, '../../../shared/fhir/synthea-400');
let dataFolder: string;
beforeEach(() => {
  dataFolder = mkdtempSync(path.join(tmpdir(), 'gyrus-own-'));
});
afterEach(() => rmSync(dataFolder, { recursive: true, force: true }));

const fail = (error: unknown): never => {
  throw error;
};
const asOf = '2026-11-10T09:00:00.000Z';
const options = (more: Partial<BringingUp> = {}): BringingUp => ({
  ...{ dataFolder, demo: true, choosePerson: true },
  ...{ clock: () => asOf, onTrouble: fail, onStep: () => undefined },
  ...more,
});

/** Invented organisations: a house, a ward in it, a second house, and a ward whose house was not exported. */
function exported(): string {
  const folder = path.join(dataFolder, 'export');
  const lines = [
    { id: 'house-a', name: 'House A' },
    { id: 'ward-1', name: 'Ward 1', partOf: { reference: 'Organization/house-a' } },
    { id: 'house-b', name: 'House B' },
    { id: 'ward-9', name: 'Ward 9', partOf: { reference: 'Organization/gone' } },
  ].map((one) => JSON.stringify({ resourceType: 'Organization', ...one }));
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'Organization.ndjson'), `${lines.join('\n')}\n`);
  return folder;
}

async function imported(folder: string): Promise<void> {
  const program = await openProgram({ dataFolder, demo: false, onTrouble: fail });
  await program.importFrom([folder]);
  await program.evaluate();
  await program.close();
}

describe('data of one’s own, before anybody has described the organisation', () => {
  test('units come from the records under one top, and one person may look', async () => {
    await imported(exported());
    const program = await bringUp(options());
    try {
      const { units, people } = await organisation(program);
      expect(units.map(({ id, parentId }) => [id, parentId])).toEqual([
        ['whole-organisation', null],
        ['house-a', 'whole-organisation'],
        ['ward-1', 'house-a'],
        ['house-b', 'whole-organisation'],
        ['ward-9', 'whole-organisation'],
      ]);
      expect(people).toMatchObject([{ role: 'analyst', unitId: 'whole-organisation' }]);
      expect((await session(program, null)).personas).toHaveLength(1);
      // Nothing of the demo is mixed in.
      expect(existsSync(path.join(dataFolder, 'demo'))).toBe(false);
    } finally {
      await program.close();
    }
  });
  test('nobody may be chosen where others can reach the program', async () => {
    await imported(exported());
    const program = await bringUp(options({ choosePerson: false }));
    expect((await session(program, null)).personas).toEqual([]);
    await program.close();
  });
  test('a described organisation takes over and stays through the next import', async () => {
    const folder = exported();
    await imported(folder);
    const file = path.join(dataFolder, 'organisation.yaml');
    writeFileSync(
      file,
      `levels:
  - { id: ward, name: { en: Ward, sv: Avdelning } }
units:
  - { id: ward-1, level: ward, name: { en: Ward one, sv: Avdelning ett } }
people:
  - id: karin
    name: Karin
    title: { en: Unit manager, sv: Enhetschef }
    persona: true
    roles: [{ role: unit-manager, unit: ward-1 }]
`,
    );
    const program = await openProgram({ dataFolder, demo: true, onTrouble: fail });
    try {
      await takeOrganisation(program.db, file);
      await program.importFrom([folder]);
      const { personas } = await session(program, null);
      expect(personas.map(({ name }) => name)).toEqual(['Karin']);
    } finally {
      await program.close();
    }
  });
});

const withSynthea = existsSync(synthea) ? test : test.skip;
withSynthea(
  `400 patients of a public generator give pages that say what is there and what is not${existsSync(synthea) ? '' : ' (skipped: ../shared/fhir/synthea-400 is not here)'}`,
  async () => {
    await imported(synthea);
    const program = await bringUp(options());
    try {
      const { units } = await organisation(program);
      expect(units).toHaveLength(93); // 92 different Organizations in the export, and the one above them
      const { personas } = await session(program, null);
      const [me] = personas;
      expect(me?.unit.id).toBe('whole-organisation');
      const [somebody] = (await loadOrganisation(program.db)).people;
      if (somebody === undefined) throw new Error('nobody came with the records');
      const roles = [{ role: 'analyst' as const, unitId: 'whole-organisation' }];
      const page = await overview(
        { ...program, person: { ...somebody, roles } },
        'whole-organisation',
      );
      expect(page.lastMonth).not.toBeNull();
      for (const { chart } of page.measures)
        if (chart.kind === 'no-chart') expect(chart.reason).not.toBe('');
    } finally {
      await program.close();
    }
  },
  180_000,
);
