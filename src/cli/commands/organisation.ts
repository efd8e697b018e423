import type { Command } from 'commander';
import { takeOrganisation } from '#application';
import { counted, say, sayJson } from '../output.ts';
import { withProgram } from './with-program.ts';

/** `gyrus organisation FILE`: takes levels, units, people and forums from a YAML file into use. */
export function organisationCommand(program: Command): void {
  program
    .command('organisation')
    .description('take the organisation described in a YAML file into use')
    .argument('<file>')
    .option('--json', 'one JSON object as the last line')
    .action(async (file: string, options: { readonly json?: boolean }) => {
      await withProgram(async (opened) => {
        const { units, people, forums } = await takeOrganisation(opened.db, file);
        // What is counted adds up over the units, and those may be others now.
        await opened.evaluate();
        const taken = { units: units.length, people: people.length, forums: forums.length };
        say(
          `${counted(taken.units, 'unit')}, ${taken.people} people, ${counted(taken.forums, 'forum')} in use`,
        );
        if (options.json === true) sayJson(taken);
      });
    });
}
