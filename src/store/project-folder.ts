import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder with package.json, found from the source and from the bundle alike. */
export const projectFolder: string = (() => {
  const start = path.dirname(fileURLToPath(import.meta.url));
  for (let at = start; at !== path.dirname(at); at = path.dirname(at))
    if (existsSync(path.join(at, 'package.json')) && existsSync(path.join(at, 'library')))
      return at;
  throw new Error(`no project folder above ${start}`);
})();
