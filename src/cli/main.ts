#!/usr/bin/env node
import { Command } from 'commander';
import { demoCommand } from './commands/demo.ts';
import { importCommand } from './commands/import.ts';
import { instrumentCommand } from './commands/instrument.ts';
import { ledgerCommand } from './commands/ledger.ts';
import { libraryCommand } from './commands/library.ts';
import { measureCommand } from './commands/measure.ts';
import { organisationCommand } from './commands/organisation.ts';
import { startCommand } from './commands/start.ts';
import { structureCommand } from './commands/structure.ts';
import { sayTrouble } from './output.ts';
import { portDefault, settings } from './settings.ts';

const program = new Command('gyrus')
  .description(
    'A learning health system: from data to knowledge to practice, and whether it helped.',
  )
  .showHelpAfterError('(--help after a command tells what it takes; gyrus --help, what there is)')
  .addHelpText(
    'after',
    `
Environment:
  GYRUS_DATA                     the data folder (now ${settings().dataFolder})
  PORT                           the port of the server (default ${portDefault})
  DATABASE_URL                   a PostgreSQL of your own

Beside a running server only import, measure import and demo work; stop the server for the others.`,
  );

for (const add of [
  startCommand,
  importCommand,
  demoCommand,
  instrumentCommand,
  measureCommand,
  libraryCommand,
  structureCommand,
  ledgerCommand,
  organisationCommand,
])
  add(program);

try {
  await program.parseAsync();
} catch (error) {
  sayTrouble(error);
  process.exitCode = 1;
}
