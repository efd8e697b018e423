import path from 'node:path';
import { type Month, problem } from '#core';
import { referredRecordsSql, retrievesOf } from '#cql';
import { type ExplainedValue, explainPatient } from '#cql/in-memory';
import { monthPeriods } from '#knowledge';
import { may } from '#organisation';
import {
  type ArchivedResource,
  type ClinicalStore,
  type Database,
  filesByNumber,
  referredResources,
  resourcesOfPatient,
} from '#store';
import { type Context, organisationInForce } from '../context.ts';
import { type MeasureBehind, measureBehind } from '../measures/measure-behind.ts';
import { unknownMeasure } from '../measures/run-measure.ts';
import type { ClinicalSide } from '../program/clinical-side.ts';
import { found, NotAllowed, NotFound } from '../trouble.ts';
import { requireMonth } from './counted-patients.ts';
import { readPatients } from './read-patients.ts';

export interface ExplanationWanted {
  readonly measureId: string;
  readonly patientId: string;
  readonly month: Month;
}

/**
 * Why a patient is counted, for somebody signed in: with a right in a unit that has met the patient, a purpose, and an
 * entry in the ledger.
 */
export async function explainToReader(
  context: Context,
  side: ClinicalSide,
  wanted: ExplanationWanted & { readonly purpose: string },
) {
  const unitId = await unitThatMet(context, side, wanted.patientId);
  return readPatients(context, { ...wanted, unitId }, () =>
    explainCounted({ ...side, db: context.db }, wanted),
  );
}

/** The unit among those that met the patient in which this person may read; whoever may in none learns nothing. */
async function unitThatMet(
  { db, person }: Context,
  { clinical }: ClinicalSide,
  patientId: string,
): Promise<string> {
  const { tree } = await organisationInForce(db);
  const rows = await clinical.query(
    'select distinct organization_id from encounter where patient_id = $1 and organization_id is not null',
    { parameters: [patientId] },
  );
  const met = rows.map((row) => String(row.organization_id)).filter((id) => tree.byId.has(id));
  const readable = met.find((id) => may(person, 'patients.read', id, tree));
  if (readable === undefined) throw new NotAllowed('patients.read', '');
  return readable;
}

/** Every named expression of a measure for one patient and month, with the files and lines it rests on. */
export async function explainCounted(
  side: ClinicalSide & { readonly db: Database },
  wanted: ExplanationWanted,
) {
  const { measureId, patientId, month } = wanted;
  requireMonth(month);
  const { clinical, timeZone } = side;
  const behind = await measureBehind(side, side.db, measureId);
  if (behind === undefined) throw await unknownMeasure(side, measureId);
  const { parts, cql } = behind;
  const [period] = monthPeriods([month], timeZone);
  const own = await resourcesOfPatient(clinical, patientId);
  if (own.length === 0) throw new NotFound(unknownPatient);
  const resources = [...own, ...(await referredTo(clinical, patientId, parts))];
  const files = await filesByNumber(clinical);
  const places = new Map(
    resources.map(({ type, id, file, line }) => [
      `${type}/${id}`,
      { type, id, line, file: path.basename(files.get(file) ?? '') },
    ]),
  );
  const asked = {
    ...{ timeZone, cql, period: found(period, 'month', month) },
    resources: resources.map(({ resource }) => resource).filter(isObject),
  };
  const explained = await Promise.all(
    parts.map(async ({ library, populations, elm, valueSets }) => {
      const definitions = await explainPatient({ ...asked, library, elm, valueSets });
      const denominator = definitions.find(
        (one) => one.library === library && one.name === populations.denominator,
      );
      return { definitions, isCounted: denominator !== undefined && isThere(denominator.value) };
    }),
  );
  return {
    ...{ measureId, patientId, month },
    isCounted: explained.some(({ isCounted }) => isCounted),
    definitions: explained
      .flatMap(({ definitions }) => definitions)
      .map(({ name, words, value, restsOn }) => ({
        name: words ?? name,
        value: valueInWords(value),
        holds: value.kind === 'yes-no' ? value.value : null,
        rests: restsOn.flatMap((reference) => places.get(reference) ?? []),
      })),
  };
}

/** Records that are nobody's, as places, which the definitions ask for and the patient's records refer to. */
async function referredTo(
  clinical: ClinicalStore,
  patientId: string,
  parts: MeasureBehind['parts'],
): Promise<readonly ArchivedResource[]> {
  const types = parts.flatMap(({ library, populations, elm }) => {
    const definitions = Object.values(populations).filter((name) => name !== undefined);
    return retrievesOf(library, definitions, elm).map(({ resourceType }) => resourceType);
  });
  const views = clinical.tables.map(({ view }) => view);
  const referred = referredRecordsSql(types, views);
  return referred === null ? [] : referredResources(clinical, patientId, referred);
}

/** Nobody's id stands in a message. */
const unknownPatient = problem(
  'patient-not-found',
  'No records of such a patient are held.',
  'Check the id, and that the files with this patient have been imported.',
  'patient',
);

const isThere = (value: ExplainedValue): boolean =>
  (value.kind === 'records' && value.references.length > 0) ||
  (value.kind === 'list' && value.items.length > 0) ||
  (value.kind === 'yes-no' && value.value);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const listedMax = 5;

function valueInWords(value: ExplainedValue): string {
  switch (value.kind) {
    case 'records':
      return some(value.references);
    case 'yes-no':
      return value.value ? 'yes' : 'no';
    case 'number':
      return String(value.value);
    case 'text':
      return value.value;
    case 'list':
      return some(value.items.map(valueInWords));
    case 'unknown':
      return 'not known';
    default:
      return value satisfies never;
  }
}

/** The first few, and how many more. */
function some(items: readonly string[]): string {
  if (items.length === 0) return 'none';
  const more = items.length - listedMax;
  return `${items.slice(0, listedMax).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
