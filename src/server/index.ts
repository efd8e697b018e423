export type { Trouble } from './problem-answer.ts';
export { type RunningServer, type ServerOptions, startServer } from './start-server.ts';
