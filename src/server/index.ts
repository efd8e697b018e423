export {
  type HandedOver,
  type HandedOverSummary,
  handOverImport,
  handOverMeasure,
} from './hand-over.ts';
export type { Trouble } from './problem-answer.ts';
export {
  operatorKey,
  type RunningServer,
  type ServerOptions,
  startServer,
} from './start-server.ts';
