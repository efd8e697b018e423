import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type ElmLibrary, loadMeasureLibrary, type MeasureLibrary } from '#cql';
import { translateLibraries } from '#cql/translate';
import { projectFolder } from '#store';

const folder = path.join(projectFolder, 'library');

/** The library's files, as the edge of the program reads them. */
export function libraryFiles(): readonly { readonly path: string; readonly text: string }[] {
  return ['measures', 'valuesets']
    .flatMap((part) =>
      readdirSync(path.join(folder, part), { recursive: true, encoding: 'utf8' }).map(
        (file) => `${part}/${file}`,
      ),
    )
    .filter((file) => /\.(cql|yaml|json)$/.test(file))
    .map((file) => ({ path: file, text: readFileSync(path.join(folder, file), 'utf8') }));
}

export function libraryViews(): readonly unknown[] {
  const views = path.join(folder, 'views');
  return readdirSync(views).map((file) => JSON.parse(readFileSync(path.join(views, file), 'utf8')));
}

export interface LoadedLibrary {
  readonly library: MeasureLibrary;
  readonly elm: readonly ElmLibrary[];
  readonly views: readonly unknown[];
}

export async function loadLibrary(): Promise<LoadedLibrary> {
  const loaded = loadMeasureLibrary(libraryFiles());
  if (loaded.kind === 'not-loaded') throw new Error(JSON.stringify(loaded.problems, null, 1));
  const translation = await translateLibraries(loaded.library.cql, {
    cacheFolder: path.join(projectFolder, 'node_modules/.cache/gyrus/elm'),
  });
  if (translation.kind === 'not-translated')
    throw new Error(JSON.stringify(translation.problems, null, 1));
  return { library: loaded.library, elm: translation.libraries, views: libraryViews() };
}
