export { mapAtOnce } from './at-once.ts';
export { type Caution, type Estimate, estimate, notEstimable } from './estimate.ts';
export { groupBy } from './group-by.ts';
export { type MessageType, messageTypes } from './message-type.ts';
export {
  addMonths,
  isMonth,
  type Month,
  monthFromNumber,
  monthNumber,
  monthsBetween,
  monthsFromTo,
} from './month.ts';
export { type Problem, ProblemError, type ProblemValues, problem, type Said } from './problem.ts';
export { type Language, languages, type Text } from './text.ts';
