import { createUcumService } from '@cqframework/cql/cql-to-elm';
import { UcumLhcUtils } from '@lhncbc/ucum-lhc';

const ucum = UcumLhcUtils.getInstance();

function convert(value: string, from: string, to: string): string {
  const { status, toVal, msg } = ucum.convertUnitTo(from, Number(value), to);
  if (status === 'succeeded' && typeof toVal === 'number') return String(toVal);
  throw new RangeError(`A quantity in '${from}' cannot be converted to '${to}': ${msg.join(' ')}`);
}

/** Null for a valid UCUM unit, otherwise what is wrong with it. */
function unitTrouble(unit: string): string | null {
  const { status, msg } = ucum.validateUnitString(unit);
  return status === 'valid' ? null : msg.join(' ');
}

const notCalculated = (): never => {
  throw new Error('The translator checks units; it does not calculate with quantities.');
};

/** Units for the translator: without them it refuses almost every library that has a quantity. */
export const unitService = () =>
  createUcumService(convert, unitTrouble, notCalculated, notCalculated);
