import { expect, test } from 'vitest';
import { compileMeasure } from '../../src/application/evaluate/compile-library.ts';
import { measuresReading } from '../../src/application/evaluate/measures-reading.ts';
import { libraryFolder, translatedFolder } from '../../src/application/library/check-library.ts';
import { openLibrary } from '../../src/application/library/open-library.ts';

test('another code for the PHQ-9 total concerns the measures that look for it, and no others', async () => {
  const library = await openLibrary({ folder: libraryFolder, cacheFolder: translatedFolder });
  const measures = library.measures.map(({ measure }) => {
    const sql = compileMeasure(library, measure, 'Europe/Stockholm');
    return { measure, sql, tables: sql.uses };
  });
  const change = { unitId: 'u', month: '2024-07', toCode: 'https://local.example|phq' };
  const standard = { ...change, table: 'observation', fromCode: 'http://loinc.org|44261-6' };
  expect(measuresReading(standard, measures)).toEqual(['depression-response', 'phq9-coverage']);
  expect(measuresReading({ ...standard, table: 'procedure' }, measures)).toEqual([]);
  const other = { ...standard, fromCode: 'http://loinc.org|29463-7' };
  expect(measuresReading(other, measures)).toEqual([]);
});
