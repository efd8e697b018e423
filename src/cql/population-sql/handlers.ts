import type { Handler } from './compiler.ts';
import { ageHandlers } from './operators/age.ts';
import { arithmeticHandlers } from './operators/arithmetic.ts';
import { calendarHandlers } from './operators/calendar.ts';
import { codeHandlers } from './operators/codes.ts';
import { comparisonHandlers } from './operators/comparison.ts';
import { intervalHandlers } from './operators/intervals.ts';
import { listHandlers } from './operators/lists.ts';
import { logicHandlers } from './operators/logic.ts';
import { nameHandlers } from './operators/names.ts';
import { quantityHandlers } from './operators/quantities.ts';
import { temporalHandlers } from './operators/temporal.ts';
import { textHandlers } from './operators/texts.ts';
import { query } from './query.ts';

/** Every ELM node that is compiled, by its type; the others are refused by name. */
export const handlers: ReadonlyMap<string, Handler> = new Map(
  Object.entries({
    ...ageHandlers,
    ...arithmeticHandlers,
    ...calendarHandlers,
    ...codeHandlers,
    ...comparisonHandlers,
    ...intervalHandlers,
    ...listHandlers,
    ...logicHandlers,
    ...nameHandlers,
    ...quantityHandlers,
    ...temporalHandlers,
    ...textHandlers,
    Query: query,
  }),
);
