import { type Problem, ProblemError, problem } from '#core';
import { type Organisation, organisationFromYaml } from '#organisation';
import { type Database, inTransaction, saveOrganisation } from '#store';
import { readText } from '../read-text.ts';

/** Takes the organisation described in a YAML file into use. */
export async function takeOrganisation(db: Database, file: string): Promise<Organisation> {
  const organisation = await readOrganisation(file);
  await inTransaction(db, (tx) => saveOrganisation(tx, organisation));
  return organisation;
}

/** The organisation described in a YAML file. */
export const readOrganisation = async (file: string): Promise<Organisation> =>
  organisationIn(await readText(file), file);

/**
 * The organisation a YAML text describes.
 *
 * @param fileName for messages only
 */
export function organisationIn(yaml: string, fileName: string): Organisation {
  const read = organisationFromYaml(yaml, fileName);
  if (read.kind === 'problems') throw new ProblemError(together(read.problems));
  return read.organisation;
}

const shownMax = 5;

/** Several problems as one, so that all of a file's mistakes can be corrected at once. */
export function together(problems: readonly Problem[]): Problem {
  const shown = problems.slice(0, shownMax).map(({ where, message }) => `${where}: ${message}`);
  const more = problems.length > shownMax ? ` And ${problems.length - shownMax} more.` : '';
  const first = problems[0];
  return problem(
    first?.code ?? 'organisation-unreadable',
    `${shown.join(' ')}${more}`,
    first?.tip ?? '',
    first?.where ?? '',
  );
}
