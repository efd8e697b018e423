export type { Command, CommandAnswer } from './command.ts';
export { commands } from './commands/by-name.ts';
export type { Application, Context, News } from './context.ts';
export type { DemoProgress } from './demo/demo-part.ts';
export {
  demoPatientsDefault,
  type WriteDemo,
  type WrittenDemo,
  writeDemo,
} from './demo/write-demo.ts';
export {
  type ApplicationOptions,
  type OpenApplication,
  openApplication,
} from './open-application.ts';
export { cyclePage } from './pages/cycle-page.ts';
export { inbox } from './pages/inbox.ts';
export { loops } from './pages/loops.ts';
export { organisation } from './pages/organisation.ts';
export { personaWanted, personSignedIn, session } from './pages/session.ts';
export { threadPage } from './pages/thread-page.ts';
export { threads } from './pages/threads.ts';
export { type NewSignal, receiveSignals } from './signals/receive-signals.ts';
export { Conflict, NotAllowed, NotFound, notFound } from './trouble.ts';
