import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type ClinicalStore, type OperationalTables, openClinicalStore } from '#store';
import { packBundle, packLines, writtenPack } from '../../bench/cql/pack-bundle.ts';
import { importPaths } from '../../src/application/import/import-paths.ts';
import { heldMeasure } from '../../src/application/own-measures/held-measure.ts';
import { importMeasure } from '../../src/application/own-measures/import-measure.ts';
import { reportMeasure } from '../../src/application/own-measures/report-measure.ts';
import { reportPeriod } from '../../src/application/own-measures/report-period.ts';
import { summaryAtOnce } from '../../src/application/own-measures/summary-at-once.ts';
import { packFiles } from '../conformance/measures/pack.ts';
import { freshOperationalStore } from '../harness/operational.ts';
import { emptyLibrary } from '../harness/running-house.ts';

const packFolder = path.resolve('../shared/measure-packs');
const allPacks = existsSync(packFolder) ? packFiles(packFolder) : [];
const isAll = process.env['PACKS'] === 'all';
/** Patients, events and a cohort; PACKS=all tries every published measure and says which way each goes. */
const atOncePacks = allPacks.filter(
  (file) => isAll || /2024.(CMS816|CMSFHIR529)|2025.(CMS349|CMS143)/.test(file),
);
/** Its patients have been at one place more than once, and it is counted patient by patient. */
const samePlacePacks = allPacks.filter((file) => file.includes('2025/CMS1264'));

const folder = mkdtempSync(path.join(os.tmpdir(), 'gyrus-at-once-'));
let store: Awaited<ReturnType<typeof freshOperationalStore<OperationalTables>>>;
beforeAll(async () => {
  store = await freshOperationalStore<OperationalTables>();
});
const opened: ClinicalStore[] = [];
afterEach(async () => {
  for (const clinical of opened.splice(0)) await clinical.close();
});
afterAll(async () => {
  await store.remove();
  rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(allPacks.length === 0)('a summary of a published measure', () => {
  test.each(atOncePacks)(
    'is the same at once and patient by patient: %s',
    allowed,
    async (file) => {
      const { atOnce, summary } = await reported(file);
      if (isAll)
        process.stdout.write(`${file}: ${atOnce === null ? 'patient by patient' : 'at once'}\n`);
      else expect(atOnce).not.toBeNull();
      expect(await summary({})).toEqual(await summary({ threads: 0 }));
    },
  );

  test.each(samePlacePacks)(
    'has patients who were at one place twice: %s',
    allowed,
    async (file) => {
      const { summary } = await reported(file);
      expect(await summary({ threads: 0 })).toMatchObject({ resourceType: 'MeasureReport' });
    },
  );
});

const allowed = { timeout: 60_000 };

/** A pack's test patients in a store of their own, and the measure brought. */
async function reported(file: string) {
  const pack = writtenPack(file);
  const dataFolder = path.join(folder, path.basename(file), path.basename(path.dirname(file)));
  const clinical = await openClinicalStore({ dataFolder, memoryMb: 1024 });
  opened.push(clinical);
  const lines = path.join(dataFolder, 'records.ndjson');
  writeFileSync(lines, [...packLines(pack, pack.cases.length)].join(''));
  await importPaths(clinical, [lines], {});
  const side = {
    ...{ db: store.db, clinical, library: emptyLibrary, timeZone: 'UTC' },
    clock: () => '2026-12-01T00:00:00Z',
  };
  const bundle = path.join(dataFolder, 'bundle.json');
  writeFileSync(bundle, JSON.stringify(packBundle(pack)));
  await importMeasure(side, bundle);
  const year = String(pack.cases[0]?.period.start.slice(0, 4));
  const asked = { measure: pack.measure.id, period: year, unitId: null, isLeaving: false };
  const held = await heldMeasure(side, pack.measure.id);
  return {
    atOnce: await summaryAtOnce(side, { held, period: reportPeriod(year, 'UTC'), units: null }),
    summary: (more: { readonly threads?: number }) =>
      reportMeasure(side, { ...asked, ...more, type: 'summary' }),
  };
}
