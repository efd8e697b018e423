import type { Command } from 'commander';
import { verifyLedger } from '#application';
import { say, sayJson } from '../output.ts';
import { withProgram } from './with-program.ts';

/** `gyrus ledger verify`: is the record of everything people did whole and unaltered? */
export function ledgerCommand(program: Command): void {
  program
    .command('ledger')
    .description('the record of everything people and the program did')
    .command('verify')
    .description('check every entry against the one before; the first that does not fit is named')
    .option('--json', 'one JSON object as the last line')
    .action((options: { json?: boolean }) =>
      withProgram(async ({ db }) => {
        const check = await verifyLedger(db);
        say(
          check.kind === 'whole'
            ? `The ledger is whole: ${check.entries} entries.`
            : `The ledger is broken at entry ${check.seq}: ${check.found}.`,
        );
        if (options.json === true) sayJson(check);
        if (check.kind === 'broken') process.exitCode = 1;
      }),
    );
}
