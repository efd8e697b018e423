import { monthsBetween, problem } from '#core';
import { chartPartsOf, insertChartPart, monthlyResults, openThreadOn } from '#store';
import { command } from '../command.ts';
import { Conflict, found } from '../trouble.ts';
import { measureWanted } from './loading.ts';

type Input = {
  readonly requestId: string;
  readonly unitId: string;
  readonly measureId: string;
  readonly fromMonth: string;
  readonly reason: string;
};

/** A person lets the limits start anew from a month, and signs for it. */
export const recalculateChart = command({
  name: 'chart.recalculate',
  load: async (tx, input: Input, { tree }) => {
    const unit = found(tree.byId.get(input.unitId), 'unit', input.unitId);
    await measureWanted(tx, input.measureId);
    const months = (await monthlyResults(tx, input.measureId, unit.id)).map(({ month }) => month);
    const threadId = await openThreadOn(tx, input);
    const parts = await chartPartsOf(tx, input);
    return { unit, months, parts, threadId };
  },
  unitOf: ({ unit }) => unit.id,
  undoneBy: null,
  run: async (_tx, { unit, months, parts, threadId }, input, { person, at }) => {
    const { measureId, fromMonth, reason } = input;
    if (parts.some((part) => part.fromMonth === fromMonth))
      throw new Conflict(alreadyThere(fromMonth));
    refuseOutside(months, fromMonth);
    return {
      entry: { unitId: unit.id, measureId, threadId, words: { fromMonth, reason } },
      afterwards: (tx, { seq }) =>
        insertChartPart(tx, {
          ...{ unitId: unit.id, measureId, fromMonth, reason, at },
          signedBy: person.id,
          ledgerSeq: seq,
        }),
    };
  },
});

const alreadyThere = (fromMonth: string) =>
  problem(
    'already-recalculated',
    `The limits already start anew in ${fromMonth}.`,
    'Read who signed it on the chart, or choose another month.',
    'fromMonth',
  );

/** Limits can start anew only between two months that have a number. */
function refuseOutside(months: readonly string[], fromMonth: string): void {
  const [first, last] = [months[0], months.at(-1)];
  const inside =
    first !== undefined &&
    last !== undefined &&
    monthsBetween(first, fromMonth) > 0 &&
    monthsBetween(fromMonth, last) >= 0;
  if (inside) return;
  const range = first === undefined ? 'no months yet' : `months from ${first} to ${last}`;
  throw new Conflict(
    problem(
      'month-outside-chart',
      `The chart has ${range}; its limits cannot start anew in ${fromMonth}.`,
      'Choose a month after the first and not after the last.',
      'fromMonth',
    ),
  );
}
