import path from 'node:path';
import { projectFolder } from '#store';
import { type Library, openLibrary } from '../../src/application/library/open-library.ts';

/** The library that the program ships, translated once for all tests. */
export const shippedLibrary = (): Promise<Library> =>
  openLibrary({
    folder: path.join(projectFolder, 'library'),
    cacheFolder: path.join(projectFolder, 'node_modules/.cache/gyrus/elm'),
  });
