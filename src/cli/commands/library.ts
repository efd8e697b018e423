import type { Command } from 'commander';
import { checkLibrary } from '#application';
import { say } from '../output.ts';

/** `gyrus library check`: is every measure of the library readable, translatable and ready for a population? */
export function libraryCommand(program: Command): void {
  program
    .command('library')
    .description('measures, views and groupings')
    .command('check')
    .description('read, translate and compile everything; mistakes are named with file and line')
    .action(async () => {
      const { measures } = await checkLibrary();
      say(`The library is in order: ${measures} measures.`);
    });
}
