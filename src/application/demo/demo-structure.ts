import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, YAMLParseError } from 'yaml';
import { type Language, ProblemError, problem } from '#core';
import { type DemoStructure, demoStructureSchema } from '#data';
import { projectFolder } from '#store';

export const demoLibrary = join(projectFolder, 'library/demo');

/** Reads and checks the structure of the demo health system, in library/demo unless another folder is named. */
export async function readDemoStructure(folder: string = demoLibrary): Promise<DemoStructure> {
  const names = [
    ...['division', 'care', 'planted', 'interventions', 'people', 'forums'],
    ...['decision-rights', 'cases'],
  ] as const;
  const entries = await Promise.all(
    names.map(async (name) => [name, await readYaml(folder, name)]),
  );
  const checked = demoStructureSchema.safeParse(Object.fromEntries(entries));
  if (checked.success) return checked.data;
  const issue = checked.error.issues[0];
  const [file, ...path] = issue?.path ?? [];
  throw new ProblemError(
    problem(
      'demo-structure-invalid',
      `${String(file)}.yaml, ${path.join(' → ')}: ${issue?.message ?? 'not as expected'}.`,
      'Correct it, or restore the file as it came with Gyrus.',
      join(folder, `${String(file)}.yaml`),
    ),
  );
}

/** What library/demo tells of practices, in the language that the demo's people write. */
export const readPractices = (language: Language): Promise<unknown> =>
  readYaml(demoLibrary, language === 'sv' ? 'practices.sv' : 'practices');

async function readYaml(folder: string, name: string): Promise<unknown> {
  const path = join(folder, `${name}.yaml`);
  try {
    return parse(await readFile(path, 'utf8'));
  } catch (cause) {
    const found = cause instanceof YAMLParseError ? cause.message : 'the file cannot be read.';
    throw new ProblemError(
      problem(
        'demo-structure-unreadable',
        `${name}.yaml: ${found}`,
        'Correct it, or restore the file as it came with Gyrus.',
        path,
      ),
      { cause },
    );
  }
}
