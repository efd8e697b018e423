import { describe, expect, test } from 'vitest';
import { costColumns, readCostHeader, readCostRow } from './cost-row.ts';

const header = (line: string) => {
  const read = readCostHeader(line);
  if ('missing' in read) throw new Error(`missing ${read.missing.join()}`);
  return read;
};
const usual = header(costColumns.join(','));
const row = (line: string) => readCostRow(line, usual);
const remarks = (line: string) =>
  row(line).findings.map(({ rule, element, found }) => `${rule} ${element}: ${found}`);

describe('a cost table', () => {
  test('may have its columns in any order, with others between, and semicolons', () => {
    const read = readCostRow(
      '7;x;p1;u1;visit;e1;2024-03-01;100',
      header('cost_id;note;patient_id;unit_id;Kind;encounter_id;date;amount_sek'),
    );
    expect(JSON.parse(read.chargeItem?.json ?? '')).toMatchObject({
      id: '7',
      code: { coding: [{ code: 'visit' }] },
      performingOrganization: { reference: 'Organization/u1' },
    });
  });
  test('says which columns are missing', () => {
    expect(readCostHeader('cost_id,patient_id,date,kind')).toEqual({
      missing: ['encounter_id', 'unit_id', 'amount_sek'],
    });
  });
});

describe('a row', () => {
  test('becomes a ChargeItem', () => {
    const { chargeItem, findings } = row('c1,p1,e1,u1,2024-03-01,visit,1250.50');
    expect(findings).toEqual([]);
    expect(JSON.parse(chargeItem?.json ?? '')).toEqual({
      resourceType: 'ChargeItem',
      id: 'c1',
      status: 'billable',
      code: { coding: [{ system: 'https://gyrus.health/fhir/cost-kind', code: 'visit' }] },
      subject: { reference: 'Patient/p1' },
      context: { reference: 'Encounter/e1' },
      occurrenceDateTime: '2024-03-01',
      performingOrganization: { reference: 'Organization/u1' },
      priceOverride: { value: 1250.5, currency: 'SEK' },
    });
  });
  test('needs neither encounter nor unit', () => {
    const item: unknown = JSON.parse(row('c1,p1,,,2024-03-01,drug,1').chargeItem?.json ?? '');
    expect(item).not.toHaveProperty('context');
    expect(item).not.toHaveProperty('performingOrganization');
  });
  test('may have quotes', () => {
    const { chargeItem } = row('c1,p1,e1,u1,2024-03-01,"visit, ""long""",1');
    expect(chargeItem?.json).toContain(String.raw`"code":"visit, \"long\""`);
  });
  test.each([
    ['c1,p1,e1', 'row-broken : 3 values'],
    ['c1,p1,e1,u1,2024-03-01,"visit,1', 'row-broken : an unclosed quote, no values'],
    ['c1,p1,e1,u1,2024-03-01,vi"s"it,1', 'row-broken : an unclosed quote, no values'],
    [',p1,e1,u1,2024-03-01,visit,1', 'value-missing cost_id: nothing'],
    ['c1,,e1,u1,2024-03-01,visit,1', 'value-missing patient_id: nothing'],
    ['c1,p1,e1,u1,2024-03-01,visit,', 'value-missing amount_sek: nothing'],
    ['c1,p1,e1,u1,2024-03-01,visit,12 kr', "amount-not-a-number amount_sek: '12 kr'"],
    ['a b,p1,e1,u1,2024-03-01,visit,12', 'id-missing cost_id: 3 characters'],
  ])('%s is refused', (line, remark) => {
    expect(row(line).chargeItem).toBeUndefined();
    expect(remarks(line)).toEqual([remark]);
  });
  test('with an impossible date is kept, with a warning', () => {
    expect(row('c1,p1,e1,u1,2024-02-30,visit,1').chargeItem).toBeDefined();
    expect(remarks('c1,p1,e1,u1,2024-02-30,visit,1')).toEqual([
      "date-impossible date: '2024-02-30'",
    ]);
  });
});
