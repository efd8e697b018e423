import path from 'node:path';
import { projectFolder } from '#store';
import { compileLibrary } from '../evaluate/compile-library.ts';
import { openLibrary } from './open-library.ts';

/** Where translated CQL is kept between runs, beside the built program. */
export const translatedFolder = path.join(projectFolder, 'dist/translated');
export const libraryFolder = path.join(projectFolder, 'library');

/** Reads, translates and compiles the whole library; throws with every mistake's file and line. */
export async function checkLibrary(): Promise<{ readonly measures: number }> {
  const library = await openLibrary({ folder: libraryFolder, cacheFolder: translatedFolder });
  return { measures: compileLibrary(library, 'Europe/Stockholm').length };
}
