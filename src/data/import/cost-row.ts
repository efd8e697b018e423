import { splitRow } from './csv-row.ts';
import { readDate } from './dates.ts';
import { type LineFinding, lineFinding } from './rules.ts';

/** The columns of cost.csv, in any order; one row per cost of one patient. */
export const costColumns = [
  'cost_id',
  'patient_id',
  'encounter_id',
  'unit_id',
  'date',
  'kind',
  'amount_sek',
] as const;

export type CostColumn = (typeof costColumns)[number];

/** Which place in a row holds which column, and what stands between two values. */
export interface CostHeader {
  readonly separator: ',' | ';';
  readonly columns: number;
  readonly place: Readonly<Record<CostColumn, number>>;
}

const costKindSystem = 'https://gyrus.health/fhir/cost-kind';
const amountPattern = /^-?\d+(\.\d+)?$/;
const idPattern = /^[\x21-\x2e\x30-\x7e]{1,255}$/;

/** Reads the first line; the columns that are missing when it is not the header of a cost table. */
export function readCostHeader(line: string): CostHeader | { readonly missing: readonly string[] } {
  const separator = line.includes(';') ? ';' : ',';
  const names = (splitRow(line, separator) ?? []).map((name) => name.trim().toLowerCase());
  const missing = costColumns.filter((column) => !names.includes(column));
  if (missing.length > 0) return { missing };
  const at = (column: CostColumn) => names.indexOf(column);
  return {
    separator,
    columns: names.length,
    place: {
      cost_id: at('cost_id'),
      patient_id: at('patient_id'),
      encounter_id: at('encounter_id'),
      unit_id: at('unit_id'),
      date: at('date'),
      kind: at('kind'),
      amount_sek: at('amount_sek'),
    },
  };
}

export interface CostRow {
  /** The row as a FHIR ChargeItem; undefined when it cannot be stored. */
  readonly chargeItem:
    | { readonly id: string; readonly patientId: string; readonly json: string }
    | undefined;
  readonly findings: readonly LineFinding[];
}

/** Turns one row into a ChargeItem, so that costs are asked about like everything else. */
export function readCostRow(line: string, header: CostHeader): CostRow {
  const values = splitRow(line, header.separator);
  if (values === undefined || values.length !== header.columns)
    return refused('row-broken', '', `${values?.length ?? 'an unclosed quote, no'} values`);
  const value = (column: CostColumn) => (values[header.place[column]] ?? '').trim();
  for (const column of ['cost_id', 'patient_id', 'date', 'amount_sek'] as const)
    if (value(column) === '') return refused('value-missing', column, 'nothing');
  const [id, patientId, date, amount] = [
    value('cost_id'),
    value('patient_id'),
    value('date'),
    value('amount_sek'),
  ];
  if (!idPattern.test(id)) return refused('id-missing', 'cost_id', `${id.length} characters`);
  if (!amountPattern.test(amount))
    return refused('amount-not-a-number', 'amount_sek', `'${amount}'`);
  const reading = readDate(date);
  const findings =
    reading === 'impossible' ? [lineFinding('date-impossible', 'date', `'${date}'`)] : [];
  const reference = (type: string, key: string) =>
    key === '' ? undefined : { reference: `${type}/${key}` };
  const json = JSON.stringify({
    resourceType: 'ChargeItem',
    id,
    status: 'billable',
    code: { coding: [{ system: costKindSystem, code: value('kind') }] },
    subject: reference('Patient', patientId),
    context: reference('Encounter', value('encounter_id')),
    occurrenceDateTime: date,
    performingOrganization: reference('Organization', value('unit_id')),
    priceOverride: { value: Number(amount), currency: 'SEK' },
  });
  return {
    chargeItem: { id, patientId: idPattern.test(patientId) ? patientId : '', json },
    findings,
  };
}

const refused = (...finding: Parameters<typeof lineFinding>): CostRow => ({
  chargeItem: undefined,
  findings: [lineFinding(...finding)],
});
