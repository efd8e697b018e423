/**
 * The library FHIRHelpers, written from the conversions that the FHIR model information asks for, so that
 * every implicit conversion of the translator finds its function and none is kept by hand.
 */

interface Conversion {
  readonly name: string;
  readonly from: string;
}

/** Structured FHIR types; every other conversion unwraps the value of a primitive. */
const structured: Readonly<Record<string, string>> = {
  'FHIR.Coding':
    'if value is null then null else System.Code { code: value.code.value, system: value.system.value, version: value.version.value, display: value.display.value }',
  'FHIR.CodeableConcept':
    'if value is null then null else System.Concept { codes: value.coding C return all ToCode(C), display: value.text.value }',
  // '<10' is not one value: as unknown it keeps every question about it unknown.
  'FHIR.Quantity':
    "if value.value is null or value.comparator is not null then null else System.Quantity { value: value.value.value, unit: Coalesce(value.code.value, value.unit.value, '1') }",
  // A start that is not recorded is unknown; an end that is not recorded has not come yet.
  'FHIR.Period':
    'if value is null then null else if value."start".value is null then Interval(value."start".value, value."end".value] else Interval[value."start".value, value."end".value]',
  'FHIR.Range':
    'if value is null then null else if value.low is null then Interval(ToQuantity(value.low), ToQuantity(value.high)] else Interval[ToQuantity(value.low), ToQuantity(value.high)]',
  'FHIR.Ratio':
    'if value is null then null else System.Ratio { numerator: ToQuantity(value.numerator), denominator: ToQuantity(value.denominator) }',
};

function conversionsAskedFor(modelInfo: string): readonly Conversion[] {
  const pattern = /<conversionInfo\s+functionName="FHIRHelpers\.(\w+)"\s+fromType="([\w.]+)"/g;
  return [...modelInfo.matchAll(pattern)].map(([, name = '', from = '']) => ({ name, from }));
}

const define = ({ name, from }: Conversion): string => {
  const type = from.replace(/^FHIR\.(.+)$/, 'FHIR."$1"');
  return `define function ${name}(value ${type}): ${structured[from] ?? 'value.value'}`;
};

/** The CQL text of FHIRHelpers for one version of the FHIR model. */
export function fhirHelpers(modelInfo: string, version: string): string {
  const head = `library FHIRHelpers version '${version}'\nusing FHIR version '${version}'\n`;
  return head + conversionsAskedFor(modelInfo).map(define).join('\n');
}
